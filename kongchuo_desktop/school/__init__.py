"""The records of a school and their rules, one room per subject."""
