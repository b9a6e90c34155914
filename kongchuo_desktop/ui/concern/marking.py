"""Giving children a kind of concern, ending it, putting it right; the notice takes each back."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.concern import service
from kongchuo_desktop.school.concern.rules import Kind
from kongchuo_desktop.school.concern.service import LONGEST, MarkFacts
from kongchuo_desktop.school.types import MarkId
from kongchuo_desktop.ui.concern.register_lines import RegisterLine
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

ENDINGS = ("情况已改变", "家长已回家照料", "学习已跟上", "已脱困", "思想已稳定", "登记有误")


class Marking:
    """The acts on children and on single marks."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office

    def ask_mark(self, lines: Sequence[RegisterLine], kinds: Sequence[Kind], *, proposed: str = "") -> None:
        """Ask which kind, since when and why; the same for all chosen children."""
        choices = tuple((kind.name, f"{kind.group} · {kind.name}") for kind in kinds if kind.in_use and not kind.parts)
        fields = (
            Field("kind", "类别", "choice", required=True, choices=choices),
            Field("since", "从哪天起", "date", required=True, width=14),
            Field("why", "原因", "lines", hint="谁反映的、什么表现，几个字就行", longest=LONGEST),
        )
        self._box(
            f"把 {_named(lines)} 登记为重点关爱", fields, "登记", lambda given: self._mark(lines, given),
            {"kind": proposed or choices[0][0], "since": self._office.today()},
        )  # fmt: skip

    def ask_end(self, lines: Sequence[RegisterLine]) -> None:
        """Ask which kind has ended, when and why; of several children the same kind."""
        names = dict.fromkeys(mark.kind for line in lines for mark in line.marks if mark.id is not None)
        if not names:
            self._office.tell.toast("选中的学生没有可以解除的登记")
            return
        marks = [mark for line in lines for mark in line.marks if mark.id is not None]
        fields = (
            Field("kind", "解除哪一类", "choice", required=True, choices=tuple((name, name) for name in names)),
            *_end_fields(),
        )
        self._box(
            f"解除 {_named(lines)} 的登记", fields, "解除",
            lambda given: self._end([mark for mark in marks if mark.kind == given["kind"]], given),
            {"kind": next(iter(names)), "on": self._office.today()},
        )  # fmt: skip

    def ask_end_one(self, mark: MarkFacts) -> None:
        """End one mark of the panel."""
        self._box(
            f"解除“{mark.kind}”", _end_fields(), "解除", lambda given: self._end([mark], given),
            {"on": self._office.today()},
        )  # fmt: skip

    def ask_correct(self, mark: MarkFacts) -> None:
        """Put beginning and reason of one mark right."""
        fields = (
            Field("since", "从哪天起", "date", required=True, width=14),
            Field("why", "原因", "lines", longest=LONGEST),
        )
        values = {"since": mark.since, "why": mark.why}
        self._box(f"更正“{mark.kind}”", fields, "保存", lambda given: self._correct(mark, given), values)

    def _mark(self, lines: Sequence[RegisterLine], given: dict[str, Any]) -> None:
        office, today = self._office, self._office.today()

        def done(made: service.Marked) -> None:
            told = f"已登记 {len(made.ids)} 人为“{given['kind']}”"
            if made.already:
                told += f"；{'、'.join(made.already[:3])}{'等' if len(made.already) > 3 else ''}原已登记，没有重复"
            office.tell.toast(told, undo=lambda: self._take_back(made.ids))

        office.write(
            "登记重点关爱",
            lambda session: service.mark(
                session, pupil_ids=[line.id for line in lines], kind=given["kind"], since=given["since"],
                why=given["why"] or "", by=office.database.actor, today=today,
            ),
            done=done,
        )  # fmt: skip

    def _take_back(self, ids: Sequence[MarkId]) -> None:
        office = self._office
        office.write(
            "撤销登记重点关爱",
            lambda session: service.withdraw_marks(session, mark_ids=ids),
            done=lambda _none: office.tell.toast("已撤销刚才的登记"),
        )

    def _end(self, marks: Sequence[MarkFacts], given: dict[str, Any]) -> None:
        office, today = self._office, self._office.today()
        ids = [mark.id for mark in marks if mark.id is not None]

        def verb(session: Any) -> None:
            for mark_id in ids:
                service.end_mark(
                    session, mark_id=mark_id, on=given["on"], why=given["why"], by=office.database.actor, today=today
                )

        def back() -> None:
            def again(session: Any) -> None:
                for mark_id in ids:
                    service.reopen_mark(session, mark_id=mark_id)

            office.write("恢复登记", again, done=lambda _none: office.tell.toast("已恢复原来的登记"))

        office.write(
            "解除重点关爱", verb,
            done=lambda _none: office.tell.toast(f"已解除“{marks[0].kind}” {len(ids)} 条，记录保留", undo=back),
        )  # fmt: skip

    def _correct(self, mark: MarkFacts, given: dict[str, Any]) -> None:
        office, today = self._office, self._office.today()

        def verb(session: Any) -> None:
            assert mark.id is not None  # noqa: S101 - only written marks have the button
            service.correct_mark(session, mark_id=mark.id, since=given["since"], why=given["why"] or "", today=today)

        office.write("更正重点关爱", verb, done=lambda _none: office.tell.toast(f"已更正“{mark.kind}”"))

    def _box(self, title: str, fields: tuple[Field, ...], act: str, run: Any, values: dict[str, Any]) -> None:
        FormBox(self._page, title, fields, act=act, run=run, today=self._office.today, values=values).open()


def _end_fields() -> tuple[Field, ...]:
    reasons = tuple((words, words) for words in ENDINGS)
    return (
        Field("on", "从哪天起解除", "date", required=True, width=14),
        Field("why", "解除原因", "choice", required=True, choices=reasons, free=True, longest=LONGEST),
    )


def _named(lines: Sequence[RegisterLine]) -> str:
    return lines[0].name if len(lines) == 1 else f"{len(lines)} 名学生"
