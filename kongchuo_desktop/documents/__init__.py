"""Paper: the only floor that knows reportlab."""
