"""What the papers of visits say: the form taken along, the record kept, the route of an afternoon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kongchuo_desktop.documents.form_content import (
    Box,
    Boxes,
    Form,
    Grid,
    GridColumn,
    Picture,
    Pictures,
    Signatures,
    Words,
)
from kongchuo_desktop.reports.visits_coverage import contacts
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits.coverage_rules import Family
from kongchuo_desktop.school.visits.rules import FORMS, PURPOSES
from kongchuo_desktop.school.visits.service import VisitFacts

MOST_ADULTS = 3


@dataclass(frozen=True)
class FamilySheet:
    """A family as a form is pre-filled: children with the adults of the first, who is to go, what was last.

    The family sees this paper: nothing on it says that it is one of the key families.
    """

    people: tuple[PupilFacts, ...]
    visitor: str
    address: str
    last: VisitFacts | None = None


def on_paper(day: date | None) -> str:
    """2026年10月8日, or room to write it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　年　　月　　日"


def ticks(options: Sequence[str], chosen: str = "") -> str:
    """□入户  ■电话: boxes to tick by hand, the chosen one ticked."""
    return "  ".join(f"{'■' if option == chosen else '□'}{option}" for option in options)


def visit_form(sheet: FamilySheet, *, school: str) -> Form:
    """A form to take along, one page: what the book knows is filled in, the rest is room to write."""
    rows: list[tuple[Box, ...]] = [
        *_family_rows(sheet.people, sheet.address),
        (Box("家访日期", on_paper(None)), Box("方式", ticks(FORMS), 1.2)),
        (Box("家访人", sheet.visitor), Box("同行人员")),
        (Box("在家人员", "", lines=1),),
        (Box("家访目的", f"{ticks(PURPOSES[:5])}\n{ticks(PURPOSES[5:])}  □其他："),),
    ]
    if sheet.last is not None:
        rows.append((Box("上次家访", _last(sheet.last)),))
    rows += [
        (Box("了解到的\n情况", "", lines=6),),
        (Box("家长意见\n和诉求", "", lines=2),),
        (Box("商定措施", "", lines=4),),
        (Box("家长承诺", "", 2.2, lines=1), Box("期限")),
        (Box("下次家访", "　　　年　　月　　日"), Box("登记编号")),
    ]
    return _form("家访记录表", tuple(rows), sheet.people, school)


def visit_record(
    visit: VisitFacts, people: Sequence[PupilFacts], *, school: str, pictures: Sequence[Picture] = ()
) -> Form:
    """A visit as it was recorded, to be signed and filed."""
    address = visit.place or next((one for one in map(address_of, people) if one), "")
    done = f"{on_paper(visit.promise_kept_on)}：{visit.promise_outcome}" if visit.promise_kept_on else "未落实"
    due = f"{visit.promise_due:%Y-%m-%d}" if visit.promise_due else ""
    rows: list[tuple[Box, ...]] = [
        *_family_rows(people, address),
        (Box("家访日期", on_paper(visit.day)), Box("方式", ticks(FORMS, visit.form), 1.3)),
        (Box("家访人", "、".join(visit.visitors)), Box("同行人员", visit.others)),
        (Box("在家人员", visit.at_home), Box("家访目的", visit.purpose)),
        (Box("了解到的\n情况", visit.found, lines=6),),
        (Box("商定措施", visit.measures, lines=4),),
        (Box("家长承诺", visit.promise or "无", 2.2, lines=2), Box("期限", due)),
    ]
    if visit.promise:
        rows.append((Box("落实情况", done),))
    rows.append(
        (Box("下次家访", on_paper(visit.next_on) if visit.next_on else "未约定"), Box("登记人", visit.recorded_by))
    )
    form = _form("家访记录表", tuple(rows), people, school, number=visit.number)
    if not pictures:
        return form
    return replace(form, blocks=(*form.blocks, Words("家访照片", "heading"), Pictures(tuple(pictures))))


def _family_rows(people: Sequence[PupilFacts], address: str) -> list[tuple[Box, ...]]:
    rows: list[tuple[Box, ...]] = []
    for place, child in enumerate(people):
        name, room = Box("同户学生" if place else "学生姓名", child.name), Box("班级", child.class_name)
        rows.append((name, room, Box("性别", child.sex, 0.6), Box("出生", child.birth)))
    adults = people[0].guardians[:MOST_ADULTS] if people else ()
    words = "；".join(" ".join(filter(None, (adult.relation, adult.name, adult.phone))) for adult in adults)
    rows += [(Box("家长\n及电话", words),), (Box("家庭住址", address),)]
    return rows


def _last(visit: VisitFacts) -> str:
    told = f"{on_paper(visit.day)}{visit.form}，{visit.who}"
    if visit.promise:
        told += f"；家长承诺：{visit.promise}（{'已落实' if visit.promise_kept_on else '未落实'}）"
    return told


def _form(
    title: str, rows: tuple[tuple[Box, ...], ...], people: Sequence[PupilFacts], school: str, *, number: str = ""
) -> Form:
    first = people[0] if people else None
    return Form(
        title, (Boxes(rows), Signatures(("家访人（签字）", "家长（签字）"))), school=school, number=number,
        name="、".join(child.name for child in people), group=first.class_name if first else "",
        foot="本表含家庭信息，只供学校家访和归档使用，不得外传。",
    )  # fmt: skip


def address_of(child: PupilFacts) -> str:
    """The address that the child's record has, by village where it has none."""
    fields = child.fields
    return fields.get("current_address") or fields.get("home_address") or child.village


ROUTE = (
    GridColumn("序号", 0.5, "center"), GridColumn("组", 0.6, "center"), GridColumn("住址", 2.2),
    GridColumn("学生（班级）", 1.8), GridColumn("家长和电话", 2.4), GridColumn("家访人", 0.9),
    GridColumn("上次家访", 1.0, "center"), GridColumn("到访情况", 2.2),
)  # fmt: skip


def routes(families: Sequence[Family], people: Mapping[PupilId, PupilFacts], *, school: str, on: date) -> list[Form]:
    """A sheet for each village, its families in the order in which they live."""
    by_village: dict[str, list[Family]] = {}
    for family in families:
        by_village.setdefault(family.village or "村未登记", []).append(family)
    return [
        Form(
            "家访路线表",
            (
                Grid(ROUTE, tuple(_route_row(n, one, people) for n, one in enumerate(mine, start=1))),
                Signatures(("带队（签字）", "村（签字）")),
            ),
            school=school, subtitle=f"{village}　共{len(mine)}户　{on_paper(on)}", name=village, group=village,
            landscape=True, foot="本表含家庭信息，只供学校家访使用，用后收回。",
        )
        for village, mine in by_village.items()
    ]  # fmt: skip


def _route_row(n: int, family: Family, people: Mapping[PupilId, PupilFacts]) -> tuple[str, ...]:
    children = "；".join(f"{child.name}（{child.class_name}）" for child in family.children)
    last = max((*family.seen_on, *family.other_on), default=None)
    return (
        str(n), family.group, family.address, children, contacts(people.get(family.key)), family.visitor,
        f"{last:%m-%d}" if last else "", "",
    )  # fmt: skip
