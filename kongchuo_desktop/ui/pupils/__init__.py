"""The children: list, record, changes."""
