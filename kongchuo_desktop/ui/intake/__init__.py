"""Bringing lists in: choose, preview, write, take back."""
