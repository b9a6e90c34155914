"""Classes with their teachers; the staff with their duties."""
