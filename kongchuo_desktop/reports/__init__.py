"""Summaries: finished tables and figures, the same for screen, paper and Excel."""
