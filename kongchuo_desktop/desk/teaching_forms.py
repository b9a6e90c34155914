"""送教上门“一人一案” on paper: the child, the plan of the term, every lesson with the family's signature."""

from kongchuo_desktop.desk.visit_forms import address_of, on_paper
from kongchuo_desktop.documents.form_content import Block, Box, Boxes, Form, Grid, GridColumn, Signatures, Words
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.visits.teaching import AtHome, PlanDraft

LESSONS = (
    GridColumn("日期", 1.1, "center"), GridColumn("课时", 0.5, "center"), GridColumn("送教教师", 1.1),
    GridColumn("送教内容", 2.6), GridColumn("学生表现", 2.0), GridColumn("家长签字", 1.0),
)  # fmt: skip
LEAST = 7  # rows of the log, so that there is room to go on by hand


def home_teaching(child: AtHome, *, term: TermSpan, school: str, part: str = "") -> Form:
    """`part`: "" plan and log, "plan", or "blank" for one empty lesson record."""
    blocks: list[Block] = [Boxes(_child_rows(child))]
    if part == "blank":
        blocks += [Boxes(_lesson_rows(child)), Signatures(("送教教师（签字）", "家长（签字）"))]
        return _form("送教上门记录表", blocks, child, term, school)
    blocks += [Words("一、送教计划", "heading"), Boxes(_plan_rows(child.plan))]
    if part != "plan":
        blocks += [Words("二、送教记录", "heading"), _log(child)]
    blocks.append(Signatures(("送教教师（签字）", "家长（签字）"), seal=f"{school}（公章）"))
    return _form("送教上门“一人一案”", blocks, child, term, school)


def _child_rows(child: AtHome) -> tuple[tuple[Box, ...], ...]:
    person, placed = child.placement.pupil, child.placement
    adult = next(iter(person.guardians), None)
    carer = " ".join(filter(None, (adult.relation, adult.name, adult.phone))) if adult else ""
    return (
        (Box("学生姓名", person.name), Box("性别", person.sex, 0.6), Box("出生日期", person.birth)),
        (Box("班级学籍", person.class_name), Box("残疾类型", f"{placed.disability}{placed.degree}"),
         Box("残疾证号", placed.certificate, 1.4)),
        (Box("家庭住址", address_of(person), 1.6), Box("监护人", carer, 1.4)),
    )  # fmt: skip


def _plan_rows(plan: PlanDraft | None) -> tuple[tuple[Box, ...], ...]:
    known = plan or PlanDraft()
    often = f"每月{known.per_month}次，每次{known.lessons}课时" if plan else ""
    return (
        (Box("送教教师", known.teachers, 1.4), Box("送教安排", often)),
        (Box("现有水平", known.state, lines=2),),
        (Box("学期目标", known.goals, lines=2),),
        (Box("送教内容", known.content, lines=2),),
    )


def _lesson_rows(child: AtHome) -> tuple[tuple[Box, ...], ...]:
    teachers = child.plan.teachers if child.plan else ""
    return (
        (Box("送教日期", on_paper(None)), Box("课时"), Box("送教教师", teachers, 1.3)),
        (Box("送教内容", "", lines=7),),
        (Box("学生表现", "", lines=5),),
        (Box("教具和作业", "", lines=2),),
        (Box("家长意见", "", lines=3),),
    )


def _log(child: AtHome) -> Grid:
    rows = tuple(
        (f"{one.draft.day:%Y-%m-%d}", str(one.draft.lessons), one.draft.teachers, one.draft.content, one.draft.response,
         "已签" if one.draft.signed else "")
        for one in reversed(child.lessons)
    )  # fmt: skip
    return Grid(LESSONS, rows, title=f"共{len(rows)}次，{child.hours}课时", least=max(LEAST, len(rows) + 1))


def _form(title: str, blocks: list[Block], child: AtHome, term: TermSpan, school: str) -> Form:
    person = child.placement.pupil
    return Form(
        title, tuple(blocks), school=school, subtitle=term.name, name=person.name, group=person.class_name,
        foot="本表含学生健康信息，按密存放，不得外传。",
    )  # fmt: skip
