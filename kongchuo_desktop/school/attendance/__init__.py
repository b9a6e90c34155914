"""考勤 by exception, and the ladder that turns absence into duties."""
