"""The report catalogue on the screen."""
