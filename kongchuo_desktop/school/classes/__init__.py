"""Classes by entry year, and who leads and teaches them from when to when."""
