"""A finished PDF on the screen, to the printer, into a file."""
