"""The verbs of the command line by subject: one file and one line in catalogue.py."""
