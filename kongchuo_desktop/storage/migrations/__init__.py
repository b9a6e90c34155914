"""Alembic migrations, run inside one transaction."""
