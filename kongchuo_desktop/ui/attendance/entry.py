"""What the keys do: marks go onto the screen at once, into the book in order, and back by Ctrl+Z."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance.rules import AM, PM, SLOT_NAMES, Counts
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.attendance.columns import day_words, half_of
from kongchuo_desktop.ui.attendance.model import Cell, RegisterModel
from kongchuo_desktop.ui.attendance.outbox import Edit, Morning, Outbox, Put, Refused, Took
from kongchuo_desktop.ui.office import Office

MOST_STEPS = 200


@dataclass(frozen=True)
class Step:
    """One act of the hand, forth and back."""

    words: str
    forth: tuple[Edit, ...]
    back: tuple[Edit, ...]


class Entry(QObject):
    """The only one who changes the grid."""

    said = Signal(str, str)  # a sentence, and its tone: '', 'amber' or 'red'
    reread_wanted = Signal()

    def __init__(self, office: Office, model: RegisterModel) -> None:
        super().__init__()
        self._office = office
        self._model = model
        self.outbox = Outbox(office)
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self.outbox.saved.connect(self._saved)
        self.outbox.stuck.connect(self._stuck)

    # verbs
    def mark(self, cells: Sequence[Cell], kind: str) -> bool:
        """Give cells a kind; days to come take leave only. Whether anything was marked."""
        sheet = self._model.sheet
        if sheet is None or not cells:
            return False
        leave = sheet.kinds[kind] is Counts.LEAVE
        good = [cell for cell in cells if leave or cell[1] <= sheet.today]
        if not good:
            self.said.emit(f"{day_words(cells[0][1])}还没有到，不能登记{kind}；请假可以提前登记。", "red")
            return False
        marks = [self._marked(cell, kind) for cell in good]
        self._do(f"{self._who(good)} {kind}", [Put(mark) for mark in marks], self._back_of(good))
        return True

    def clear(self, cells: Sequence[Cell]) -> None:
        """Take the marks of cells away: the children were there."""
        marked = [cell for cell in cells if self._model.mark_of(cell) is not None]
        if not marked:
            self.said.emit("这里没有要清除的登记。全班都到，请按 F8。", "amber")
            return
        edits = [Put(Mark(*cell, kind="")) for cell in marked]
        self._do(f"{self._who(marked)} 清除", edits, self._back_of(marked))

    def note(self, cells: Sequence[Cell], *, reason: str | None = None, told: str | None = None) -> None:
        """Write the reason, or who told the parents, to the marks among these cells."""
        forth: list[Edit] = []
        back: list[Edit] = []
        marked = []
        for cell in cells:
            old = self._model.mark_of(cell)
            if old is None:
                continue
            new = replace(old, reason=old.reason if reason is None else reason, told=old.told if told is None else told)
            if new != old:
                marked.append(cell)
                forth.append(Put(new))
                back.append(Put(old))
        if forth:
            self._do(f"{self._who(marked)} {'原因' if told is None else '告知家长'}", forth, back)

    def all_here(self, class_id: ClassId, day: date, slot: str) -> None:
        """Take a register: whoever has no mark was there."""
        sheet = self._model.sheet
        if sheet is None:
            return
        half = half_of(slot, sheet.plan)
        if self._model.taken(day, half):
            self.said.emit(f"{day_words(day)}{SLOT_NAMES[half]}已经点过名了。", "")
            return
        if day > sheet.today:
            self.said.emit(f"{day_words(day)}还没有到，不能点名；请假可以提前登记。", "red")
            return
        column = self._model.column_of(day, half)
        absent = self._model.absent(column) if column >= 0 else 0
        words = f"{day_words(day)}{SLOT_NAMES[half]}" + (f"已点名，缺 {absent} 人" if absent else "全班到齐")
        self._do(words, [Took(class_id, day, half)], [Took(class_id, day, half, taken=False)])

    def same_as_morning(self, class_id: ClassId, day: date) -> None:
        """Take the afternoon's register as the morning's."""
        sheet = self._model.sheet
        if sheet is None:
            return
        if not self._model.taken(day, AM):
            self.said.emit(f"{day_words(day)}上午还没有点名，没有可以照抄的。", "red")
            return
        touched = [
            (child.id, day, PM)
            for child in self._model.people
            if self._model.mark_of((child.id, day, AM)) or self._model.mark_of((child.id, day, PM))
        ]
        back: list[Edit] = [Put(self._model.mark_of(cell) or Mark(*cell, kind="")) for cell in touched]
        if not self._model.taken(day, PM):
            back.append(Took(class_id, day, PM, taken=False))
        self._do(f"{day_words(day)}下午同上午", [Morning(class_id, day)], back)

    def undo(self) -> None:
        """Take the last act back."""
        self._turn(self._done, self._undone, back=True)

    def redo(self) -> None:
        """Do again what was just taken back."""
        self._turn(self._undone, self._done, back=False)

    @property
    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return bool(self._done)

    # how
    def _do(self, words: str, forth: Sequence[Edit], back: Sequence[Edit]) -> None:
        step = Step(words, tuple(forth), tuple(back))
        self._done = [*self._done[1 - MOST_STEPS :], step]
        self._undone.clear()
        self._send(step.forth)
        self.said.emit(words, "")

    def _turn(self, taken: list[Step], given: list[Step], *, back: bool) -> None:
        if not taken:
            self.said.emit("没有可以撤销的登记了。" if back else "没有可以重做的登记。", "amber")
            return
        step = taken.pop()
        given.append(step)
        self._send(step.back if back else step.forth)
        self.said.emit(f"{'已撤销' if back else '已重做'}：{step.words}", "")

    def _send(self, edits: Sequence[Edit]) -> None:
        for edit in edits:
            if isinstance(edit, Put):
                mark = edit.mark
                self._model.put((mark.pupil_id, mark.day, mark.slot), mark)
                if self._model.sheet and mark.day <= self._model.sheet.today and mark.slot in (AM, PM):
                    self._model.take(mark.day, mark.slot)
            elif isinstance(edit, Took):
                self._model.take(edit.day, edit.slot, taken=edit.taken)
        self.outbox.add(edits)

    def _marked(self, cell: Cell, kind: str) -> Mark:
        """The new mark keeps the reason of the old one."""
        old = self._model.mark_of(cell)
        return replace(old, kind=kind) if old else Mark(*cell, kind=kind, reason="", told="")

    def _back_of(self, cells: Sequence[Cell]) -> list[Edit]:
        """What brings cells and their registers back to how they are now."""
        sheet = self._model.sheet
        back: list[Edit] = [Put(self._model.mark_of(cell) or Mark(*cell, kind="")) for cell in cells]
        halves = dict.fromkeys((cell[1], cell[2]) for cell in cells if cell[2] in (AM, PM))
        for day, half in halves:
            if sheet is not None and day <= sheet.today and not self._model.taken(day, half):
                back.append(Took(sheet.grid.class_id, day, half, taken=False))
        return back

    def _who(self, cells: Sequence[Cell]) -> str:
        names = {child.id: child.name for child in self._model.people}
        people = list(dict.fromkeys(names.get(cell[0], "") for cell in cells))
        slots = {cell[1:] for cell in cells}
        where = f"{len(slots)} 个半天"
        if len(slots) == 1:
            where = f"{day_words(cells[0][1])}{SLOT_NAMES[cells[0][2]]}"
        return f"{people[0] if len(people) == 1 else f'{len(people)} 人'} {where}"

    def _saved(self, edits: Sequence[Edit], refused: Sequence[Refused]) -> None:
        marks = [edit.mark for edit in edits if isinstance(edit, Put)]
        self._model.settle((mark.pupil_id, mark.day, mark.slot) for mark in marks)
        if refused:
            more = f"（还有 {len(refused) - 1} 处）" if len(refused) > 1 else ""
            self.said.emit(refused[0].sentence + more, "red")
        if refused or any(isinstance(edit, Morning) for edit in edits):
            self.reread_wanted.emit()

    def _stuck(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.said.emit(f"还没有存进账本：{error.sentence}按 Ctrl+S 再存一次。", "red")
        else:
            self._office.tasks.failure.emit(error)
