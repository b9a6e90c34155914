"""Disabled children: how they are taught, lessons at home, the yearly 三残 figures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import percent, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Column, Table
from kongchuo_desktop.reports.visits_coverage import TERM
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits.teaching import at_home, disabled_children
from kongchuo_desktop.school.visits.teaching import placements as placed
from kongchuo_desktop.school.visits.teaching_rules import PLACEMENTS, figures

PLACED = Choice("kind", "安置方式", (("", "全部"), *((kind, kind) for kind in PLACEMENTS)))
NAMES = Choice("names", "名单", (("", "只要数字"), ("yes", "附名单")))


def teaching(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Every lesson at home of a term, child by child, with what each month still owes."""
    answers = checked(TEACHING, choices)
    named = {span.name: span.key for span in identity.terms(session)}
    wanted = answers["term"].strip()
    term = plan.term_of(session, today=today, key=named.get(wanted, wanted))
    children = at_home(session, term=term, today=today)
    rows = tuple(
        (child.placement.pupil.name, child.placement.pupil.class_name, lesson.draft.day, lesson.draft.lessons,
         lesson.draft.teachers, lesson.draft.content, lesson.draft.response, lesson.draft.family_word)
        for child in children for lesson in reversed(child.lessons)
    )  # fmt: skip
    owed = [
        f"{child.placement.pupil.name}：{month.name}应送{month.wanted}次，已送{month.held}次。"
        for child in children for month in child.months if month.lacking
    ]  # fmt: skip
    hours = sum(child.hours for child in children)
    return Table(
        "送教上门记录表",
        (
            Column("name", "学生", 10), Column("class", "班级", 12), Column("day", "日期", 11, "center", "date"),
            Column("lessons", "课时", 6, "center", "number"), Column("teachers", "送教教师", 14),
            Column("content", "送教内容", 36), Column("response", "学生表现", 28), Column("family", "家长意见", 18),
        ),
        rows, subtitle(session, term.name),
        (f"{len(children)}名送教学生，{len(rows)}次，{hours}课时。", *owed), landscape=True,
    )  # fmt: skip


def placements(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Who is taught how today."""
    answers = checked(PLACEMENT, choices)
    found = [item for item in placed(session, today=today, on=today) if answers["kind"] in ("", item.kind)]
    rows = tuple(
        (n, item.pupil.name, item.pupil.sex, item.pupil.birth, item.pupil.class_name, item.disability, item.degree,
         item.certificate, item.kind, item.school_name, item.since, item.note)
        for n, item in enumerate(found, start=1)
    )  # fmt: skip
    counts = "，".join(f"{kind}{sum(1 for item in found if item.kind == kind)}名" for kind in PLACEMENTS)
    return Table(
        "残疾学生安置登记表",
        (
            Column("n", "序号", 5, "center", "number"), Column("name", "姓名", 10), Column("sex", "性别", 6, "center"),
            Column("birth", "出生日期", 11, "center"), Column("class", "班级", 12),
            Column("disability", "残疾类型", 10, "center"), Column("degree", "等级", 8, "center"),
            Column("certificate", "残疾证号", 20), Column("kind", "安置方式", 10, "center"),
            Column("school", "就读学校或机构", 20), Column("since", "开始日期", 11, "center", "date"),
            Column("note", "备注", 16),
        ),
        rows, subtitle(session, f"{today.year}年{today.month}月{today.day}日"), (f"共{len(rows)}名：{counts}。",),
        landscape=True,
    )  # fmt: skip


def disabled(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """The county form's figures: 视力, 听力, 智力, 其他, in school and not."""
    answers = checked(DISABLED, choices)
    children = disabled_children(session, on=today)
    rows = tuple(
        (
            row.kind,
            row.in_school + row.out,
            row.in_school,
            row.out,
            percent(row.in_school, row.in_school + row.out),
        )
        for row in figures(children)
    )
    excused = [child for child in children if child.in_school is None]
    notes = ["听力含言语；多重、肢体、精神等列入其他。随班就读、送教上门、特教学校就读都算已入学。"]
    if excused:
        notes.append(f"另有{len(excused)}名经批准延缓入学、免学或已出国，不计入表内。")
    if answers["names"]:
        notes += [
            f"{child.kind}：{child.name}（{'，'.join(filter(None, (child.placement, child.where)))}）"
            for child in children
        ]
    return Table(
        "残疾儿童少年入学情况统计表",
        (
            Column("kind", "残疾类型", 14, "center"), Column("all", "学龄残疾儿童少年", 16, "center", "number"),
            Column("in_school", "已入学", 12, "center", "number"), Column("out", "未入学", 12, "center", "number"),
            Column("rate", "入学率%", 12, "center", "number"),
        ),
        rows, subtitle(session, f"{today.year}年{today.month}月{today.day}日"), tuple(notes),
    )  # fmt: skip


def disabled_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The figures by kind, and the children."""
    checked(DISABLED, choices)
    children = disabled_children(session, on=today)
    return {
        "on": today.isoformat(),
        "figures": {
            row.kind: {"in_school": row.in_school, "out": row.out, "rate": row.rate} for row in figures(children)
        },
        "children": [
            {"name": child.name, "kind": child.kind, "disability": child.disability, "placement": child.placement,
             "where": child.where, "village": child.village, "in_school": child.in_school}
            for child in children
        ],
    }  # fmt: skip


TEACHING = ReportKind(
    "teaching", "送教上门记录表", teaching, (TERM,), "家访", "本学期送教的日期、课时、内容和每月欠的次数"
)
PLACEMENT = ReportKind(
    "placements", "残疾学生安置登记表", placements, (PLACED,), "家访", "随班就读、特教学校、送教上门等"
)
DISABLED = ReportKind(
    "disabled", "残疾儿童少年入学情况统计表", disabled, (NAMES,), "家访", "按视力、听力、智力、其他，已入学和未入学",
    as_json=disabled_json,
)  # fmt: skip
KINDS = (TEACHING, PLACEMENT, DISABLED)
