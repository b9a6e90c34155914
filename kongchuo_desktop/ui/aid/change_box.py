"""Before an amount is changed: whom it touches, by how much, in which term; only then is it applied."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.aid.amending import Changed, TermChange
from kongchuo_desktop.school.aid.rules import money
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label

NOBODY = "按现在的学生和名单，没有一名学生因此多得或少得；标准照样存下，以后的学期按它算。"


@dataclass(frozen=True)
class ChangeLine:
    """A child and a term."""

    term: str
    one: Changed

    @property
    def more(self) -> int:
        """Cents more (below zero: less)."""
        return self.one.after - self.one.before


class ChangeBox(QDialog):
    """The children whom a change touches, and the button that applies it."""

    def __init__(
        self, parent: QWidget, office: Office, title: str, changes: Sequence[TermChange], run: Callable[[], object]
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("控辍")
        self.resize(min(960, parent.window().width() - 40), min(560, parent.window().height() - 40))
        self._run = run
        self.lines = tuple(ChangeLine(change.term.name, one) for change in changes for one in change.lines)
        self.list = ListView(_kind(), office.settings)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.list.set_rows(self.lines)
        self.sentence = label(summed(changes), role="sentence", wrap=True, selectable=True)
        self.act = button("照此执行", kind="main", run=self.finish)
        self.act.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        for words in (label(title, role="heading", wrap=True), self.sentence):
            words.setContentsMargins(24, 0, 24, 0)
            column.addWidget(words)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(button("取消", run=self.reject))
        row.addWidget(self.act)
        column.addLayout(row)

    def finish(self) -> None:
        """Apply it."""
        self.accept()
        self._run()


def summed(changes: Sequence[TermChange]) -> str:
    """2026年秋季学期 7 人，多 1234 元; a term after the other."""
    parts = []
    for change in changes:
        way = f"共多 {money(change.more)} 元" if change.more >= 0 else f"共少 {money(-change.more)} 元"
        parts.append(f"{change.term.name}改变 {len(change.lines)} 名学生，{way}")
    kept = "已经审批的名册不变，有出入请另做更正名册。"
    return f"{'；'.join(parts)}。{kept}" if parts else NOBODY


def _identity(line: ChangeLine) -> Hashable:
    return (line.term, line.one.pupil.id)


def _kind() -> ListKind:
    columns = (
        Column("pupil", "学生", lambda line: line.one.pupil.name, 128),
        Column("class", "班级", lambda line: line.one.class_name, 112, filtered=True),
        Column("term", "学期", lambda line: line.term, 144, filtered=True),
        Column("before", "现在（元）", lambda line: money(line.one.before), 112, align="right", kind="money",
               sort=lambda line: line.one.before),
        Column("after", "改后（元）", lambda line: money(line.one.after), 112, align="right", kind="money",
               sort=lambda line: line.one.after),
        Column("more", "增减（元）", lambda line: f"{'+' if line.more > 0 else ''}{money(line.more)}", 112,
               align="right", kind="money", sort=lambda line: line.more,
               tone=lambda line: "amber" if line.more < 0 else ""),
    )  # fmt: skip
    return ListKind(
        key="aid_change", title="标准改变影响的学生", columns=columns, identity=_identity,
        words=lambda line: f"{line.one.pupil.name}\n{line.one.pupil.initials}\n{line.one.class_name}", unit="人次",
        empty=Empty("没有学生因此多得或少得。", "scene-safe"),
    )  # fmt: skip
