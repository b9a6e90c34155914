"""留守儿童登记表 (headings of the civil-affairs form of 2016, as far as the book knows them) and 一长三员."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS
from kongchuo_desktop.reports.concern import GROUP, INSIDE, VILLAGE, chosen, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.pupil_lists import MASK, masked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.concern import homes, service, whereabouts
from kongchuo_desktop.school.concern.homes import HomeFacts
from kongchuo_desktop.school.concern.kinds import shipped_names
from kongchuo_desktop.school.concern.left_behind import FATHERS, MOTHERS, Judgement
from kongchuo_desktop.school.concern.proposals import LEFT_BEHIND
from kongchuo_desktop.school.concern.whereabouts import ParentFacts
from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pairing.care import CARE_KINDS, CareLine
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

NAMED = 8
BASIS = Choice(
    "basis", "列哪些学生", (("marked", "登记为留守的"), ("judged", "按父母去向够得上的")), "marked"
)  # fmt: skip


def left_behind(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """One row a child: person, home, both parents, who cares; the definition in force stands below."""
    answers = checked(LEFT, choices)
    show = masked if answers["mask"] == "yes" else str
    rule = whereabouts.definition(session, on=today)
    names = shipped_names(session)
    kinds = {names.get(shipped, shipped): sort for sort, shipped in LEFT_BEHIND.items()}
    marked = {mark.pupil_id: kinds[mark.kind] for mark in service.marks(session, on=today) if mark.kind in kinds}
    judged = whereabouts.judgements(session, on=today)
    sorts = {child: found.kind for child, found in judged.items() if found.kind}
    wanted = marked if answers["basis"] == "marked" else sorts
    at = {child.id: home for home in homes.homes(session, on=today) for child in home.children}
    people = [person for person in chosen(session, answers, today) if person.id in wanted]
    rows = tuple(
        (n, *_person(person, at[person.id], show(person.id_number), wanted[person.id]))
        for n, person in enumerate(people, start=1)
    )
    notes = [f"共 {len(rows)} 人。", f"{rule.printed}。"]
    if unlike := [person.name for person in people if _unlike(person.id, judged, marked)]:
        more = f"等 {len(unlike)} 人" if len(unlike) > NAMED else ""
        notes.append(f"登记的类别与父母去向按本口径得出的不同，请核对：{'、'.join(unlike[:NAMED])}{more}。")
    return Table("农村留守儿童登记表", LEFT_COLUMNS, rows, subtitle(session, today), (*notes, INSIDE), landscape=True)


LEFT_COLUMNS = (
    Column("n", "序号", 4, "center", "number"),
    Column("name", "姓名", 8),
    Column("sex", "性别", 4, "center"),
    Column("ethnicity", "民族", 6),
    Column("birth", "出生日期", 10, "center"),
    Column("id", "身份证件号", 18),
    Column("class", "班级", 8),
    Column("home", "现居住地", 14),
    Column("health", "身体情况", 8),
    Column("boarding", "寄宿", 4, "center"),
    Column("kind", "外出", 4, "center"),
    Column("father", "父亲及去向", 14),
    Column("father_phone", "父亲电话", 11),
    Column("mother", "母亲及去向", 14),
    Column("mother_phone", "母亲电话", 11),
    Column("carer", "实际照料人", 10),
    Column("income", "经济来源", 8),
)


def _person(person: PupilFacts, home: HomeFacts, number: str, kind: str) -> tuple[Cell, ...]:
    disability = str(person.fields["disability"] or "")
    health = disability if disability not in ("", "无", "无残疾") else str(person.fields["health"] or "")
    carer = " ".join(filter(None, (home.carer, home.texts.get("carer_phone", ""))))
    mine = {adult.id for adult in person.guardians}
    parents = [item for item in home.parents if item.guardian_id in mine]
    address = str(person.fields["current_address"] or person.fields["home_address"] or person.village)
    return (
        person.name, person.sex, str(person.fields["ethnicity"] or "").removesuffix("族"), person.birth, number,
        person.class_name, address, health.removesuffix("或良好"), "是" if person.boarding else "否", kind,
        *_parent(parents, FATHERS), *_parent(parents, MOTHERS), carer, home.texts.get("income", ""),
    )  # fmt: skip


def _parent(parents: list[ParentFacts], relations: tuple[str, ...]) -> tuple[str, str]:
    """Name and where, and the phone."""
    found = [item for item in parents if item.relation in relations]
    told = "；".join(
        " ".join(filter(None, (item.name, item.stay.state or "去向未登记", item.stay.place))) for item in found
    )
    return told, "；".join(item.phone for item in found if item.phone)


def _unlike(child: PupilId, judged: Mapping[PupilId, Judgement], marked: Mapping[PupilId, str]) -> bool:
    """Whether the mark says one thing and the parents, both of whom are known, are another."""
    found = judged.get(child)
    return found is not None and not found.unknown and found.kind != marked.get(child, "")


def cared(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """一长三员: each left-behind child with its four adults and the last care record."""
    answers = checked(CARE, choices)
    allowed = {person.id: person for person in chosen(session, answers, today)}
    lines = [line for line in care.lines(session, on=today) if line.kind and line.pupil_id in allowed]
    rows = [
        (n, line.name, allowed[line.pupil_id].sex, line.class_name, line.kind, *(_carer(line, k) for k in CARE_KINDS),
         line.recorded_on, line.head)
        for n, line in enumerate(lines, start=1)
    ]  # fmt: skip
    lacking = sum(1 for line in lines if line.lacks)
    told = f"其中 {lacking} 人没有配齐。" if lacking else "都已配齐。"
    return Table(
        "留守儿童“一长三员”花名册", CARE_COLUMNS, tuple(rows), subtitle(session, today),
        (f"共 {len(rows)} 人，{told}", f"{whereabouts.definition(session, on=today).printed}。", INSIDE),
        landscape=True,
    )  # fmt: skip


CARE_COLUMNS = (
    Column("n", "序号", 6, "center", "number"),
    Column("name", "姓名", 10),
    Column("sex", "性别", 5, "center"),
    Column("class", "班级", 12),
    Column("kind", "留守情况", 17),
    *(Column(f"post{place}", kind, 20) for place, kind in enumerate(CARE_KINDS)),
    Column("last", "最近关爱记录", 12, "center", "date"),
    Column("head", "班主任", 9),
)


def _carer(line: CareLine, kind: str) -> str:
    found = line.carers.get(kind)
    return " ".join(filter(None, (found.name, found.unit, found.phone))) if found else ""


LEFT = ReportKind(
    "left_behind", "农村留守儿童登记表", left_behind, (BASIS, CLASS, VILLAGE, MASK), group=GROUP,
    about="按民政登记表的栏目：父母在哪里、谁在照料、经济来源",
)  # fmt: skip
CARE = ReportKind(
    "care", "留守儿童“一长三员”花名册", cared, (CLASS, VILLAGE), group=GROUP,
    about="代理家长和生活、学习、心理辅导员，最近一次关爱记录",
)  # fmt: skip
KINDS = (LEFT, CARE)
