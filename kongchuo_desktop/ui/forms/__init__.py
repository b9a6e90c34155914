"""Forms as data: labels above, one column, checks that speak at the field."""
