"""控辍 (kongchuo): the desk of a small rural school."""

__version__ = "0.1.0"
