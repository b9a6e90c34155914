"""重点关爱登记表 and its counts. No level of concern is on any of them: those stay in the school."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import CLASS, rooms_asked
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import service
from kongchuo_desktop.school.concern.kinds import kinds
from kongchuo_desktop.school.concern.left_behind import Definition
from kongchuo_desktop.school.concern.proposals import DECLINED, LEFT_BEHIND
from kongchuo_desktop.school.concern.rules import GROUPS, Kind
from kongchuo_desktop.school.concern.service import MarkFacts
from kongchuo_desktop.school.concern.whereabouts import definition
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts

GROUP = "重点关爱"
KIND_ASKED = Choice("kind", "类别", source="concern_kinds")
VILLAGE = Choice("village", "村", source="villages")
ENDED = Choice("ended", "已解除的", (("", "不列"), ("yes", "也列出来")))
PORTRAIT = 6  # classes that fit an upright page
INSIDE = "本表只供学校帮扶使用，不公示、不外传。"


def subtitle(session: Session, today: date) -> str:
    """School, school year and day."""
    school = identity.school(session)
    return f"{school.name}  {year_name(school.current_year)}  {today:%Y-%m-%d}"


def chosen(session: Session, answers: Mapping[str, str], today: date) -> tuple[PupilFacts, ...]:
    """Children on the roll of the class and village asked for."""
    if answers.get("class"):
        rooms_asked(session, {"class": answers["class"]}, today)  # says so when there is no such class
    if answers.get("village"):
        names = [village.name for village in identity.villages(session)]
        if answers["village"] not in names:
            raise UserError(f"没有“{answers['village']}”这个村，现有：{'、'.join(names) or '还没有村'}。")
    return tuple(
        person
        for person in pupil_room.pupils(session, today=today)
        if answers.get("class", "") in ("", person.class_name) and answers.get("village", "") in ("", person.village)
    )


def register(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Every mark with since, why and by whom; on wish also what has ended, with the reason."""
    answers = checked(REGISTER, choices)
    known = kinds(session, unused=True)
    wanted = _kind_asked(answers["kind"], known)
    people = chosen(session, answers, today)
    found = _marks(session, today, ended=answers["ended"] == "yes")
    rows: list[tuple[Cell, ...]] = []
    heads = set()
    for person in people:
        for mark in found.get(person.id, ()):
            if wanted in ("", mark.kind):
                heads.add(person.id)
                rows.append((len(rows) + 1, person.name, person.sex, person.class_name, person.village, *_row(mark)))
    notes = [f"共 {len(heads)} 人，{len(rows)} 项。"]
    if any(row[5] in LEFT_BEHIND.values() for row in rows):
        notes.append(f"{_definition(session, today).printed}。")
    return Table(
        f"{wanted or '重点关爱学生'}登记表", REGISTER_COLUMNS, tuple(rows), subtitle(session, today),
        (*notes, INSIDE), landscape=True,
    )  # fmt: skip


REGISTER_COLUMNS = (
    Column("n", "序号", 6, "center", "number"),
    Column("name", "姓名", 12),
    Column("sex", "性别", 5, "center"),
    Column("class", "班级", 12),
    Column("village", "村", 10),
    Column("kind", "类别", 17),
    Column("since", "起始日期", 12, "center", "date"),
    Column("why", "原因或依据", 34),
    Column("by", "登记人", 9),
    Column("until", "解除日期", 12, "center", "date"),
    Column("ended", "解除原因", 20),
)


def _row(mark: MarkFacts) -> tuple[Cell, ...]:
    why = f"由{mark.why}得出" if mark.id is None else mark.why
    return mark.kind, mark.since, why, mark.by, mark.until, mark.ended_why


def _marks(session: Session, today: date, *, ended: bool) -> dict[int, list[MarkFacts]]:
    found: dict[int, list[MarkFacts]] = {}
    for mark in service.marks(session, on=today):
        found.setdefault(mark.pupil_id, []).append(mark)
    if ended:
        for mark in service.history(session, on=today):
            if mark.until is not None and mark.ended_why != DECLINED and not mark.span.holds(today):
                found.setdefault(mark.pupil_id, []).append(mark)
    return found


def _kind_asked(name: str, known: Mapping[str, Kind]) -> str:
    if name and name not in known:
        raise UserError(f"没有“{name}”这个类别，现有：{'、'.join(known)}。")
    return name


def _definition(session: Session, today: date) -> Definition:
    return definition(session, on=today)


def counts(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Children by kind and class; a child counts in each of its kinds, once in the sum of children."""
    answers = checked(COUNTS, choices)
    people = {person.id: person for person in chosen(session, {"village": answers["village"]}, today)}
    rooms = [room.full_name for room in class_room.classes(session, today=today)]
    seen: Counter[tuple[str, str]] = Counter()
    marked: dict[str, set[int]] = {}
    for mark in service.marks(session, on=today):
        if mark.pupil_id in people:
            room = people[mark.pupil_id].class_name
            seen[mark.kind, room] += 1
            marked.setdefault(room, set()).add(mark.pupil_id)
    known = kinds(session, unused=True)
    listed = [kind for kind in known.values() if any(seen[kind.name, room] for room in ("", *rooms))]
    listed.sort(key=lambda kind: GROUPS.index(kind.group))
    rows: list[tuple[Cell, ...]] = [
        (kind.group, kind.name, *(seen[kind.name, room] or None for room in rooms),
         sum(seen[kind.name, room] for room in ("", *rooms)))
        for kind in listed
    ]  # fmt: skip
    everybody = [len(marked.get(room, ())) for room in rooms]
    rows.append(("", "登记人数（不重复）", *(number or None for number in everybody), sum(map(len, marked.values()))))
    columns = (
        Column("group", "方面", 8),
        Column("kind", "类别", 18),
        *(Column(f"room{place}", room, 10, "center", "number") for place, room in enumerate(rooms)),
        Column("all", "合计", 8, "center", "number"),
    )
    notes = ["同一学生可以有几个类别，各类相加不等于人数。", f"{_definition(session, today).printed}。"]
    return Table(
        "重点关爱学生分类统计表", columns, tuple(rows), subtitle(session, today), tuple(notes),
        landscape=len(rooms) > PORTRAIT,
    )  # fmt: skip


REGISTER = ReportKind(
    "concern", "重点关爱学生登记表", register, (KIND_ASKED, CLASS, VILLAGE, ENDED), group=GROUP,
    about="每个学生的类别、起始、原因、登记人，可以列出已解除的",
)  # fmt: skip
COUNTS = ReportKind(
    "concern_counts", "重点关爱学生分类统计表", counts, (VILLAGE,), group=GROUP, personal=False,
    about="各类、各班人数，不含姓名",
)  # fmt: skip
KINDS = (REGISTER, COUNTS)
