"""学籍异动: changes, the chase after 回执, children elsewhere, roll checks, rates, the year's turn, boarding."""
