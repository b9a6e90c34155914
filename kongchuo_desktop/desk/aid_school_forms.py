"""What the papers of 资助 for the school say: review, 公示, approval, payment sheets, the term's summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kongchuo_desktop.desk.visit_forms import on_paper
from kongchuo_desktop.documents.form_content import Block, Box, Boxes, Form, Gap, Grid, GridColumn, Signatures, Words
from kongchuo_desktop.school.aid.payments import ListFacts
from kongchuo_desktop.school.aid.public import NoticeFacts, ObjectionFacts
from kongchuo_desktop.school.aid.recognition import REFUSED, MeetingFacts, RecognitionFacts
from kongchuo_desktop.school.aid.rules import LEVELS, in_capitals, money
from kongchuo_desktop.school.identity.rules import TermSpan

DATED = "　　　　年　　月　　日"


NUMBER = GridColumn("序号", 0.5, "center")


def review(
    room: str, children: Sequence[RecognitionFacts], meeting: MeetingFacts | None, *, school: str, year: int
) -> Form:
    """评议记录 of one class: the minutes, and the level proposed for each child that applied."""
    rows = tuple(
        (str(number), one.pupil.name, one.reason or "；".join(one.groups), one.income, one.class_level, one.class_note)
        for number, one in enumerate(children, start=1)
    )
    head = Boxes((
        (Box("班级", room), Box("日期", on_paper(meeting.day if meeting else None), 1.3)),
        (Box("主持人", meeting.chair if meeting else ""), Box("地点", meeting.place if meeting else "", 1.3)),
        (Box("参加人员", meeting.members if meeting else "", lines=2),),
        (Box("评议情况", meeting.minutes if meeting else "", lines=5),),
    ))  # fmt: skip
    columns = (
        NUMBER, GridColumn("学生", 1.5), GridColumn("申请理由和家庭情形", 3.0), GridColumn("人均年收入", 1.0),
        GridColumn("建议等级", 1.0, "center"), GridColumn("说明", 1.3),
    )  # fmt: skip
    blocks = (
        head, Gap(0.4), Grid(columns, rows, "评议结果", least=6),
        Gap(0.2),
        Words("评议内容涉及家庭隐私，参加人员不得外传。", "small"),
        Boxes(((Box("参加人员\n签字", "", lines=3),),)), Signatures(("评议组长（签字）", "班主任（签字）")),
    )  # fmt: skip
    return Form(
        "家庭经济困难学生认定评议记录", blocks, school=school, subtitle=f"{year}—{year + 1}学年", name=room, group=room
    )


def public(lines: Sequence[tuple[str, str]], *, school: str, year: int, notice: NoticeFacts | None, days: int) -> Form:
    """公示: class and name, nothing else about a child; the telephone for objections is left to write."""
    days = notice.working_days if notice else days
    span = f"{on_paper(notice.first)}至{on_paper(notice.last)}" if notice else f"{DATED.strip()}至{DATED}"
    across = 3
    half = -(-len(lines) // across)
    columns = (GridColumn("班级", 1.3, "center"), GridColumn("姓名", 1.0, "center")) * across
    rows = tuple(
        tuple(
            text
            for place in range(across)
            for text in (lines[number + place * half] if number + place * half < len(lines) else ("", ""))
        )
        for number in range(half)
    )
    blocks: tuple[Block, ...] = (
        Words(f"按照教财〔2018〕16号文件，经学生申请、班级评议、学校认定，下列{len(lines)}名学生为"
              f"{year}—{year + 1}学年家庭经济困难学生，现予公示。"),
        Words(f"公示时间：{span}，共{days}个工作日。"),
        Gap(0.3), Grid(columns, rows), Gap(0.3),
        Words("对名单有不同意见的，请在公示期内向学校反映，学校为反映人保密，核实后答复。公示期满即撤下。"),
        Words("联系人：＿＿＿＿＿＿＿＿　　　联系电话：＿＿＿＿＿＿＿＿＿＿＿＿"),
        Signatures((), seal=f"{school}（公章）"),
    )  # fmt: skip
    return Form(notice.title if notice else "家庭经济困难学生认定结果公示", blocks, school=school, name="公示")


def words_of(form: Form) -> str:
    """Everything a form says, a piece a line."""
    parts = [form.school, form.number, form.title, form.subtitle, form.foot]
    for block in form.blocks:
        if isinstance(block, Words):
            parts.append(block.text)
        elif isinstance(block, Grid):
            parts += [block.title, *(one.heading for one in block.columns)]
            parts += [text for row in block.rows for text in row]
        elif isinstance(block, Boxes):
            parts += [text for row in block.rows for box in row for text in (box.label, box.value, box.foot)]
        elif isinstance(block, Signatures):
            parts += [*block.lines, block.seal, block.dated]
    return "\n".join(parts)


def approval(
    found: Sequence[RecognitionFacts],
    notices: Sequence[NoticeFacts],
    *,
    raised: Sequence[ObjectionFacts],
    school: str,
    year: int,
) -> Form:
    """审批表: how many of each level in each class, every child, what the 公示 brought, the principal's word."""
    levels = (*LEVELS, REFUSED)
    by_class: dict[str, list[RecognitionFacts]] = {}
    for one in found:
        by_class.setdefault(one.pupil.class_name, []).append(one)
    counts = [_counted(room, items, levels) for room, items in by_class.items()]
    counts.append(_counted("合计", found, levels))
    heads = (GridColumn("班级", 1.4), GridColumn("申请", 0.8, "center"), GridColumn("评议", 0.8, "center"),
             *(GridColumn(level, 1.0, "center") for level in levels), GridColumn("未认定", 0.9, "center"))  # fmt: skip
    rows = tuple(
        (str(number), one.pupil.class_name, one.pupil.name, one.reason or "；".join(one.groups), one.class_level,
         one.level, one.decision_note)
        for number, one in enumerate(found, start=1)
    )  # fmt: skip
    columns = (NUMBER, GridColumn("班级", 1.35), GridColumn("学生", 1.6), GridColumn("情形", 2.6),
               GridColumn("班级评议", 1.0, "center"), GridColumn("学校认定", 1.0, "center"),
               GridColumn("说明", 1.3))  # fmt: skip
    blocks = (
        Grid(heads, tuple(counts), "人数"), Gap(0.4), Grid(columns, rows, "名单"), Gap(0.4),
        Boxes((
            (Box("公示情况", _hung(notices, raised), lines=2),),
            (Box("资助工作组\n意见", "", lines=3, foot=f"组长（签字）：{DATED}"),),
            (Box("校长审批", "", lines=3, foot=f"校长（签字、盖章）：{DATED}"),),
        )),
    )  # fmt: skip
    return Form(
        "家庭经济困难学生认定审批表", blocks, school=school, subtitle=f"{year}—{year + 1}学年", name="审批表",
        foot="本表含家庭情况，只在校内审批和归档，不得张贴。",
    )  # fmt: skip


def _counted(name: str, items: Sequence[RecognitionFacts], levels: Sequence[str]) -> tuple[str, ...]:
    numbers = (
        sum(one.applied_on is not None for one in items), sum(one.reviewed_on is not None for one in items),
        *(sum(one.level == level for one in items) for level in levels), sum(not one.level for one in items),
    )  # fmt: skip
    return (name, *(str(number) for number in numbers))


def _hung(notices: Sequence[NoticeFacts], raised: Sequence[ObjectionFacts]) -> str:
    told = []
    for one in notices:
        down = f"，{on_paper(one.taken_down_on)}撤下" if one.taken_down_on else "，还在公示"
        told.append(
            f"{on_paper(one.first)}至{on_paper(one.last)}在{one.place or '校内'}公示{one.working_days}个工作日，"
            f"{len(one.lines)}人{down}"
        )
    if told:
        outcomes = [one.outcome or "还在处理" for one in raised]
        told.append(f"收到异议{len(raised)}件：{'；'.join(outcomes)}" if raised else "没有收到异议")
    return "；".join(told)


def payment_sheet(one: ListFacts, *, school: str, term: TermSpan) -> Form:
    """发放花名册 of one list; a correction says which list it corrects and why."""
    columns = (
        NUMBER, GridColumn("班级", 1.1), GridColumn("学生", 1.6), GridColumn("金额（元）", 0.9, "right"),
        GridColumn("持卡人", 1.4), GridColumn("卡号尾号", 0.9, "center"), GridColumn("家长签字", 1.6),
    )  # fmt: skip
    rows = tuple(
        (str(number), line.class_name, line.pupil.name, money(line.cents), line.card_holder, line.card_number[-4:], "")
        for number, line in enumerate(one.lines, start=1)
    )
    total = ("合计", "", f"{len(one.lines)}人", money(one.cents), "", "", "")
    blocks: list[Block] = []
    if one.corrects is not None:
        told = f"本册更正第{one.corrects}份名册，原名册不动；负数为收回。原因：{one.why}"
        blocks += [Words(told), Gap(0.2)]
    blocks += [
        Grid(columns, (*rows, total)),
        Gap(0.2),
        Words(f"合计金额（大写）：{in_capitals(one.cents)}"),
        Gap(0.2),
        Boxes((
            (Box("审批", f"{one.approved_by}　{on_paper(one.approved_on)}" if one.approved_on else ""),
             Box("发放日期", on_paper(one.paid_on))),
        )),
        Signatures(("制表人（签字）", "审核人（签字）", "校长（签字）"), seal=f"{school}（公章）"),
    ]  # fmt: skip
    return Form(
        f"{one.title}发放花名册", tuple(blocks), school=school, number=f"第{one.number}份", subtitle=term.name,
        name=f"{one.title}{one.number}",
    )  # fmt: skip


@dataclass
class Tally:
    """Children and cents of one class: entitled, on lists, paid out."""

    due: int = 0
    due_cents: int = 0
    listed: int = 0
    listed_cents: int = 0
    paid_cents: int = 0

    def add(self, other: "Tally") -> None:
        """Add another class."""
        self.due += other.due
        self.due_cents += other.due_cents
        self.listed += other.listed
        self.listed_cents += other.listed_cents
        self.paid_cents += other.paid_cents


SUMS = (
    GridColumn("班级", 1.5), GridColumn("应享受（人）", 1.0, "center"), GridColumn("应享受（元）", 1.2, "right"),
    GridColumn("已列支（人）", 1.0, "center"), GridColumn("已列支（元）", 1.2, "right"),
    GridColumn("已发放（元）", 1.2, "right"), GridColumn("相差（元）", 1.1, "right"),
)  # fmt: skip


def summary(tallies: Mapping[str, Mapping[str, Tally]], *, school: str, term: TermSpan, counted: str) -> Form:
    """汇总表 by programme and class; the difference is entitled minus on lists."""
    blocks: list[Block] = []
    everything = Tally()
    for title, rooms in tallies.items():
        total = Tally()
        for one in rooms.values():
            total.add(one)
        everything.add(total)
        rows = (*(_sum_row(room, one) for room, one in rooms.items()), _sum_row("合计", total))
        blocks += [Grid(SUMS, rows, title), Gap(0.5)]
    blocks += [
        Words(f"全部项目应享受{money(everything.due_cents)}元，已列支{money(everything.listed_cents)}元，"
              f"已发放{money(everything.paid_cents)}元（{in_capitals(everything.paid_cents)}）。"),
        Words(f"{counted}更正名册一并计入。", "small"),
        Signatures(("制表人（签字）", "校长（签字）"), seal=f"{school}（公章）"),
    ]  # fmt: skip
    return Form("学生资助汇总表", tuple(blocks), school=school, subtitle=term.name, name="资助汇总表")


def _sum_row(name: str, one: Tally) -> tuple[str, ...]:
    return (
        name, str(one.due), money(one.due_cents), str(one.listed), money(one.listed_cents), money(one.paid_cents),
        money(one.due_cents - one.listed_cents),
    )  # fmt: skip
