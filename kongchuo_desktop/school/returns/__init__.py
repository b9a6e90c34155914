"""劝返: suspected lists, cases from first sign to 核销, watching after return."""
