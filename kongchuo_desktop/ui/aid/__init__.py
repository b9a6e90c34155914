"""资助: who is entitled, who applied, who was recognised, what was paid, who was missed."""
