"""责任书: what was issued to whom, what was signed and returned, and the school's own wording."""
