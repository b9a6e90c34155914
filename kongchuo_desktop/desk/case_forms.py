"""What the papers of a case say: 劝返记录, 返校复学档案, and the parts of the case's whole file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kongchuo_desktop.desk import case_course
from kongchuo_desktop.desk.case_course import THERE, WITHOUT_PROOF
from kongchuo_desktop.desk.dossier_sheet import Child
from kongchuo_desktop.desk.enrolment_subjects import birth_on_paper, on_paper
from kongchuo_desktop.documents.form_content import (
    Block,
    Box,
    Boxes,
    Form,
    Gap,
    Grid,
    GridColumn,
    NewPage,
    Picture,
    Pictures,
    Signatures,
    Words,
)
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.returns.cases import CaseFacts, StepFacts
from kongchuo_desktop.school.returns.rules import PLAN

PRIVATE = "本表含学生和家庭信息，只供劝返和归档使用，不得外传。"
SIGNED_STEP = "劝返人：　　　　　　监护人：　　　　　　村干部：　　　　　　"
COURSE = (
    GridColumn("日期", 1.15, "center"), GridColumn("事项", 1.7), GridColumn("人员", 1.4), GridColumn("情况和结果", 4.2),
)  # fmt: skip
LETTERS = (
    GridColumn("编号", 2.5), GridColumn("文书", 1.7), GridColumn("印发", 1.15, "center"),
    GridColumn("送达", 1.15, "center"), GridColumn("方式、送达人、签收人、见证人", 2.4),
    GridColumn("期限", 1.15, "center"), GridColumn("回执", 1.15, "center"),
)  # fmt: skip
LOOKS = (
    GridColumn("应查看", 1.15, "center"), GridColumn("点名册反映的情况", 3.0), GridColumn("在校", 0.8, "center"),
    GridColumn("查看人", 0.9, "center"), GridColumn("查看日期", 1.15, "center"), GridColumn("说明", 1.8),
)  # fmt: skip
HELPED = (GridColumn("日期", 1.15, "center"), GridColumn("类别", 0.9, "center"), GridColumn("内容和效果", 6.0))
AWAY = (
    GridColumn("次", 0.5, "center"), GridColumn("离校日期", 1.3, "center"), GridColumn("原因", 2.6),
    GridColumn("返校日期", 1.3, "center"), GridColumn("离校天数", 0.9, "center"), GridColumn("怎样返校", 2.2),
)  # fmt: skip
PROOFS = (
    GridColumn("序号", 0.6, "center"), GridColumn("证明材料", 4.0), GridColumn("日期", 1.2, "center"),
    GridColumn("证明什么", 2.4), GridColumn("原件存放", 1.4),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A case with what the papers want to know beside it: the child's own sheets and time-line, its letters, what the
    registers say since the return (`seen`)."""

    case: CaseFacts
    school: str
    on: date
    child: Child
    letters: tuple[tuple[NoticeFacts, str], ...] = ()  # with their words as printed
    seen: str = ""
    photos: tuple[Picture, ...] = field(default=(), repr=False)

    @property
    def number(self) -> str:
        """第3号."""
        return f"第{self.case.id}号"


def persuasion_record(told: Told, *, blank: bool = False, bound: bool = False) -> Form:
    """劝返记录: the child, then every step with people, place, talk, result and room to sign; or a sheet to fill."""
    one = told.case
    steps = () if blank else tuple(step for step in one.steps if step.kind != PLAN)
    blocks: list[Block] = [] if bound else [_child(told), Gap(0.5)]
    for number, step in enumerate(steps, start=1):
        blocks += [*_step(number, step), Gap(0.5)]
    if blank:
        blocks += [*_blank_step(1, 9), NewPage(), *_blank_step(2, 4), Gap(0.5), *_blank_step(3, 4), Gap(0.5)]
    elif not steps:
        blocks.append(Words("还没有登记劝返步骤。", "centred"))
    missing = "" if blank or not one.missing else f"这次离校还没有做的：{'、'.join(one.missing)}。"
    blocks += [Words(missing, "small")] if missing else []
    blocks.append(Signatures(("包干责任人", "班主任", "校长"), seal=f"{told.school}（盖章）"))
    return _form(told, "劝返记录", blocks)


def _child(told: Told) -> Boxes:
    return Boxes((*_person(told), *_opening(told.case)))


def _person(told: Told) -> tuple[tuple[Box, ...], ...]:
    child = told.case.pupil
    adult = child.guardian
    known = child.fields
    return (
        (Box("学生姓名", child.name, 1.2), Box("性别", child.sex, 0.8),
         Box("出生日期", birth_on_paper(child.birth), 1.2)),
        (Box("班级", child.class_name, 1), Box("学籍号", child.student_number, 1.6)),
        (Box("监护人", adult.name if adult else "", 1.2), Box("关系", adult.relation if adult else "", 0.8),
         Box("联系电话", adult.phone if adult else "", 1.2)),
        (Box("家庭住址", str(known["current_address"] or known["home_address"] or child.village)),),
    )  # fmt: skip


def _opening(one: CaseFacts) -> tuple[tuple[Box, ...], ...]:
    return (
        (Box("建案日期", on_paper(one.opened_on), 1.2), Box("来源", one.opened_from, 0.8),
         Box("离校日期", on_paper(one.since), 1.2)),
        (Box("离校原因", one.cause, 1), Box("包干责任人", one.holder, 1)),
        (Box("现在何处", one.whereabouts),),
        (Box("发现的情况", one.sign, lines=2),),
    )  # fmt: skip


def _blank_step(number: int, lines: int) -> list[Block]:
    """A frame to fill by hand."""
    kinds = "□电话联系　□入户劝返　□村校联合劝返　□其他"
    rows: tuple[tuple[Box, ...], ...] = (
        (Box("方式", kinds),),
        (Box("时间", "　　　年　　月　　日　　时"), Box("地点")),
        (Box("劝返人员"), Box("在场人员")),
        (Box("谈话内容", lines=lines),),
        (Box("结果", lines=2),),
        (Box("约定返校", "　　　年　　月　　日"), Box("下次联系", "　　　年　　月　　日")),
        (Box("签字", SIGNED_STEP),),
    )
    return [Words(f"第{number}次", "heading"), Boxes(rows)]


def _step(number: int, step: StepFacts) -> list[Block]:
    """A frame for one step, signed by hand; of a letter its delivery stands for that."""
    due = f"　约定{on_paper(step.due)}" if step.due else ""
    heading = Words(f"第{number}次　{on_paper(step.day)}　{step.kind}{due}", "heading")
    if step.notice_id:
        return [heading, Boxes(((Box("经办人", step.people, 0.8), Box("文书", step.number, 1.2)),
                                (Box("送达情况", _of_letter(step)),)))]  # fmt: skip
    rows = (
        (Box("劝返人员", step.people, 1.4), Box("地点", step.place or "—", 1)),
        (Box("内容", step.text, lines=2),),
        (Box("结果", step.result),),
        (Box("签字", SIGNED_STEP),),
    )
    return [heading, Boxes(rows)]


def _of_letter(step: StepFacts) -> str:
    if step.delivered_on is None:
        return "还没有送达"
    until = f"，期限到{on_paper(step.deadline)}" if step.deadline else ""
    return f"{on_paper(step.delivered_on)}送达，{step.letter_state}{until}"


def return_file(told: Told, *, bound: bool = False) -> Form:
    """返校复学档案: how it left and came back, the plan, who helps, the looks with what the registers said, results."""
    one = told.case
    back = one.episodes[-1]
    plan = one.plan
    away = (back.returned_on - back.left_on).days if back.returned_on else 0
    blocks: list[Block] = [
        *([] if bound else [Boxes(_person(told))]),
        Boxes(
            (
                (Box("离校日期", on_paper(back.left_on)), Box("返校日期", on_paper(back.returned_on)),
                 Box("离校天数", f"{away}天")),
                (Box("离校原因", one.cause, 2), Box("反复次数", str(one.relapses))),
                (Box("返校经过", back.returned_how),),
                (Box("帮扶人", told.child.helper or one.holder), Box("班主任", told.child.head)),
                (Box("帮扶计划", plan.text if plan else "", lines=3),),
                (Box("计划制定", f"{on_paper(plan.day)}　{plan.people}" if plan else ""),),
            )
        ),
        Gap(0.5), *_looks(told), Gap(0.5),
        Grid(HELPED, tuple(_helped(told, back.returned_on)), "返校后的帮扶记录", least=2), Gap(0.3),
        _closing(one),
        Signatures(("班主任", "帮扶人", "监护人", "校长"), seal=f"{told.school}（盖章）"),
    ]  # fmt: skip
    return _form(told, "返校复学档案", blocks)


def _looks(told: Told) -> list[Block]:
    rows = tuple(
        (f"{look.due:%Y-%m-%d}", look.read, THERE[look.there] if look.confirmed_on else "", look.confirmed_by,
         f"{look.confirmed_on:%Y-%m-%d}" if look.confirmed_on else "", look.note)
        for look in told.case.watches
    )  # fmt: skip
    said = f"到{on_paper(told.on)}，点名册：{told.seen}。" if told.seen else ""
    grid = Grid(LOOKS, rows, "返校后跟踪", least=max(2, len(rows)))
    return [grid, Words(said, "small")] if said else [grid]


def _helped(told: Told, since: date | None) -> list[tuple[str, ...]]:
    kinds = ("帮扶", "谈心", "家访", "帮扶计划", "结对", "送教")
    return [
        (f"{entry.day:%Y-%m-%d}", entry.kind, entry.sentence)
        for entry in told.child.story.entries if since is not None and entry.day >= since and entry.kind in kinds
    ]  # fmt: skip


def _closing(one: CaseFacts) -> Boxes:
    """How the case ended; one closed without proof says so."""
    if one.closed_on is None:
        return Boxes(((Box("个案状态", f"{one.state}，还没有结案"),),))
    return Boxes(
        (
            (Box("结案日期", on_paper(one.closed_on)), Box("结案方式", one.closed_how), Box("经办人", one.closed_by)),
            (Box("结案证明", one.evidence or WITHOUT_PROOF),),
        )
    )


def case_parts(told: Told) -> tuple[Form, ...]:
    """The case's own parts of its file: register card, course, letters, records, watching, proofs."""
    one = told.case
    away = tuple(
        (str(each.number), f"{each.left_on:%Y-%m-%d}", each.why,
         f"{each.returned_on:%Y-%m-%d}" if each.returned_on else "",
         str(((each.over_on or one.closed_on or told.on) - each.left_on).days), each.returned_how)
        for each in one.episodes
    )  # fmt: skip
    steps = tuple(
        (f"{line.day:%Y-%m-%d}", line.what, line.who, line.told) for line in case_course.course(one)
    )  # fmt: skip
    card: list[Block] = [Boxes(_opening(one)), Gap(0.5), Grid(AWAY, away, "离校和返校"), Gap(0.5), _closing(one)]
    if one.missing:
        card.append(Words(f"还缺：{'、'.join(one.missing)}。", "small"))
    card.append(Gap(0.8))
    parts = [_form(told, "劝返个案登记表", card), _form(told, "劝返经过", [Grid(COURSE, steps)])]
    if told.letters:
        parts.append(_form(told, "文书登记和内容", _letters(told)))
    if one.steps:
        parts.append(persuasion_record(told, bound=True))
    if any(each.returned_on for each in one.episodes):
        parts.append(return_file(told, bound=True))
    return (*parts, _form(told, "证明材料目录", _proofs(told)))


def _letters(told: Told) -> list[Block]:
    rows = tuple(_letter_row(one) for one, _words in told.letters)
    blocks: list[Block] = [Grid(LETTERS, rows), Gap(0.6)]
    for one, words in told.letters:
        if words:
            blocks += [Words(f"{one.full_title}　{one.number}", "heading"), Words(words), Gap(0.6)]
    return blocks


def _letter_row(one: NoticeFacts) -> tuple[str, ...]:
    how = "、".join(filter(None, (one.delivery, one.delivered_by, one.received_by, one.witness)))
    days = (one.issued_at.date(), one.delivered_on, one.deadline, one.returned_on)
    issued, delivered, due, back = (f"{day:%Y-%m-%d}" if day else "" for day in days)
    return (
        one.number,
        one.full_title,
        issued,
        delivered or "未送达",
        how,
        due,
        back or ("" if one.receipt else "不用回执"),
    )


def _proofs(told: Told) -> list[Block]:
    """Everything that proves something, numbered; room for what is added by hand; the photographs below."""
    one = told.case
    found: list[tuple[str, str, str]] = [
        (f"{letter.full_title}{letter.number}送达回执", f"{letter.returned_on:%Y-%m-%d}", "文书已经送达")
        for letter, _words in told.letters if letter.returned_on
    ]  # fmt: skip
    found += [
        (each.proof, f"{each.accepted_on:%Y-%m-%d}", f"{each.to}已接收") for each in one.handovers if each.accepted_on
    ]
    found += [
        (f"点名册（{look.read}）", f"{look.confirmed_on:%Y-%m-%d}", "返校后在校")
        for look in one.watches if look.confirmed_on and look.there and look.read
    ]  # fmt: skip
    found += [(photo.caption or "照片", "", "见附页照片") for photo in told.photos]
    found += [
        (closing.evidence or WITHOUT_PROOF, f"{closing.day:%Y-%m-%d}", f"结案：{closing.how}")
        for closing in one.closings
    ]
    rows = tuple((str(n), *line, "") for n, line in enumerate(found, start=1))
    blocks: list[Block] = [Grid(PROOFS, rows, least=len(rows) + 3)]
    if told.photos:
        blocks += [Words("证明照片", "heading"), Pictures(told.photos)]
    return [*blocks, Signatures(("整理人", "校长"), seal=f"{told.school}（盖章）")]


def _form(told: Told, title: str, blocks: Sequence[Block]) -> Form:
    one = told.case
    return Form(
        title, tuple(blocks), school=told.school, number=f"劝返个案{told.number}", name=one.pupil.name,
        group=one.pupil.class_name or "未编班", foot=PRIVATE,
    )  # fmt: skip


def cover(told: Told) -> Mapping[str, str]:
    """The lines on the cover of a case's file."""
    one, child = told.case, told.case.pupil
    state = one.state if one.evidence or one.closed_on is None else f"已结案（{WITHOUT_PROOF}）"
    return {
        "学生姓名": child.name, "性　　别": child.sex, "班　　级": child.class_name or child.status,
        "所 在 村": child.village, "个案编号": told.number, "建案日期": on_paper(one.opened_on),
        "反复次数": str(one.relapses), "个案状态": state,
    }  # fmt: skip
