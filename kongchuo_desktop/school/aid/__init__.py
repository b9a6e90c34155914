"""资助: who is entitled, who was approved, what was paid, and who was missed."""
