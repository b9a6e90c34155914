"""操作记录: who did what when, newest first; the chain can be checked."""

from typing import Any

from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.audit import Line
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.log_words import changes_words, kind_words, table_words
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.words import button

AT_ONCE = 500


class LogSection(Section):
    """The newest lines; older ones on request."""

    scrolls = False

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._lines: tuple[Line, ...] = ()
        columns = (
            Column("at", "时间", lambda line: f"{line.at:%Y-%m-%d %H:%M}", 160, sort=lambda line: line.seq),
            Column("actor", "谁", lambda line: line.actor, 96, filtered=True),
            Column("act", "做什么", lambda line: line.act, 160, filtered=True),
            Column("kind", "动作", lambda line: kind_words(line.kind), 72, filtered=True),
            Column("table", "对象", lambda line: table_words(line.table), 112, filtered=True),
            Column("changes", "内容", lambda line: changes_words(line.kind, line.changes), 480),
            Column("seq", "序号", lambda line: str(line.seq), 80, sort=lambda line: line.seq, shown=False),
        )
        self.list = ListView(
            ListKind(
                "log",
                "操作记录",
                columns,
                identity=lambda line: line.seq,
                words=lambda line: f"{line.actor} {line.act} {table_words(line.table)}",
                unit="条",
                empty=Empty("还没有操作记录。"),
            ),
            office.settings,
        )
        self._older = button("再看更早的", run=self._read_on)
        self.list.bar.addWidget(self._older)
        self.list.bar.addWidget(button("核对有没有被改过", run=self._verify))
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.column.addWidget(self.list)

    def refresh(self) -> None:
        """The newest lines."""
        self.office.read(lambda session: audit.recent(session, limit=AT_ONCE), self._show, latest=self)

    def state_sentence(self) -> str:
        """What the log is good for."""
        return "谁在什么时候改了什么，都在这里；不能删改。"

    def _show(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self.list.set_rows(lines)
        self._older.setVisible(bool(lines) and lines[-1].seq > 1)

    def _read_on(self) -> None:
        before, so_far = self._lines[-1].seq, self._lines

        def question(session: Any) -> tuple[Line, ...]:
            return so_far + audit.recent(session, before=before, limit=AT_ONCE)

        self.office.read(question, self._show, latest=self)

    def _verify(self) -> None:
        def told(number: int) -> None:
            self.office.tell.information(f"{number} 条操作记录逐条核对过，没有被改动。")

        self.office.read(audit.verify_chain, told, title="正在核对操作记录")
