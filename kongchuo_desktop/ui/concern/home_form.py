"""The form of a home: where each parent is first (it changes most), then who cares and how they live."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import homes, whereabouts
from kongchuo_desktop.school.concern.homes import HomeFacts
from kongchuo_desktop.school.concern.left_behind import STATES
from kongchuo_desktop.school.concern.whereabouts import WAYS, ParentFacts, Stay
from kongchuo_desktop.ui.forms.fields import Field, FormPart, Heading

RELATIONS = (
    "祖父",
    "祖母",
    "外祖父",
    "外祖母",
    "父亲",
    "母亲",
    "伯父",
    "伯母",
    "叔叔",
    "姑姑",
    "舅舅",
    "姨妈",
    "哥哥",
    "姐姐",
)
INCOMES = ("父母务工", "种植养殖", "政府救助", "亲友接济", "做小生意")
HEALTH = ("健康", "一般", "多病", "残疾", "年老体弱")
STAY_FIELDS = ("state", "place", "work", "since", "back_expected", "contact_on", "contact_how", "unable")


def parts(facts: HomeFacts) -> list[FormPart]:
    """The fields, parent by parent."""
    made: list[FormPart] = []
    for place, item in enumerate(facts.parents):
        made += _parent(place, item)
    made += [
        Heading("照料和生活"),
        Field("carer_name", "实际照料人", longest=60, hint="平时跟谁住、谁管"),
        Field("carer_relation", "与孩子关系", "choice", choices=_same(RELATIONS), free=True),
        Field("carer_phone", "照料人电话", longest=40),
        Field("carer_age", "照料人年龄", longest=10, width=8),
        Field("carer_health", "照料人身体", "choice", choices=_same(HEALTH), free=True),
        Field("members", "同住的人", longest=200),
        Field("income", "经济来源", "choice", choices=_same(INCOMES), free=True),
        Field("housing", "住房", longest=100),
        Field("note", "备注", "lines", longest=2000),
        Field("known_on", "了解日期", "date", required=True, width=14),
    ]
    return made


def _parent(place: int, item: ParentFacts) -> list[FormPart]:
    key = f"p{place}."
    return [
        Heading(f"{item.relation}　{item.name}"),
        Field(f"{key}state", "现在在哪里", "choice", choices=_same(STATES)),
        Field(f"{key}place", "地点", longest=120, hint="如 浙江温州；在家可以不填"),
        Field(f"{key}work", "做什么", longest=100),
        Field(f"{key}since", "从什么时候起", "date", width=14),
        Field(f"{key}back_expected", "预计什么时候回来", longest=40),
        Field(f"{key}contact_on", "最近联系日期", "date", width=14),
        Field(f"{key}contact_how", "怎样联系的", "choice", choices=_same(WAYS)),
        Field(f"{key}unable", "没有监护能力（重病、重残等）", "flag"),
    ]


def values_of(facts: HomeFacts, today: date) -> dict[str, Any]:
    """What the form shows; the day of knowing is today, unless nothing is changed it is not saved."""
    found: dict[str, Any] = {**facts.texts, "known_on": today}
    for place, item in enumerate(facts.parents):
        found |= {f"p{place}.{name}": getattr(item.stay, name) for name in STAY_FIELDS}
    return found


def save(session: Session, *, facts: HomeFacts, given: Mapping[str, Any], by: str, today: date) -> None:
    """Write the home, and of each parent what was said."""
    texts = {column: str(given.get(column) or "") for column in homes.TEXTS}
    homes.save_home(
        session, pupil_id=facts.children[0].id, texts=texts, known_on=given["known_on"], known_by=by, today=today
    )
    for place, item in enumerate(facts.parents):
        mine = {name: given.get(f"p{place}.{name}") for name in STAY_FIELDS}
        if mine["state"]:
            stay = Stay(
                str(mine["state"]), str(mine["place"] or ""), str(mine["work"] or ""), mine["since"], None,
                str(mine["back_expected"] or ""), mine["contact_on"], str(mine["contact_how"] or ""),
                bool(mine["unable"]), item.stay.note,
            )  # fmt: skip
            if stay != item.stay:
                whereabouts.set_whereabouts(session, guardian_id=item.guardian_id, stay=stay, today=today)


def _same(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words)
