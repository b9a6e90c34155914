"""劝返: cases, children looked after since they came back, suspected lists, ledgers."""
