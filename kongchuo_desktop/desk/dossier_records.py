"""The records in a child's file, part by part: roll, attendance, concern, visits with photos, talks, help, story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kongchuo_desktop.desk.case_course import course
from kongchuo_desktop.desk.dossier_sheet import Child
from kongchuo_desktop.desk.timeline import Entry
from kongchuo_desktop.desk.timeline_entry import until
from kongchuo_desktop.documents.form_content import (
    Block,
    Box,
    Boxes,
    Form,
    Gap,
    Grid,
    GridColumn,
    Picture,
    Pictures,
    Words,
)
from kongchuo_desktop.school.attendance.child_history import Closing, Spell
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.survey.service import LineFacts, SurveyFacts
from kongchuo_desktop.school.types import VisitId
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.school.visits.talks import TalkFacts
from kongchuo_desktop.school.visits.teaching import LessonFacts, PlacementFacts


@dataclass(frozen=True)
class Records:
    """What the rooms hold about one child, oldest first; `photos` by visit."""

    events: tuple[EventFacts, ...] = ()
    spells: tuple[Spell, ...] = ()
    closings: tuple[Closing, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    photos: Mapping[VisitId, tuple[Picture, ...]] = field(default_factory=dict, repr=False)
    talks: tuple[TalkFacts, ...] = ()  # nothing sealed
    placements: tuple[PlacementFacts, ...] = ()
    lessons: tuple[LessonFacts, ...] = ()
    surveys: tuple[tuple[SurveyFacts, LineFacts], ...] = ()
    cases: tuple[CaseFacts, ...] = ()


def parts(child: Child, records: Records) -> tuple[Form, ...]:
    """Parts in order; one of which nothing is recorded is left out."""
    name = child.pupil.name
    made = (
        _part("学籍变动与签约记录", name, _roll(child, records)),
        _part("考勤与缺课处理记录", name, _attendance(records)),
        _part("劝返个案", name, _cases(records)),
        _part("重点关注登记", name, _concern(child)),
        _part("家访记录", name, _visits(records)),
        _part("谈心与关爱记录", name, _talks(records)),
        _part("送教上门记录", name, _teaching(records)),
        _part("摸底与帮扶措施", name, _surveys(records)),
        _part("结对帮扶记录", name, _pairs(child)),
        _part("大事记", name, _story(child.story.entries)),
    )
    return tuple(form for form in made if form is not None)


def _part(title: str, name: str, blocks: Sequence[Block]) -> Form | None:
    return Form(title, tuple(blocks), name=name) if blocks else None


def _grid(title: str, columns: Sequence[tuple[str, float, str]], rows: Sequence[Sequence[str]]) -> list[Block]:
    """A grid with air below it; nothing where there are no rows."""
    if not rows:
        return []
    heads = tuple(GridColumn(heading, width, "center" if align == "c" else "left") for heading, width, align in columns)
    return [Grid(heads, tuple(tuple(row) for row in rows), title), Gap(0.8)]


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _roll(child: Child, records: Records) -> list[Block]:
    changes = [
        (_day(event.day), event.kind, event.reason, event.place or event.to_class,
         "" if not event.sort.needs_proof else "已收到" if event.proven else "未收到", event.note)
        for event in records.events
    ]  # fmt: skip
    letters = [entry for entry in child.story.entries if entry.kind in ("责任书", "通知书")]
    return [
        *_grid("学籍变动", (("日期", 1.1, "c"), ("类型", 0.7, "c"), ("原因", 1.4, "l"), ("来源或去向", 2.0, "l"),
                        ("回执", 0.7, "c"), ("备注", 1.8, "l")), changes),
        *_grid("责任书与通知书", (("日期", 1.1, "c"), ("文书", 0.8, "c"), ("编号与送达", 6.0, "l")),
               [(_day(entry.day), entry.kind, entry.sentence) for entry in letters]),
    ]  # fmt: skip


def _attendance(records: Records) -> list[Block]:
    absent = [
        (until(spell.first, spell.last), f"{spell.first.year}", spell.kind, spell.length, "、".join(spell.reasons))
        for spell in records.spells
    ]
    done = [
        (_day(one.about_day), one.title or f"第{one.step}步", one.outcome, one.record, _day(one.done_on), one.done_by)
        for one in records.closings
    ]
    return [
        *_grid("缺课情况", (("日期", 1.8, "c"), ("年", 0.6, "c"), ("类别", 0.8, "c"), ("合计", 0.9, "c"),
                        ("原因", 3.6, "l")), absent),
        *_grid("分级处理", (("发生日期", 1.1, "c"), ("标准", 1.7, "l"), ("结果", 1.3, "l"), ("办理情况", 3.0, "l"),
                        ("办结日期", 1.1, "c"), ("办理人", 0.9, "c")), done),
    ]  # fmt: skip


def _cases(records: Records) -> list[Block]:
    """Each case from its first sign to its end; one closed without proof says so."""
    columns = (("日期", 1.1, "c"), ("事项", 1.6, "l"), ("人员", 1.2, "l"), ("情况和结果", 4.2, "l"))
    blocks: list[Block] = []
    for one in records.cases:
        title = f"个案第{one.id}号　{one.opened_from}　{one.cause or '原因待查'}　{one.state}"
        rows = [(_day(line.day), line.what, line.who, line.told) for line in course(one)]
        blocks += _grid(title, columns, rows)
    return blocks


def _concern(child: Child) -> list[Block]:
    rows = [(mark.kind, _day(mark.since), mark.why, mark.by, _day(mark.until), mark.ended_why) for mark in child.marks]
    home = [(_day(entry.day), entry.sentence) for entry in child.story.entries if entry.kind == "家庭"]
    return [
        *_grid("关注类别", (("类别", 1.1, "l"), ("起", 1.1, "c"), ("原因", 3.0, "l"), ("登记人", 0.8, "c"),
                        ("止", 1.1, "c"), ("解除原因", 2.0, "l")), rows),
        *_grid("父母去向变化", (("日期", 1.1, "c"), ("情况", 6.0, "l")), home),
    ]  # fmt: skip


def _visits(records: Records) -> list[Block]:
    """A frame for each visit, its photos below it."""
    blocks: list[Block] = []
    for number, visit in enumerate(records.visits, start=1):
        blocks.append(
            Words(f"第{number}次　{visit.day.year}年{visit.day.month}月{visit.day.day}日　{visit.number}", "heading")
        )
        blocks.append(Boxes(tuple(_visit_rows(visit))))
        photos = records.photos.get(visit.id, ())
        if photos:
            blocks += [Gap(0.3), Pictures(photos)]
        blocks.append(Gap(0.8))
    return blocks


def _visit_rows(visit: VisitFacts) -> list[tuple[Box, ...]]:
    promise = visit.promise
    if visit.promise_due:
        promise += f"（{visit.promise_due:%Y-%m-%d}前）"
    rows: list[tuple[Box, ...]] = [
        (Box("方式", visit.form), Box("家访人", visit.who, 2.0)),
        (Box("在家的人", visit.at_home), Box("家访目的", visit.purpose, 2.0)),
        (Box("了解情况", visit.found, lines=2),),
        (Box("商定措施", visit.measures),),
    ]
    if promise:
        rows.append((Box("家长承诺", promise),))
    if visit.promise_kept_on:
        rows.append((Box("落实情况", f"{visit.promise_kept_on:%Y-%m-%d}　{visit.promise_outcome}"),))
    tail = (Box("下次家访", _day(visit.next_on)), Box("家长签字", "已签" if visit.signed else ""))
    return [*rows, tail]


def _talks(records: Records) -> list[Block]:
    rows = [
        (_day(talk.day), talk.kind, talk.talker, "　".join(filter(None, (talk.topic, talk.content))), talk.outcome)
        for talk in records.talks
    ]
    columns = (("日期", 1.1, "c"), ("类别", 0.8, "c"), ("谈话人", 0.9, "c"), ("内容", 4.0, "l"), ("结果", 2.0, "l"))
    return _grid("", columns, rows)


def _teaching(records: Records) -> list[Block]:
    placed = [
        (one.kind, " ".join(filter(None, (one.disability, one.degree))), one.certificate, one.school_name,
         _day(one.since), _day(one.until))
        for one in records.placements
    ]  # fmt: skip
    lessons = [
        (_day(one.draft.day), str(one.draft.lessons), one.draft.teachers, one.draft.content, one.draft.response)
        for one in records.lessons
    ]
    return [
        *_grid("安置方式", (("方式", 1.0, "c"), ("残疾类别", 1.2, "c"), ("证号", 1.6, "c"), ("学校或机构", 1.6, "l"),
                        ("起", 1.0, "c"), ("止", 1.0, "c")), placed),
        *_grid("送教记录", (("日期", 1.1, "c"), ("课时", 0.5, "c"), ("送教教师", 1.2, "l"), ("内容", 3.0, "l"),
                        ("学生表现", 2.2, "l")), lessons),
    ]  # fmt: skip


def _surveys(records: Records) -> list[Block]:
    rows = [
        (_day(found.made_on), found.title, "，".join(line.reasons) or "不需要帮助", line.measure, line.measure_by,
         _day(line.measure_done_on))
        for found, line in records.surveys
    ]  # fmt: skip
    columns = (("日期", 1.1, "c"), ("摸底", 1.5, "l"), ("需要帮助", 2.0, "l"), ("措施", 2.4, "l"), ("落实人", 0.8, "c"),
               ("落实日期", 1.1, "c"))  # fmt: skip
    return _grid("", columns, rows)


def _pairs(child: Child) -> list[Block]:
    kinds = ("结对", "帮扶计划", "帮扶")
    rows = [(_day(entry.day), entry.kind, entry.sentence) for entry in child.story.entries if entry.kind in kinds]
    return _grid("", (("日期", 1.1, "c"), ("类别", 1.0, "c"), ("内容", 6.0, "l")), rows)


def _story(entries: Sequence[Entry]) -> list[Block]:
    rows = [(_day(entry.day), entry.kind, entry.sentence) for entry in entries]
    return _grid("", (("日期", 1.1, "c"), ("类别", 0.9, "c"), ("事情", 6.0, "l")), rows)
