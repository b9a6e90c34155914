"""今日: what is due, from every room's rules. Adding a source is one file and one line in sources.py."""
