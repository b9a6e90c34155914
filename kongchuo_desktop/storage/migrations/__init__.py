"""Alembic migrations as plain modules, run inside one transaction (they work in a frozen program too).

`python -m tests.storage.write_migration` writes the next one from what the models say.
"""

HEAD = 3  # the schema this program reads and writes; the book carries it as user_version
