"""What knows no school: errors, dates, text. Standard library and tiny helpers only."""
