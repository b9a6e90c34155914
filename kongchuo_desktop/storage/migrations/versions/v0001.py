"""Schema 1."""

import sqlalchemy as sa
from alembic import op

NO_UPDATE = """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"""
NO_DELETE = """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is never cut'); END"""


def upgrade() -> None:
    """Everything from schema 0 to 1."""
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
        "agreement",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party_kind", sa.String(length=12), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("party_name", sa.String(length=80), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("handed_out_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "kind", "year", "party_kind", "party_id", name=op.f("uq_agreement_kind_year_party_kind_party_id")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_agreement_uid")),
    )
    op.create_table(
        "agreement_wording",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_wording")),
        sa.UniqueConstraint("kind", name=op.f("uq_agreement_wording_kind")),
        sa.UniqueConstraint("uid", name=op.f("uq_agreement_wording_uid")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("row_uid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index("ix_audit_entry_row", ["table_name", "row_uid"], unique=False)
    op.create_table(
        "book_meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_book_meta")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("teaching", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_day_uid")),
    )
    op.create_table(
        "campus",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campus")),
        sa.UniqueConstraint("name", name=op.f("uq_campus_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_campus_uid")),
    )
    op.create_table(
        "guardian",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("id_type", sa.String(length=20), nullable=False),
        sa.Column("id_number", sa.String(length=30), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("workplace", sa.String(length=100), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("ethnicity", sa.String(length=20), nullable=False),
        sa.Column("hukou_region", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
        sa.UniqueConstraint("uid", name=op.f("uq_guardian_uid")),
    )
    with op.batch_alter_table("guardian", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guardian_id_number"), ["id_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_guardian_name"), ["name"], unique=False)
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
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "school",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("above", sa.String(length=80), nullable=False),
        sa.Column("township", sa.String(length=40), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("paper_mark", sa.String(length=20), nullable=False),
        sa.Column("primary_years", sa.Integer(), nullable=False),
        sa.Column("current_year", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("uid", name=op.f("uq_school_uid")),
    )
    op.create_table(
        "staff_member",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_month", sa.String(length=7), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("politics", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("pinyin", sa.String(length=120), nullable=False),
        sa.Column("initials", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("uid", name=op.f("uq_staff_member_uid")),
    )
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.create_index("ix_staff_member_name", ["name"], unique=False)
    op.create_table(
        "term",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(length=8), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("uid", name=op.f("uq_term_uid")),
        sa.UniqueConstraint("year", "season", name=op.f("uq_term_year_season")),
    )
    op.create_table(
        "village",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("head_name", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
        sa.UniqueConstraint("name", name=op.f("uq_village_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_village_uid")),
    )
    op.create_table(
        "household",
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("village_group", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_household_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("uid", name=op.f("uq_household_uid")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_village_id"), ["village_id"], unique=False)
    op.create_table(
        "rule_value",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("campus_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_rule_value_campus_id_campus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_value")),
        sa.UniqueConstraint("key", "in_force_from", name=op.f("uq_rule_value_key_in_force_from")),
        sa.UniqueConstraint("uid", name=op.f("uq_rule_value_uid")),
    )
    op.create_table(
        "school_class",
        sa.Column("campus_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("entry_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_school_class_campus_id_campus")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_class")),
        sa.UniqueConstraint(
            "campus_id", "stage", "entry_year", "number", name=op.f("uq_school_class_campus_id_stage_entry_year_number")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_school_class_uid")),
    )
    op.create_table(
        "staff_duty",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_staff_duty_staff_id_staff_member")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_staff_duty_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_duty")),
        sa.UniqueConstraint("uid", name=op.f("uq_staff_duty_uid")),
    )
    with op.batch_alter_table("staff_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_duty_staff_id"), ["staff_id"], unique=False)
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
        "class_post",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_class_post_class_id_school_class")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_class_post_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_post")),
        sa.UniqueConstraint("uid", name=op.f("uq_class_post_uid")),
    )
    with op.batch_alter_table("class_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_post_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_post_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "pupil",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_month_only", sa.Boolean(), nullable=False),
        sa.Column("id_type", sa.String(length=20), nullable=False),
        sa.Column("id_number", sa.String(length=30), nullable=True),
        sa.Column("no_id_reason", sa.String(length=60), nullable=False),
        sa.Column("student_number", sa.String(length=25), nullable=True),
        sa.Column("local_number", sa.String(length=30), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("seat_number", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_why", sa.String(length=40), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("boarding", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("current_address", sa.String(length=200), nullable=False),
        sa.Column("home_address", sa.String(length=200), nullable=False),
        sa.Column("mail_address", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("carer_name", sa.String(length=60), nullable=False),
        sa.Column("carer_relation", sa.String(length=20), nullable=False),
        sa.Column("carer_phone", sa.String(length=40), nullable=False),
        sa.Column("former_name", sa.String(length=60), nullable=False),
        sa.Column("name_pinyin", sa.String(length=120), nullable=False),
        sa.Column("ethnicity", sa.String(length=20), nullable=False),
        sa.Column("nationality", sa.String(length=30), nullable=False),
        sa.Column("hk_mo_tw", sa.String(length=20), nullable=False),
        sa.Column("politics", sa.String(length=20), nullable=False),
        sa.Column("health", sa.String(length=20), nullable=False),
        sa.Column("birth_region", sa.String(length=12), nullable=False),
        sa.Column("native_place", sa.String(length=40), nullable=False),
        sa.Column("hukou_region", sa.String(length=12), nullable=False),
        sa.Column("hukou_kind", sa.String(length=20), nullable=False),
        sa.Column("talent", sa.String(length=100), nullable=False),
        sa.Column("entry_month", sa.String(length=7), nullable=False),
        sa.Column("entry_way", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("only_child", sa.String(length=2), nullable=False),
        sa.Column("preschool", sa.String(length=2), nullable=False),
        sa.Column("left_behind", sa.String(length=12), nullable=False),
        sa.Column("migrant_child", sa.String(length=2), nullable=False),
        sa.Column("orphan", sa.String(length=2), nullable=False),
        sa.Column("martyr_child", sa.String(length=2), nullable=False),
        sa.Column("inclusive_class", sa.String(length=20), nullable=False),
        sa.Column("disability", sa.String(length=20), nullable=False),
        sa.Column("bought_place", sa.String(length=2), nullable=False),
        sa.Column("wants_aid", sa.String(length=2), nullable=False),
        sa.Column("gets_aid", sa.String(length=2), nullable=False),
        sa.Column("distance_km", sa.String(length=10), nullable=False),
        sa.Column("travel", sa.String(length=20), nullable=False),
        sa.Column("needs_bus", sa.String(length=2), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.String(length=160), nullable=False),
        sa.Column("initials", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_pupil_class_id_school_class")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_pupil_household_id_household")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_pupil_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil")),
        sa.UniqueConstraint("uid", name=op.f("uq_pupil_uid")),
    )
    with op.batch_alter_table("pupil", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pupil_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pupil_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pupil_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_pupil_village_id"), ["village_id"], unique=False)
        batch_op.create_index(
            "uq_pupil_id_number", ["id_number"], unique=True, sqlite_where=sa.text("id_number IS NOT NULL")
        )
        batch_op.create_index(
            "uq_pupil_student_number",
            ["student_number"],
            unique=True,
            sqlite_where=sa.text("student_number IS NOT NULL"),
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
        batch_op.create_index("ix_absence_mark_day", ["day", "kind", "slot", "pupil_id"], unique=False)
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
        "photo",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_photo_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("pupil_id", name=op.f("uq_photo_pupil_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_photo_uid")),
    )
    op.create_table(
        "pupil_guardian",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("guardian_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("is_guardian", sa.String(length=2), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["guardian_id"], ["guardian.id"], name=op.f("fk_pupil_guardian_guardian_id_guardian")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_pupil_guardian_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil_guardian")),
        sa.UniqueConstraint("pupil_id", "guardian_id", name=op.f("uq_pupil_guardian_pupil_id_guardian_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_pupil_guardian_uid")),
    )
    with op.batch_alter_table("pupil_guardian", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pupil_guardian_guardian_id"), ["guardian_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pupil_guardian_pupil_id"), ["pupil_id"], unique=False)
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
    op.execute(NO_UPDATE)
    op.execute(NO_DELETE)
