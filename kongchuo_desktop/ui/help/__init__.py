"""The manual inside the program: F1 opens the page for where one is."""
