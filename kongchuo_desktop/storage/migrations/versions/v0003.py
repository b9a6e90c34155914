"""Schema 3."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Everything from schema 2 to 3."""
    op.create_table(
        "aid_programme",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_programme")),
        sa.UniqueConstraint("key", name=op.f("uq_aid_programme_key")),
        sa.UniqueConstraint("title", name=op.f("uq_aid_programme_title")),
        sa.UniqueConstraint("uid", name=op.f("uq_aid_programme_uid")),
    )
    op.create_table(
        "meal_day",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_meal_day_class_id_school_class")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_day")),
        sa.UniqueConstraint("class_id", "day", name=op.f("uq_meal_day_class_id_day")),
        sa.UniqueConstraint("uid", name=op.f("uq_meal_day_uid")),
    )
    with op.batch_alter_table("meal_day", schema=None) as batch_op:
        batch_op.create_index("ix_meal_day_day", ["day"], unique=False)
    op.create_table(
        "aid_pick",
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_aid_pick_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_pick")),
        sa.UniqueConstraint("uid", name=op.f("uq_aid_pick_uid")),
    )
    with op.batch_alter_table("aid_pick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_pick_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_aid_pick_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "gift_entry",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("goods", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_gift_entry_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_gift_entry_uid")),
    )
    with op.batch_alter_table("gift_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gift_entry_goods"), ["goods"], unique=False)
        batch_op.create_index(batch_op.f("ix_gift_entry_pupil_id"), ["pupil_id"], unique=False)
    with op.batch_alter_table("aid_rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("per_day", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("in_kind", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("min_km", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("case_episode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_how", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("evidence", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("closed_by", sa.String(length=60), server_default="", nullable=False))
    with op.batch_alter_table("case_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_why", sa.String(length=200), server_default="", nullable=False))
    with op.batch_alter_table("payment_list", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_cents", sa.Integer(), nullable=True))
    with op.batch_alter_table("suspect", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_to", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("handed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_by", sa.String(length=60), server_default="", nullable=False))
