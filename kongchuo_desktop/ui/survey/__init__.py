"""摸底: surveys of the school's own making."""
