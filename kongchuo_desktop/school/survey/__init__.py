"""Ad-hoc surveys (摸底) over chosen pupils."""
