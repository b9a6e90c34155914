"""What the book holds and what to do next: the first page before daily work begins."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.completeness import count_incomplete
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.staff import service as staff_room


@dataclass(frozen=True)
class ClassLine:
    """One class on the first page."""

    class_id: int
    name: str
    head: str
    pupils: int
    boarders: int
    parent_signed: int  # 学校—家长 agreements of this year that came back signed


@dataclass(frozen=True)
class NextStep:
    """One thing to do now: a key that the page knows, the sentence, and how many it concerns."""

    key: str
    sentence: str
    count: int = 0


@dataclass(frozen=True)
class Overview:
    """The whole first page."""

    school: identity.SchoolFacts
    term: str
    pupils: int
    boys: int
    girls: int
    boarders: int
    classes: tuple[ClassLine, ...]
    staff: int
    villages: int
    layers: tuple[agreements.LayerState, ...]
    steps: tuple[NextStep, ...]


def overview(session: Session, *, today: date) -> Overview:
    """Everything that the first page says."""
    school = identity.school(session)
    term = identity.current_term(session, today=today)
    sexes: dict[str, int] = dict(
        session.execute(select(Pupil.sex, func.count()).where(Pupil.status == "在读").group_by(Pupil.sex)).all()
    )
    lines = _class_lines(session, today=today, year=school.current_year)
    layers = agreements.layers(session, today=today)
    people = staff_room.staff(session, today=today)
    return Overview(
        school=school,
        term=term.name if term else "",
        pupils=sum(sexes.values()),
        boys=sexes.get("男", 0),
        girls=sexes.get("女", 0),
        boarders=sum(line.boarders for line in lines),
        classes=lines,
        staff=len(people),
        villages=len(identity.villages(session)),
        layers=layers,
        steps=_steps(session, lines, len(people), sum(sexes.values()), layers, today),
    )


def _class_lines(session: Session, *, today: date, year: int) -> tuple[ClassLine, ...]:
    counts = pupil_room.class_counts(session)
    boarders: dict[int | None, int] = dict(
        session.execute(
            select(Pupil.class_id, func.count())
            .where(Pupil.status == "在读", Pupil.boarding.is_(True))
            .group_by(Pupil.class_id)
        ).all()
    )
    signed = agreements.parents_signed_by_class(session, year=year)
    return tuple(
        ClassLine(
            room.id,
            room.full_name,
            room.head,
            counts.get(room.id, 0),
            boarders.get(room.id, 0),
            signed.get(room.id, 0),
        )
        for room in class_room.classes(session, today=today)
    )


def _steps(
    session: Session,
    lines: tuple[ClassLine, ...],
    staff: int,
    pupils: int,
    layers: tuple[agreements.LayerState, ...],
    today: date,
) -> tuple[NextStep, ...]:
    steps = []
    if not pupils:
        steps.append(NextStep("import-pupils", "导入学生名册：选学校现有的 Excel 花名册，程序先预览再写入。"))
    if not staff:
        steps.append(NextStep("import-staff", "导入教职工名册：班主任、包村、领导小组一次带进来。"))
    headless = sum(1 for line in lines if not line.head)
    if staff and headless:
        steps.append(NextStep("class-heads", f"有 {headless} 个班还没有班主任，请指定。", headless))
    incomplete = count_incomplete(session)
    if incomplete:
        steps.append(
            NextStep(
                "incomplete", f"有 {incomplete} 名学生资料不全（缺证件号、学籍号、出生日期或家长电话等）。", incomplete
            )
        )
    for layer in layers:
        if pupils and staff and layer.signers and layer.issued < layer.signers:
            steps.append(
                NextStep(
                    f"print-{layer.kind}",
                    f"打印{layer.title}：应签 {layer.signers} 份，还有 {layer.signers - layer.issued} 份未印发。",
                    layer.signers - layer.issued,
                )
            )
        elif layer.issued > layer.signed:
            steps.append(
                NextStep(
                    f"collect-{layer.kind}",
                    f"收回{layer.title}：已印发 {layer.issued} 份，还有 {layer.issued - layer.signed} 份未签回。",
                    layer.issued - layer.signed,
                )
            )
    return tuple(steps)
