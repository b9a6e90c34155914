"""The screen: the only floor that knows PySide6."""
