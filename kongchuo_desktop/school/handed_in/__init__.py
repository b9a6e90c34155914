"""Reports handed in: what was sent stays as it was sent."""
