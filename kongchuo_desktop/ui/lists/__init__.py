"""The list: the home of the work. Spreadsheet habits, fast at 20,000 rows."""
