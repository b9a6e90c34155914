"""Tables of who comes and who goes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kongchuo_desktop.storage.schema import Base, Record


class EnrolmentEvent(Record, Base):
    """One 学籍异动 with its day in force. What the pupil's row says of status and class follows from the last one.

    An event taken back stays, with `withdrawn_at`; the one entered in its place names it in `replaces_id`.
    """

    __tablename__ = "enrolment_event"
    __table_args__ = (
        Index("ix_enrolment_event_pupil_id_day", "pupil_id", "day"),
        Index("ix_enrolment_event_day", "day"),
    )

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    kind: Mapped[str] = mapped_column(String(8))  # 新生 转入 转出 休学 复学 退学 跳级 留级 死亡 毕业 结业 出国 辍学 …
    day: Mapped[date]  # in force from this day
    from_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"), default=None)
    to_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"), default=None)
    place: Mapped[str] = mapped_column(String(120), default="")  # school it comes from or goes to
    region: Mapped[str] = mapped_column(String(120), default="")  # where that is: 省市县
    reason: Mapped[str] = mapped_column(String(200), default="")
    reason_code: Mapped[str] = mapped_column(String(4), default="")  # JY/T 1001 XJYDYY
    approval: Mapped[str] = mapped_column(String(60), default="")  # 审批文号, number of the old school's letter
    approved_on: Mapped[date | None] = mapped_column(default=None)
    expected_return: Mapped[date | None] = mapped_column(default=None)  # of 休学
    receipt_on: Mapped[date | None] = mapped_column(default=None)  # 回执 of the receiving school is in
    receipt: Mapped[str] = mapped_column(String(120), default="")  # its number, or what proves the enrolment elsewhere
    note: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(Text, default="{}")  # JSON: the pupil's status, class and dates before it
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_why: Mapped[str] = mapped_column(String(200), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment_event.id"), default=None)


class EnrolmentPaper(Record, Base):
    """A paper that a change needs (转学申请表, 诊断证明 …) and when it came in."""

    __tablename__ = "enrolment_paper"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("enrolment_event.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    needed: Mapped[bool] = mapped_column(default=True)
    received_on: Mapped[date | None] = mapped_column(default=None)
    number: Mapped[str] = mapped_column(String(60), default="")


class AreaChild(Record, Base):
    """A school-age child of the service area (服务区适龄儿童) who is not a pupil here."""

    __tablename__ = "area_child"

    name: Mapped[str] = mapped_column(String(60), index=True)
    sex: Mapped[str] = mapped_column(String(1), default="")
    birth_date: Mapped[date | None] = mapped_column(default=None)
    id_number: Mapped[str | None] = mapped_column(String(30), default=None, index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), default=None)
    address: Mapped[str] = mapped_column(String(200), default="")
    guardian_name: Mapped[str] = mapped_column(String(60), default="")
    guardian_phone: Mapped[str] = mapped_column(String(40), default="")
    disability: Mapped[str] = mapped_column(String(20), default="")
    placement: Mapped[str] = mapped_column(String(20), default="未查明")  # 在外就读 未入学 延缓入学 免学 出国 已毕业 …
    school_name: Mapped[str] = mapped_column(String(120), default="")  # where it attends
    proof: Mapped[str] = mapped_column(String(200), default="")
    checked_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date | None] = mapped_column(default=None)  # moved away, over age, became a pupil
    closed_why: Mapped[str] = mapped_column(String(60), default="")


class ElsewhereStay(Record, Base):
    """随迁就读: a child of ours that attends elsewhere, followed until it comes back or is settled there."""

    __tablename__ = "elsewhere_stay"

    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None, index=True)
    area_child_id: Mapped[int | None] = mapped_column(ForeignKey("area_child.id"), default=None, index=True)
    school_name: Mapped[str] = mapped_column(String(120), default="")
    region: Mapped[str] = mapped_column(String(120), default="")
    with_whom: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    minder: Mapped[str] = mapped_column(String(60), default="")  # 监管人 named by the village
    minder_phone: Mapped[str] = mapped_column(String(40), default="")
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    ended_why: Mapped[str] = mapped_column(String(60), default="")
    next_due: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(200), default="")


class ElsewhereCheck(Record, Base):
    """One confirmation that a child still attends elsewhere: when, how, by whom, what it rests on."""

    __tablename__ = "elsewhere_check"

    stay_id: Mapped[int] = mapped_column(ForeignKey("elsewhere_stay.id"), index=True)
    day: Mapped[date]
    how: Mapped[str] = mapped_column(String(20), default="")  # 电话 视频 平台 回执 上门
    found: Mapped[str] = mapped_column(String(200), default="")
    proof: Mapped[str] = mapped_column(String(200), default="")
    checked_by: Mapped[str] = mapped_column(String(60), default="")


class RollCheck(Record, Base):
    """One check of the roll: a class counted at term start (presence), or lists compared (lists)."""

    __tablename__ = "roll_check"

    kind: Mapped[str] = mapped_column(String(10))  # presence | lists
    day: Mapped[date]
    title: Mapped[str] = mapped_column(String(120), default="")
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"), default=None)
    opens: Mapped[date | None] = mapped_column(default=None)  # first day of the term that a presence check is of
    counted: Mapped[int] = mapped_column(default=0)  # children seen, or rows compared
    lists: Mapped[str] = mapped_column(Text, default="[]")  # JSON: of each list its label, file name and rows
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(60), default="")


class RollDifference(Record, Base):
    """What a check brought up about one child; closed by its own act with an outcome."""

    __tablename__ = "roll_difference"

    check_id: Mapped[int] = mapped_column(ForeignKey("roll_check.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # 籍在人不在 人在籍不在 无学籍 证件号不符 信息不符 重复
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), default=None, index=True)
    name: Mapped[str] = mapped_column(String(60))
    id_number: Mapped[str] = mapped_column(String(30), default="")
    birth_date: Mapped[date | None] = mapped_column(default=None)
    details: Mapped[str] = mapped_column(Text, default="{}")  # JSON: what each list says
    outcome: Mapped[str] = mapped_column(String(20), default="")  # 已转出 重复 证件号已更正 已立案 …
    outcome_note: Mapped[str] = mapped_column(String(300), default="")
    closed_on: Mapped[date | None] = mapped_column(default=None)
    closed_by: Mapped[str] = mapped_column(String(60), default="")


class Destination(Record, Base):
    """Where a graduate went (毕业去向), proven how, and its 义务教育证书."""

    __tablename__ = "destination"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), unique=True)
    year: Mapped[int]  # school year of the graduation
    kind: Mapped[str] = mapped_column(String(12), default="")  # 初中 普通高中 中职 外地就读 务工 未升学 …
    school_name: Mapped[str] = mapped_column(String(120), default="")
    region: Mapped[str] = mapped_column(String(120), default="")
    proof: Mapped[str] = mapped_column(String(200), default="")
    proven_on: Mapped[date | None] = mapped_column(default=None)
    certificate: Mapped[str] = mapped_column(String(60), default="")  # number of the certificate
    certified_on: Mapped[date | None] = mapped_column(default=None)
    collected_by: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(200), default="")


class Dormitory(Record, Base):
    """A room of boarders (寝室)."""

    __tablename__ = "dormitory"
    __table_args__ = (UniqueConstraint("campus_id", "name"),)

    campus_id: Mapped[int] = mapped_column(ForeignKey("campus.id"))
    name: Mapped[str] = mapped_column(String(40))
    sex: Mapped[str] = mapped_column(String(1), default="")  # 男 | 女 | "" mixed small ones
    beds: Mapped[int] = mapped_column(default=8)
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), default=None)
    note: Mapped[str] = mapped_column(String(200), default="")


class BedStay(Record, Base):
    """A boarder's bed from a day to a day (both included; until None = still)."""

    __tablename__ = "bed_stay"

    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    dormitory_id: Mapped[int] = mapped_column(ForeignKey("dormitory.id"), index=True)
    bed: Mapped[str] = mapped_column(String(10), default="")
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class CombinedRoom(Record, Base):
    """复式班: classes of several grades taught in one room, from a day to a day."""

    __tablename__ = "combined_room"

    name: Mapped[str] = mapped_column(String(40))
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class CombinedClass(Record, Base):
    """A class of a 复式班."""

    __tablename__ = "combined_class"
    __table_args__ = (UniqueConstraint("room_id", "class_id"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("combined_room.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))


class FormMap(Record, Base):
    """An office's own form (上报表样) and the map that says which cells take which values."""

    __tablename__ = "form_map"

    title: Mapped[str] = mapped_column(String(80), unique=True)
    office: Mapped[str] = mapped_column(String(80), default="")  # who asks for it
    file_name: Mapped[str] = mapped_column(String(120), default="")
    form: Mapped[bytes] = mapped_column(LargeBinary)  # the .xlsx as it came
    fills: Mapped[str] = mapped_column(Text, default="{}")  # JSON of the map
    changed_at: Mapped[datetime]
    filled_on: Mapped[date | None] = mapped_column(default=None)  # last filled from the book
