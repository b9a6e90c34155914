"""Numbered letters and reports about a child: issued, delivered, received back."""
