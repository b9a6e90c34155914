"""A migration as they come, for a program of next year."""

import sqlalchemy as sa
from alembic import op


class NextSchema:
    """A table, a column in a table built anew, a value in every row; `fails` at its very end if told so."""

    fails = False

    @classmethod
    def upgrade(cls) -> None:
        """From head to the schema after it."""
        op.create_table("shoe", sa.Column("id", sa.Integer(), primary_key=True))
        with op.batch_alter_table("pupil", recreate="always") as batch:
            batch.add_column(sa.Column("shoe_size", sa.Integer(), nullable=True))
        op.execute("UPDATE pupil SET shoe_size = 34")
        if cls.fails:
            raise ZeroDivisionError
