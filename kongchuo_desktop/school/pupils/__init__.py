"""The children, their households and guardians."""
