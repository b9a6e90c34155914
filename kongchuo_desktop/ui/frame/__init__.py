"""The frame around every page: rail, header, search, running work, footer."""
