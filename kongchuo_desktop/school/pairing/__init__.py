"""一帮一: pairs, plans, cycles, and what came of them."""
