"""一生一档: everything about one child on one page."""
