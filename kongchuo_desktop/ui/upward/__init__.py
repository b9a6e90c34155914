"""打印上报: the offices' own forms, and the villages' lists with their letters."""
