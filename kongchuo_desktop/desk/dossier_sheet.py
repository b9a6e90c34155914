"""The first sheets of a child's file: who it is, its family, the four that must be clear (四清)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kongchuo_desktop.desk.timeline import CLEAR, Story
from kongchuo_desktop.documents.form_content import Block, Box, Boxes, Form, Gap, Grid, GridColumn, Words
from kongchuo_desktop.reports.pupil_lists import masked
from kongchuo_desktop.school.concern.homes import HomeFacts
from kongchuo_desktop.school.concern.service import MarkFacts
from kongchuo_desktop.school.pupils.rules import age_on
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts

MOST_CLEAR = 12  # of one aspect on the overview; the rest is told by its records
HOME_TEXTS = (("income", "经济来源"), ("housing", "住房"), ("members", "家庭成员"), ("note", "家庭情况"))
SITUATION = ("left_behind", "migrant_child", "orphan", "martyr_child", "disability", "inclusive_class", "gets_aid")


@dataclass(frozen=True)
class Child:
    """What the sheets of one child are made from."""

    story: Story
    portrait: bytes = field(repr=False)
    head: str = ""  # the class teacher
    marks: tuple[MarkFacts, ...] = ()  # every mark ever given
    home: HomeFacts | None = None
    mask: bool = False
    helper: str = ""  # who helps now, with the phone beside it
    helper_phone: str = ""

    @property
    def pupil(self) -> PupilFacts:
        """The child."""
        return self.story.pupil

    def number(self, text: str) -> str:
        """An ID number as the file shows it."""
        return masked(text) if self.mask else text


def basic_sheet(child: Child, on: date) -> Form:
    """学生基本情况: person with portrait, school, home, adults."""
    pupil = child.pupil
    person = Boxes(
        (
            (Box("姓名", pupil.name), Box("性别", pupil.sex)),
            (Box("出生日期", _birth(pupil, on)), Box("民族", _text(pupil, "ethnicity"))),
            (Box("身份证件号", child.number(pupil.id_number), 1.0),),
            (Box("学籍号", child.number(pupil.student_number), 1.0),),
            (Box("班级", pupil.class_name), Box("班主任", child.head), Box("状态", pupil.status)),
            (Box("入学年月", _text(pupil, "entry_month")), Box("就读", "住校" if pupil.boarding else "走读"),
             Box("政治面貌", _text(pupil, "politics"))),
            (Box("健康状况", _text(pupil, "health")), Box("离校公里", _text(pupil, "distance_km")),
             Box("上学方式", _text(pupil, "travel"))),
            (Box("户籍", _origin(pupil)),
             Box("村组", pupil.village, 2.0)),
            (Box("家庭住址", _address(child)),),
            (Box("特殊情况", _situation(child)),),
        ),
        portrait=child.portrait,
    )  # fmt: skip
    blocks: list[Block] = [person, Gap(0.6), _adults(pupil.guardians), Gap(0.6)]
    if child.home is not None:
        blocks += _home(child.home)
    return Form("学生基本情况表", tuple(blocks), name=pupil.name)


def _birth(pupil: PupilFacts, on: date) -> str:
    if pupil.birth_date is None:
        return ""
    return f"{pupil.birth}（{age_on(pupil.birth_date, on)}岁）"


def _origin(pupil: PupilFacts) -> str:
    """户口性质 and 籍贯; a place that is only a number says nothing to a reader."""
    place = _text(pupil, "native_place")
    return " ".join(filter(None, (_text(pupil, "hukou_kind"), "" if place.isdigit() else place)))


def _text(pupil: PupilFacts, column: str) -> str:
    return str(pupil.fields.get(column) or "")


def _address(child: Child) -> str:
    pupil = child.pupil
    own = (_text(pupil, "current_address"), _text(pupil, "home_address"))
    return next((text for text in own if text), child.home.address if child.home else "")


def _situation(child: Child) -> str:
    """What the register and the roll say that the child is, each once."""
    from_roll = [_text(child.pupil, column) for column in SITUATION]
    yes = {"migrant_child": "随迁子女", "orphan": "孤儿", "martyr_child": "烈士子女", "gets_aid": "享受一补"}
    told = [
        yes.get(column, "") if text == "是" else text if not text.startswith(("否", "无", "非")) else ""
        for column, text in zip(SITUATION, from_roll, strict=True)
    ]
    holding = [mark.kind for mark in child.marks if mark.until is None]
    return "、".join(dict.fromkeys(filter(None, (*told, *holding))))


def _adults(adults: Sequence[GuardianFacts]) -> Grid:
    columns = (
        GridColumn("关系", 0.7, "center"), GridColumn("姓名", 1.0, "center"), GridColumn("监护人", 0.7, "center"),
        GridColumn("电话", 1.3, "center"), GridColumn("工作单位", 1.6), GridColumn("住址", 2.4),
    )  # fmt: skip
    rows = tuple(
        (one.relation, one.name, one.is_guardian, one.phone, one.workplace, one.address)
        for one in sorted(adults, key=lambda one: one.position)
    )
    return Grid(columns, rows, "家庭成员", least=2)


def _home(home: HomeFacts) -> list[Block]:
    """Who looks after the child, where the parents are, how the home lives."""
    carer = " ".join(filter(None, (home.carer, home.texts.get("carer_phone", ""))))
    health = " ".join(filter(None, (home.texts.get("carer_age", ""), home.texts.get("carer_health", ""))))
    where = "；".join(parent.words for parent in home.parents)
    rows: list[tuple[Box, ...]] = [(Box("实际照料人", carer), Box("年龄健康", health))] if carer or health else []
    if where:
        rows.append((Box("父母去向", where),))
    rows += [(Box(title, home.texts[key]),) for key, title in HOME_TEXTS if home.texts.get(key)]
    if not rows:
        return []
    known = f"（{home.known_on:%Y-%m-%d}{home.known_by}了解）" if home.known_on else ""
    return [Words(f"家庭情况{known}", "heading"), Boxes(tuple(rows))]


def clear_sheet(child: Child) -> Form:
    """四清: the cause, the visits, the help, the result, each with its days."""
    rows = []
    for aspect in CLEAR:
        told = child.story.clear(aspect)
        shown = told if len(told) <= MOST_CLEAR else told[-MOST_CLEAR:]
        more = f"（共 {len(told)} 条，列最近 {MOST_CLEAR} 条，其余见后面各项记录）" if len(told) > MOST_CLEAR else ""
        lines = [f"{day.year}.{day.month}.{day.day}　{words}" for day, words in shown]
        rows.append((Box(f"{aspect}清", "\n".join([*lines, more] if more else lines) or "（还没有记录）", lines=6),))
    return Form("四清一览", (Boxes(tuple(rows)),), name=child.pupil.name)
