"""Schema 2."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Everything from schema 1 to 2."""
    op.create_table(
        "absence_kind",
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("counts_as", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_kind")),
        sa.UniqueConstraint("name", name=op.f("uq_absence_kind_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_absence_kind_uid")),
    )
    op.create_table(
        "handed_in",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=False),
        sa.Column("handed_in_by", sa.String(length=60), nullable=False),
        sa.Column("handed_to", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_in")),
        sa.UniqueConstraint("uid", name=op.f("uq_handed_in_uid")),
    )
    with op.batch_alter_table("handed_in", schema=None) as batch_op:
        batch_op.create_index("ix_handed_in_kind_first", ["kind", "first"], unique=False)
    op.create_table(
        "class_day_off",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_class_day_off_class_id_school_class")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_day_off")),
        sa.UniqueConstraint("class_id", "day", name=op.f("uq_class_day_off_class_id_day")),
        sa.UniqueConstraint("uid", name=op.f("uq_class_day_off_uid")),
    )
    op.create_table(
        "register",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(length=4), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_register_class_id_school_class")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
        sa.UniqueConstraint("class_id", "day", "slot", name=op.f("uq_register_class_id_day_slot")),
        sa.UniqueConstraint("uid", name=op.f("uq_register_uid")),
    )
    with op.batch_alter_table("register", schema=None) as batch_op:
        batch_op.create_index("ix_register_day", ["day"], unique=False)
    op.create_table(
        "absence_mark",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("told", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_absence_mark_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_mark")),
        sa.UniqueConstraint("pupil_id", "day", "slot", name=op.f("uq_absence_mark_pupil_id_day_slot")),
        sa.UniqueConstraint("uid", name=op.f("uq_absence_mark_uid")),
    )
    with op.batch_alter_table("absence_mark", schema=None) as batch_op:
        batch_op.create_index("ix_absence_mark_day_kind", ["day", "kind"], unique=False)
    op.create_table(
        "duty_closure",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("about_day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record", sa.String(length=500), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_duty_closure_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_closure")),
        sa.UniqueConstraint("uid", name=op.f("uq_duty_closure_uid")),
    )
    with op.batch_alter_table("duty_closure", schema=None) as batch_op:
        batch_op.create_index("ix_duty_closure_pupil_id", ["pupil_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=60), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_notice_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("kind", "year", "number", name=op.f("uq_notice_kind_year_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_notice_uid")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "return_check",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=True),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_return_check_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_check")),
        sa.UniqueConstraint("pupil_id", "opens", name=op.f("uq_return_check_pupil_id_opens")),
        sa.UniqueConstraint("uid", name=op.f("uq_return_check_uid")),
    )
