"""升级: the whole school goes up one grade, once a year, with a preview and a way back."""

from dataclasses import dataclass
from typing import Any

from kongchuo_desktop.desk import importing
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.batches import Batch, BatchInfo, list_batches
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.words import button

KIND = "advance"


@dataclass(frozen=True)
class _Preview:
    year: int
    steps: tuple[Any, ...]
    last: Batch | None


class YearSection(Section):
    """The preview is always there; the button says what it will touch."""

    scrolls = False

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._preview: _Preview | None = None
        columns = (
            Column("before", "现在", lambda step: step.before, 160),
            Column("pupils", "学生", lambda step: str(step.pupils), 80, sort=lambda step: step.pupils, align="right"),
            Column("after", "升级后", lambda step: step.after or "毕业", 160, filtered=True),
        )
        self._list = ListView(
            ListKind(
                "advance",
                "升级预览",
                columns,
                identity=lambda step: step.class_id,
                words=lambda step: f"{step.before} {step.after}",
                unit="个班",
                empty=Empty("还没有班级。导入学生名册后，班级会自己建好。"),
            ),
            office.settings,
        )
        self._go = button("全校升一级…", kind="main", run=self._advance)
        self._back = button("撤销刚才的升级…", run=self._take_back)
        self._list.bar.addWidget(self._go)
        self._list.bar.addWidget(self._back)
        self._go.setEnabled(False)
        self._back.hide()
        self.column.addWidget(self._list)

    def refresh(self) -> None:
        """Read what 升级 would do."""
        today = self.office.today()

        def question(session: Any) -> _Preview:
            counts = pupil_room.class_counts(session)
            steps = class_room.preview_advance(session, today=today, counts=counts)
            last = next((batch for batch in list_batches(session) if batch.kind == KIND), None)
            return _Preview(identity.school(session).current_year, steps, last)

        self.office.read(question, self._show, latest=self)

    def state_sentence(self) -> str:
        """The year under way, and what the list shows."""
        if self._preview is None:
            return ""
        return f"现在是 {year_name(self._preview.year)}。每年暑假升一次级，下面是升级后的样子。"

    def _show(self, preview: _Preview) -> None:
        self._preview = preview
        self._list.set_rows(preview.steps)
        self._go.setEnabled(bool(preview.steps))
        self._back.setVisible(preview.last is not None and preview.last.taken_back_at is None)
        self.state_changed.emit()

    def _advance(self) -> None:
        preview = self._preview
        if preview is None:
            return
        leaving = [step for step in preview.steps if step.graduates]
        up, out = len(preview.steps) - len(leaving), sum(step.pupils for step in leaving)
        sentence = f"{up} 个班升一级，{len(leaving)} 个毕业班（{out} 名学生）结束，进入 {year_name(preview.year + 1)}。"
        if not self.office.tell.confirm_danger(
            sentence, act="升级", detail="升级前会先备份；升错了可以用“撤销刚才的升级”退回。"
        ):
            return
        database, today = self.office.database, self.office.today()
        name = year_name(preview.year + 1)

        def work(_progress: object) -> None:
            from kongchuo_desktop.storage.backup import Why, ensure_backup

            ensure_backup(database, why=Why.IMPORT)
            with database.write("全校升级", batch=BatchInfo(KIND, name, {"classes": up})) as session:
                class_room.advance_year(session, today=today)

        self.office.tasks.run(work, done=lambda _: self._done(f"已进入 {name}"), title="正在升级")

    def _take_back(self) -> None:
        last = self._preview.last if self._preview else None
        if last is None or not self.office.tell.confirm_danger(
            "撤销最近一次全校升级，各班退回原来的年级。", act="撤销升级"
        ):
            return
        database = self.office.database
        self.office.tasks.run(
            lambda _progress: importing.undo(database, last.id),
            done=lambda _: self._done("已撤销升级"),
            title="正在撤销",
        )

    def _done(self, words: str) -> None:
        self.office.tell.toast(words)
        self.refresh()
