"""What the papers of 一帮一 say: agreement, card, plan, record of help, summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.desk.visit_forms import on_paper
from kongchuo_desktop.documents.form_content import Box, Boxes, Form, Grid, GridColumn, Signatures, Words
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pairing.marks import Progress
from kongchuo_desktop.school.pairing.plans import CAUSES, HelpFacts, PlanFacts
from kongchuo_desktop.school.pairing.rules import BY_NAME
from kongchuo_desktop.school.pairing.service import PairFacts
from kongchuo_desktop.school.pupils.service import PupilFacts

ARTICLES = (
    "帮扶人了解学生的学习、生活和思想情况，与家长、班主任保持联系。",
    "帮扶人按约定谈心、家访，从学生够得着的小目标做起，不训斥、不歧视，每次做好记录。",
    "学生按时到校，有困难先告诉帮扶人；家长支持帮扶，孩子缺课或有离校的念头及时告知。",
    "帮扶人调动、学生转班转学时办理移交；期满写出总结，达到目标的可以结束，没有达到的继续。",
)


@dataclass(frozen=True)
class Told:
    """What the book holds about one child for these papers."""

    pupil: PupilFacts
    pairs: tuple[PairFacts, ...]
    plan: PlanFacts | None
    log: tuple[tuple[date, str, str, str], ...]  # day, kind, what, by whom
    given: tuple[HelpFacts, ...]
    marks: tuple[Progress, ...]


def promise_words(pair: PairFacts) -> str:
    """每月谈心不少于3次，家访不少于1次."""
    parts = [f"谈心不少于{pair.talks_per_month}次"] * bool(pair.talks_per_month)
    parts += [f"家访不少于{pair.visits_per_month}次"] * bool(pair.visits_per_month)
    return f"每月{'，'.join(parts)}" if parts else ""


def agreement(told: Told, pair: PairFacts, *, school: str) -> Form:
    """结对帮扶协议 of one pair."""
    helper = BY_NAME[pair.kind].helper
    boxes = Boxes((
        (Box("学生", told.pupil.name), Box("班级", told.pupil.class_name), Box("村", told.pupil.village)),
        (Box("监护人", _adult(told.pupil)), Box("电话", _phone(told.pupil))),
        (Box(helper, pair.helper), Box("单位职务", pair.helper_unit), Box("电话", pair.helper_phone)),
        (Box("结对类型", pair.kind), Box("起始日期", on_paper(pair.since))),
        (Box("帮扶目标", pair.aim, lines=3),),
        (Box("约定次数", promise_words(pair), lines=1),),
    ))  # fmt: skip
    articles = "\n".join(f"{number}. {text}" for number, text in enumerate(ARTICLES, start=1))
    signatures = (f"{helper}（签字）", "学生（签字）", "家长（签字）", "班主任（签字）")
    blocks = (
        boxes, Words("双方约定", "heading"), Words(articles), Words("本协议一式三份，帮扶人、学生家长、学校各一份。"),
        Signatures(signatures, seal=f"{school}（公章）"),
    )  # fmt: skip
    return Form("结对帮扶协议", blocks, school=school, name=told.pupil.name, group=told.pupil.class_name)


def card(told: Told, *, school: str) -> Form:
    """结对帮扶卡 of a child with everybody who holds it."""
    rows = tuple(
        (pair.kind, pair.helper, pair.helper_phone, pair.subject or "全面", pair.aim, promise_words(pair))
        for pair in told.pairs
    )
    columns = (
        GridColumn("类型", 1.1), GridColumn("帮扶人", 1.0), GridColumn("电话", 1.5), GridColumn("学科", 0.9),
        GridColumn("目标", 2.4), GridColumn("约定", 2.0),
    )  # fmt: skip
    head = Boxes((
        (Box("学生", told.pupil.name), Box("班级", told.pupil.class_name), Box("性别", told.pupil.sex, 0.6)),
        (Box("监护人", _adult(told.pupil)), Box("电话", _phone(told.pupil)), Box("村", told.pupil.village)),
    ))  # fmt: skip
    blocks = (head, Grid(columns, rows, least=4), Words("有困难随时找帮扶人；找不到时找班主任。", "small"))
    return Form("结对帮扶卡", blocks, school=school, name=told.pupil.name, group=told.pupil.class_name)


def support_plan(told: Told, *, school: str, term: TermSpan) -> Form:
    """学困生转化方案: what the plan says, its goals and cycles; blank where nothing is planned yet."""
    plan = told.plan
    chosen = plan.causes if plan else ()
    causes = "\n".join(
        f"{group}：" + "  ".join(f"{'■' if one in chosen else '□'}{one}" for one in items)
        for group, items in CAUSES.items()
    )
    teachers = "、".join(pair.helper for pair in told.pairs if pair.staff_id)
    boxes = Boxes((
        (Box("学生", told.pupil.name), Box("班级", told.pupil.class_name), Box("性别", told.pupil.sex, 0.6)),
        (Box("帮扶教师", teachers), Box("制定日期", on_paper(plan.made_on if plan else None))),
        (Box("原因诊断", causes, lines=5),),
        (Box("具体表现", plan.diagnosis if plan else "", lines=3),),
        (Box("长处", plan.strengths if plan else "", lines=2),),
        (Box("学期目标", plan.long_goal if plan else "", lines=2),),
    ))  # fmt: skip
    goals = tuple(
        (str(n), goal.goal, goal.measure, goal.who, _short(goal.due), _short(goal.reached_on), goal.result)
        for n, goal in enumerate(plan.goals if plan else (), start=1)
    )
    cycles = tuple(
        (f"第{one.number}周期", f"{_short(one.first)}—{_short(one.last)}", one.rating, one.result)
        for one in (plan.cycles if plan else ())
    )
    return Form(
        "学困生转化方案",
        (
            boxes,
            Grid(
                (GridColumn("序", 0.4, "center"), GridColumn("小目标", 2.2), GridColumn("措施", 2.4),
                 GridColumn("谁来做", 1.0), GridColumn("期限", 0.9, "center"), GridColumn("达成", 0.9, "center"),
                 GridColumn("效果", 1.4)), goals, "小目标（低起点、小步子）", least=4,
            ),
            Grid(
                (GridColumn("周期", 0.9), GridColumn("时间", 1.6, "center"), GridColumn("效果", 1.0, "center"),
                 GridColumn("情况", 4.0)), cycles, "四周一个周期", least=4,
            ),
            Signatures(("帮扶教师（签字）", "班主任（签字）")),
        ), school=school, subtitle=term.name, name=told.pupil.name, group=told.pupil.class_name,
    )  # fmt: skip


def help_record(told: Told, *, school: str, term: TermSpan) -> Form:
    """帮扶记录 of a term, every kind of help in order of day; rows to write below."""
    columns = (
        GridColumn("日期", 1.0, "center"), GridColumn("形式", 0.9, "center"), GridColumn("内容和效果", 4.6),
        GridColumn("帮扶人", 1.1, "center"),
    )  # fmt: skip
    rows = tuple((_short(day), kind, what, who) for day, kind, what, who in told.log)
    helpers = "、".join(dict.fromkeys(pair.helper for pair in told.pairs))
    minutes = sum(one.minutes for one in told.given)
    head = Boxes((
        (Box("学生", told.pupil.name), Box("班级", told.pupil.class_name), Box("帮扶人", helpers, 1.4)),
        (Box("次数", f"{len(told.log)}次"), Box("补课辅导", f"{minutes}分钟" if minutes else ""),),
    ))  # fmt: skip
    return Form(
        "结对帮扶记录", (head, Grid(columns, rows, least=12)), school=school, subtitle=term.name, name=told.pupil.name,
        group=told.pupil.class_name,
    )  # fmt: skip


def summary(told: Told, *, middle: str, final: str, school: str, term: TermSpan) -> Form:
    """结对帮扶总结: mid-term and final, with the marks."""
    helpers = "、".join(dict.fromkeys(pair.helper for pair in told.pairs))
    marks = "\n".join(one.words() for one in told.marks)
    boxes = Boxes((
        (Box("学生", told.pupil.name), Box("班级", told.pupil.class_name), Box("帮扶人", helpers, 1.4)),
        (Box("成绩变化", marks, lines=2),),
        (Box("期中总结", middle, lines=9),),
        (Box("期末总结", final, lines=9),),
        (Box("学校意见", "", lines=3),),
    ))  # fmt: skip
    signed = Signatures(("帮扶人（签字）", "班主任（签字）"), seal=f"{school}（公章）")
    return Form(
        "结对帮扶总结", (boxes, signed), school=school, subtitle=term.name, name=told.pupil.name,
        group=told.pupil.class_name,
    )  # fmt: skip


def _adult(person: PupilFacts) -> str:
    return "、".join(f"{one.name}（{one.relation}）" if one.relation else one.name for one in person.guardians[:2])


def _phone(person: PupilFacts) -> str:
    return next((one.phone for one in person.guardians if one.phone), person.phone)


def _short(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def in_order(log: Sequence[tuple[date, str, str, str]]) -> tuple[tuple[date, str, str, str], ...]:
    """By day."""
    return tuple(sorted(log, key=lambda one: one[0]))
