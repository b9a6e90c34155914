"""Schema 2."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Everything from schema 1 to 2."""
    op.create_table(
        "aid_rule",
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("boarding", sa.String(length=4), nullable=False),
        sa.Column("groups", sa.String(length=300), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_rule")),
        sa.UniqueConstraint("uid", name=op.f("uq_aid_rule_uid")),
    )
    op.create_table(
        "attachment",
        sa.Column("owner_kind", sa.String(length=24), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=80), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("uid", name=op.f("uq_attachment_uid")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_owner", ["owner_kind", "owner_id"], unique=False)
    op.create_table(
        "category_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("aid_group", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_word")),
        sa.UniqueConstraint("uid", name=op.f("uq_category_word_uid")),
        sa.UniqueConstraint("word", name=op.f("uq_category_word_word")),
    )
    op.create_table(
        "combined_room",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_combined_room")),
        sa.UniqueConstraint("uid", name=op.f("uq_combined_room_uid")),
    )
    op.create_table(
        "concern_kind",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("kind_group", sa.String(length=12), nullable=False),
        sa.Column("parts", sa.String(length=80), nullable=False),
        sa.Column("shipped", sa.String(length=20), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_kind")),
        sa.UniqueConstraint("name", name=op.f("uq_concern_kind_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_concern_kind_uid")),
    )
    op.create_table(
        "counsel_key",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counsel_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_counsel_key_uid")),
    )
    op.create_table(
        "form_map",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("form", sa.LargeBinary(), nullable=False),
        sa.Column("fills", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_map")),
        sa.UniqueConstraint("title", name=op.f("uq_form_map_title")),
        sa.UniqueConstraint("uid", name=op.f("uq_form_map_uid")),
    )
    op.create_table(
        "payment_list",
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("term", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(length=60), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["payment_list.id"], name=op.f("fk_payment_list_corrects_id_payment_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_list")),
        sa.UniqueConstraint("programme", "term", "number", name=op.f("uq_payment_list_programme_term_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_payment_list_uid")),
    )
    op.create_table(
        "poor_family",
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("head_id_number", sa.String(length=30), nullable=True),
        sa.Column("village", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poor_family")),
        sa.UniqueConstraint("uid", name=op.f("uq_poor_family_uid")),
    )
    with op.batch_alter_table("poor_family", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poor_family_head_id_number"), ["head_id_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_poor_family_head_name"), ["head_name"], unique=False)
    op.create_table(
        "public_notice",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
        sa.UniqueConstraint("uid", name=op.f("uq_public_notice_uid")),
    )
    op.create_table(
        "survey",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("uid", name=op.f("uq_survey_uid")),
    )
    op.create_table(
        "visit",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("others", sa.String(length=120), nullable=False),
        sa.Column("at_home", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("duty", sa.String(length=160), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("promise", sa.String(length=300), nullable=False),
        sa.Column("promise_due", sa.Date(), nullable=True),
        sa.Column("promise_kept_on", sa.Date(), nullable=True),
        sa.Column("promise_outcome", sa.String(length=200), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("uid", name=op.f("uq_visit_uid")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_visit_year_number")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_day", ["day"], unique=False)
    op.create_table(
        "area_child",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("id_number", sa.String(length=30), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("guardian_name", sa.String(length=60), nullable=False),
        sa.Column("guardian_phone", sa.String(length=40), nullable=False),
        sa.Column("disability", sa.String(length=20), nullable=False),
        sa.Column("placement", sa.String(length=20), nullable=False),
        sa.Column("school_name", sa.String(length=120), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_area_child_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_child")),
        sa.UniqueConstraint("uid", name=op.f("uq_area_child_uid")),
    )
    with op.batch_alter_table("area_child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_child_id_number"), ["id_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_child_name"), ["name"], unique=False)
    op.create_table(
        "dormitory",
        sa.Column("campus_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_dormitory_campus_id_campus")),
        sa.ForeignKeyConstraint(["keeper_id"], ["staff_member.id"], name=op.f("fk_dormitory_keeper_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dormitory")),
        sa.UniqueConstraint("campus_id", "name", name=op.f("uq_dormitory_campus_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_dormitory_uid")),
    )
    op.create_table(
        "family_status",
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("monitor", sa.String(length=40), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["poor_family.id"], name=op.f("fk_family_status_family_id_poor_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_status")),
        sa.UniqueConstraint("uid", name=op.f("uq_family_status_uid")),
    )
    with op.batch_alter_table("family_status", schema=None) as batch_op:
        batch_op.create_index("ix_family_status_family_id", ["family_id"], unique=False)
    op.create_table(
        "parent_whereabouts",
        sa.Column("guardian_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("work", sa.String(length=100), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("back_expected", sa.String(length=40), nullable=False),
        sa.Column("last_contact_on", sa.Date(), nullable=True),
        sa.Column("last_contact_how", sa.String(length=20), nullable=False),
        sa.Column("unable_to_care", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_parent_whereabouts_guardian_id_guardian")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent_whereabouts")),
        sa.UniqueConstraint("uid", name=op.f("uq_parent_whereabouts_uid")),
    )
    with op.batch_alter_table("parent_whereabouts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parent_whereabouts_guardian_id"), ["guardian_id"], unique=False)
    op.create_table(
        "visit_visitor",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_visit_visitor_staff_id_staff_member")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_visitor_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_visitor")),
        sa.UniqueConstraint("uid", name=op.f("uq_visit_visitor_uid")),
        sa.UniqueConstraint("visit_id", "staff_id", name=op.f("uq_visit_visitor_visit_id_staff_id")),
    )
    with op.batch_alter_table("visit_visitor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_visitor_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "combined_class",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_combined_class_class_id_school_class")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["combined_room.id"], name=op.f("fk_combined_class_room_id_combined_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_combined_class")),
        sa.UniqueConstraint("room_id", "class_id", name=op.f("uq_combined_class_room_id_class_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_combined_class_uid")),
    )
    op.create_table(
        "home_situation",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("carer_name", sa.String(length=60), nullable=False),
        sa.Column("carer_relation", sa.String(length=20), nullable=False),
        sa.Column("carer_phone", sa.String(length=40), nullable=False),
        sa.Column("carer_age", sa.String(length=10), nullable=False),
        sa.Column("carer_health", sa.String(length=40), nullable=False),
        sa.Column("members", sa.String(length=200), nullable=False),
        sa.Column("income", sa.String(length=100), nullable=False),
        sa.Column("housing", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("known_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_home_situation_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_situation")),
        sa.UniqueConstraint("household_id", name=op.f("uq_home_situation_household_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_home_situation_uid")),
    )
    op.create_table(
        "review_meeting",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("chair", sa.String(length=60), nullable=False),
        sa.Column("members", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_review_meeting_class_id_school_class")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_meeting")),
        sa.UniqueConstraint("uid", name=op.f("uq_review_meeting_uid")),
    )
    op.create_table(
        "roll_check",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_roll_check_class_id_school_class")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_check")),
        sa.UniqueConstraint("uid", name=op.f("uq_roll_check_uid")),
    )
    op.create_table(
        "aid_objection",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["public_notice.id"], name=op.f("fk_aid_objection_notice_id_public_notice")
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_aid_objection_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_objection")),
        sa.UniqueConstraint("uid", name=op.f("uq_aid_objection_uid")),
    )
    with op.batch_alter_table("aid_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_objection_notice_id"), ["notice_id"], unique=False)
    op.create_table(
        "aid_recognition",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("income", sa.String(length=60), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("class_level", sa.String(length=8), nullable=False),
        sa.Column("class_note", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("decision_note", sa.String(length=300), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_aid_recognition_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_recognition")),
        sa.UniqueConstraint("uid", name=op.f("uq_aid_recognition_uid")),
        sa.UniqueConstraint("year", "pupil_id", name=op.f("uq_aid_recognition_year_pupil_id")),
    )
    with op.batch_alter_table("aid_recognition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_recognition_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "bank_card",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("bank", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_bank_card_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_card")),
        sa.UniqueConstraint("uid", name=op.f("uq_bank_card_uid")),
    )
    with op.batch_alter_table("bank_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_card_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_bank_card_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "bed_stay",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("dormitory_id", sa.Integer(), nullable=False),
        sa.Column("bed", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["dormitory_id"], ["dormitory.id"], name=op.f("fk_bed_stay_dormitory_id_dormitory")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_bed_stay_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_stay")),
        sa.UniqueConstraint("uid", name=op.f("uq_bed_stay_uid")),
    )
    with op.batch_alter_table("bed_stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bed_stay_dormitory_id"), ["dormitory_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bed_stay_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "concern_level",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.String(length=4), nullable=False),
        sa.Column("proposed", sa.String(length=4), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_concern_level_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_level")),
        sa.UniqueConstraint("uid", name=op.f("uq_concern_level_uid")),
    )
    with op.batch_alter_table("concern_level", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_level_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "concern_mark",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("marked_by", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=300), nullable=False),
        sa.Column("ended_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_concern_mark_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_mark")),
        sa.UniqueConstraint("uid", name=op.f("uq_concern_mark_uid")),
    )
    with op.batch_alter_table("concern_mark", schema=None) as batch_op:
        batch_op.create_index("ix_concern_mark_pupil_id_kind", ["pupil_id", "kind"], unique=False)
    op.create_table(
        "destination",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("school_name", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=120), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("proven_on", sa.Date(), nullable=True),
        sa.Column("certificate", sa.String(length=60), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("collected_by", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_destination_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destination")),
        sa.UniqueConstraint("pupil_id", name=op.f("uq_destination_pupil_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_destination_uid")),
    )
    op.create_table(
        "elsewhere_stay",
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("area_child_id", sa.Integer(), nullable=True),
        sa.Column("school_name", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=120), nullable=False),
        sa.Column("with_whom", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("minder", sa.String(length=60), nullable=False),
        sa.Column("minder_phone", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=60), nullable=False),
        sa.Column("next_due", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_child_id"], ["area_child.id"], name=op.f("fk_elsewhere_stay_area_child_id_area_child")
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_elsewhere_stay_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elsewhere_stay")),
        sa.UniqueConstraint("uid", name=op.f("uq_elsewhere_stay_uid")),
    )
    with op.batch_alter_table("elsewhere_stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elsewhere_stay_area_child_id"), ["area_child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elsewhere_stay_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "enrolment_event",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_class_id", sa.Integer(), nullable=True),
        sa.Column("to_class_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("reason_code", sa.String(length=4), nullable=False),
        sa.Column("approval", sa.String(length=60), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("expected_return", sa.Date(), nullable=True),
        sa.Column("receipt_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=200), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_class_id"], ["school_class.id"], name=op.f("fk_enrolment_event_from_class_id_school_class")
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_enrolment_event_pupil_id_pupil")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["enrolment_event.id"], name=op.f("fk_enrolment_event_replaces_id_enrolment_event")
        ),
        sa.ForeignKeyConstraint(
            ["to_class_id"], ["school_class.id"], name=op.f("fk_enrolment_event_to_class_id_school_class")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_enrolment_event_uid")),
    )
    with op.batch_alter_table("enrolment_event", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_event_day", ["day"], unique=False)
        batch_op.create_index("ix_enrolment_event_pupil_id_day", ["pupil_id", "day"], unique=False)
    op.create_table(
        "family_member",
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("id_number", sa.String(length=30), nullable=True),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("matched_by", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["poor_family.id"], name=op.f("fk_family_member_family_id_poor_family")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_family_member_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_member")),
        sa.UniqueConstraint("uid", name=op.f("uq_family_member_uid")),
    )
    with op.batch_alter_table("family_member", schema=None) as batch_op:
        batch_op.create_index("ix_family_member_family_id", ["family_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_member_id_number"), ["id_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_member_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "fund_entry",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_fund_entry_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_fund_entry_uid")),
    )
    with op.batch_alter_table("fund_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_entry_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "home_lesson",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("teachers", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("materials", sa.String(length=200), nullable=False),
        sa.Column("homework", sa.String(length=200), nullable=False),
        sa.Column("family_word", sa.String(length=200), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_home_lesson_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_lesson")),
        sa.UniqueConstraint("uid", name=op.f("uq_home_lesson_uid")),
    )
    with op.batch_alter_table("home_lesson", schema=None) as batch_op:
        batch_op.create_index("ix_home_lesson_pupil_id_day", ["pupil_id", "day"], unique=False)
    op.create_table(
        "home_teaching_plan",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(length=8), nullable=False),
        sa.Column("per_month", sa.Integer(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("teachers", sa.String(length=120), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_home_teaching_plan_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_teaching_plan")),
        sa.UniqueConstraint("pupil_id", "year", "season", name=op.f("uq_home_teaching_plan_pupil_id_year_season")),
        sa.UniqueConstraint("uid", name=op.f("uq_home_teaching_plan_uid")),
    )
    op.create_table(
        "honesty_mark",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("word", sa.String(length=300), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_honesty_mark_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honesty_mark")),
        sa.UniqueConstraint("pupil_id", "day", name=op.f("uq_honesty_mark_pupil_id_day")),
        sa.UniqueConstraint("uid", name=op.f("uq_honesty_mark_uid")),
    )
    op.create_table(
        "pair",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("helper_pupil_id", sa.Integer(), nullable=True),
        sa.Column("helper_name", sa.String(length=60), nullable=False),
        sa.Column("helper_unit", sa.String(length=80), nullable=False),
        sa.Column("helper_phone", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("aim", sa.String(length=300), nullable=False),
        sa.Column("talks_per_month", sa.Integer(), nullable=False),
        sa.Column("visits_per_month", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summed_up_on", sa.Date(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["follows_id"], ["pair.id"], name=op.f("fk_pair_follows_id_pair")),
        sa.ForeignKeyConstraint(["helper_pupil_id"], ["pupil.id"], name=op.f("fk_pair_helper_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_pair_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_pair_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.UniqueConstraint("uid", name=op.f("uq_pair_uid")),
    )
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_helper_pupil_id"), ["helper_pupil_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_pupil_id"), ["pupil_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "pair_wish",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("helper_pupil_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["helper_pupil_id"], ["pupil.id"], name=op.f("fk_pair_wish_helper_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_pair_wish_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_pair_wish_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_wish")),
        sa.UniqueConstraint(
            "pupil_id", "staff_id", "helper_pupil_id", name=op.f("uq_pair_wish_pupil_id_staff_id_helper_pupil_id")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_pair_wish_uid")),
    )
    with op.batch_alter_table("pair_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_wish_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "payment_line",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("class_name", sa.String(length=40), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("card_number", sa.String(length=30), nullable=False),
        sa.Column("card_holder", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["payment_list.id"], name=op.f("fk_payment_line_list_id_payment_list")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_payment_line_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
        sa.UniqueConstraint("list_id", "pupil_id", name=op.f("uq_payment_line_list_id_pupil_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_payment_line_uid")),
    )
    with op.batch_alter_table("payment_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_line_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "placement",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("disability", sa.String(length=10), nullable=False),
        sa.Column("degree", sa.String(length=10), nullable=False),
        sa.Column("certificate", sa.String(length=40), nullable=False),
        sa.Column("school_name", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_placement_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("uid", name=op.f("uq_placement_uid")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "roll_difference",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("id_number", sa.String(length=30), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("outcome_note", sa.String(length=300), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["roll_check.id"], name=op.f("fk_roll_difference_check_id_roll_check")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_roll_difference_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_difference")),
        sa.UniqueConstraint("uid", name=op.f("uq_roll_difference_uid")),
    )
    with op.batch_alter_table("roll_difference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_difference_check_id"), ["check_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roll_difference_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "support_plan",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(length=8), nullable=False),
        sa.Column("causes", sa.Text(), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=False),
        sa.Column("strengths", sa.String(length=300), nullable=False),
        sa.Column("long_goal", sa.String(length=300), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("middle_summary", sa.Text(), nullable=False),
        sa.Column("middle_on", sa.Date(), nullable=True),
        sa.Column("final_summary", sa.Text(), nullable=False),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_support_plan_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan")),
        sa.UniqueConstraint("pupil_id", "year", "season", name=op.f("uq_support_plan_pupil_id_year_season")),
        sa.UniqueConstraint("uid", name=op.f("uq_support_plan_uid")),
    )
    op.create_table(
        "survey_line",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=False),
        sa.Column("measure_by", sa.String(length=60), nullable=False),
        sa.Column("measure_done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_survey_line_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_line_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_line")),
        sa.UniqueConstraint("survey_id", "pupil_id", name=op.f("uq_survey_line_survey_id_pupil_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_survey_line_uid")),
    )
    with op.batch_alter_table("survey_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_line_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "suspect",
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("id_number", sa.String(length=40), nullable=False),
        sa.Column("id_trouble", sa.String(length=200), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("guardian", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("explanation", sa.String(length=500), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("matched_by", sa.String(length=20), nullable=False),
        sa.Column("parked", sa.String(length=200), nullable=False),
        sa.Column("found_where", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(length=120), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("signed_off_by", sa.String(length=60), nullable=False),
        sa.Column("signed_off_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_suspect_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspect")),
        sa.UniqueConstraint("uid", name=op.f("uq_suspect_uid")),
    )
    with op.batch_alter_table("suspect", schema=None) as batch_op:
        batch_op.create_index("ix_suspect_id_number", ["id_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspect_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspect_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "talk",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("talker", sa.String(length=60), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_talk_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_talk_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("uid", name=op.f("uq_talk_uid")),
    )
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.create_index("ix_talk_pupil_id_day", ["pupil_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_staff_id"), ["staff_id"], unique=False)
    op.create_table(
        "term_mark",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(length=8), nullable=False),
        sa.Column("exam", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("full", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_term_mark_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_mark")),
        sa.UniqueConstraint(
            "pupil_id", "year", "season", "exam", "subject", name=op.f("uq_term_mark_pupil_id_year_season_exam_subject")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_term_mark_uid")),
    )
    op.create_table(
        "visit_plan",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(length=8), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_visit_plan_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_visit_plan_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_plan")),
        sa.UniqueConstraint("uid", name=op.f("uq_visit_plan_uid")),
        sa.UniqueConstraint("year", "season", "pupil_id", name=op.f("uq_visit_plan_year_season_pupil_id")),
    )
    with op.batch_alter_table("visit_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_plan_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "visit_pupil",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_visit_pupil_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_pupil_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_pupil")),
        sa.UniqueConstraint("uid", name=op.f("uq_visit_pupil_uid")),
        sa.UniqueConstraint("visit_id", "pupil_id", name=op.f("uq_visit_pupil_visit_id_pupil_id")),
    )
    with op.batch_alter_table("visit_pupil", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_pupil_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "week_note",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("diary", sa.Text(), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("remarked_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_week_note_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_note")),
        sa.UniqueConstraint("pupil_id", "week", name=op.f("uq_week_note_pupil_id_week")),
        sa.UniqueConstraint("uid", name=op.f("uq_week_note_uid")),
    )
    op.create_table(
        "elsewhere_check",
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("found", sa.String(length=200), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("checked_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["elsewhere_stay.id"], name=op.f("fk_elsewhere_check_stay_id_elsewhere_stay")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elsewhere_check")),
        sa.UniqueConstraint("uid", name=op.f("uq_elsewhere_check_uid")),
    )
    with op.batch_alter_table("elsewhere_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elsewhere_check_stay_id"), ["stay_id"], unique=False)
    op.create_table(
        "enrolment_paper",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["enrolment_event.id"], name=op.f("fk_enrolment_paper_event_id_enrolment_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_paper")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_enrolment_paper_event_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_enrolment_paper_uid")),
    )
    with op.batch_alter_table("enrolment_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_paper_event_id"), ["event_id"], unique=False)
    op.create_table(
        "help_log",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_help_log_pair_id_pair")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_help_log_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_log")),
        sa.UniqueConstraint("uid", name=op.f("uq_help_log_uid")),
    )
    with op.batch_alter_table("help_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_log_pair_id"), ["pair_id"], unique=False)
        batch_op.create_index("ix_help_log_pupil_id_day", ["pupil_id", "day"], unique=False)
    op.create_table(
        "plan_cycle",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("rating", sa.String(length=8), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["support_plan.id"], name=op.f("fk_plan_cycle_plan_id_support_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_cycle")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_cycle_plan_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_cycle_uid")),
    )
    op.create_table(
        "plan_goal",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["support_plan.id"], name=op.f("fk_plan_goal_plan_id_support_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_goal")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_goal_uid")),
    )
    with op.batch_alter_table("plan_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_goal_plan_id"), ["plan_id"], unique=False)
    op.create_table(
        "return_case",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("suspect_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_from", sa.String(length=12), nullable=False),
        sa.Column("sign", sa.String(length=300), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("whereabouts", sa.String(length=200), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_how", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("closed_by", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["staff_member.id"], name=op.f("fk_return_case_holder_id_staff_member")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_return_case_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["suspect_id"], ["suspect.id"], name=op.f("fk_return_case_suspect_id_suspect")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_case")),
        sa.UniqueConstraint("uid", name=op.f("uq_return_case_uid")),
    )
    with op.batch_alter_table("return_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_case_pupil_id"), ["pupil_id"], unique=False)
    op.create_table(
        "case_episode",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_how", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["return_case.id"], name=op.f("fk_case_episode_case_id_return_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_episode")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_episode_case_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_case_episode_uid")),
    )
    op.create_table(
        "case_handover",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("handed_to", sa.String(length=120), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["return_case.id"], name=op.f("fk_case_handover_case_id_return_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handover")),
        sa.UniqueConstraint("uid", name=op.f("uq_case_handover_uid")),
    )
    with op.batch_alter_table("case_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_handover_case_id"), ["case_id"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=300), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["return_case.id"], name=op.f("fk_case_step_case_id_return_case")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_case_step_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
        sa.UniqueConstraint("uid", name=op.f("uq_case_step_uid")),
    )
    with op.batch_alter_table("case_step", schema=None) as batch_op:
        batch_op.create_index("ix_case_step_case_id_day", ["case_id", "day"], unique=False)
    op.create_table(
        "case_watch",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=60), nullable=False),
        sa.Column("there", sa.Boolean(), nullable=True),
        sa.Column("read", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["return_case.id"], name=op.f("fk_case_watch_case_id_return_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_watch")),
        sa.UniqueConstraint("uid", name=op.f("uq_case_watch_uid")),
    )
    with op.batch_alter_table("case_watch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_watch_case_id"), ["case_id"], unique=False)
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delivered_by", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("delivery", sa.String(length=12), server_default="", nullable=False))
        batch_op.add_column(sa.Column("witness", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("deadline", sa.Date(), nullable=True))
