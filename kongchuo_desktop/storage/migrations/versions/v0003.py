"""Schema 3."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Everything from schema 2 to 3."""
    with op.batch_alter_table("case_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_why", sa.String(length=200), server_default="", nullable=False))
    with op.batch_alter_table("suspect", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_to", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("handed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_by", sa.String(length=60), server_default="", nullable=False))
