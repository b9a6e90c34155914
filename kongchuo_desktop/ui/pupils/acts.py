"""What is done with several selected children at once; each act can be taken back from its notice."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils.lines import PupilLine

Lines = tuple[PupilLine, ...]
LODGING = (("day", "走读"), ("boarding", "住校"))
Columns = Callable[[Session], Mapping[str, object]]


class PupilActs:
    """The bar under the list. `export` saves the chosen children as a file."""

    def __init__(self, page: QWidget, office: Office, *, export: Callable[[Lines], object]) -> None:
        self._page = page
        self._office = office
        self._export = export

    def row_acts(self) -> tuple[RowAct, ...]:
        """The acts in the order of the bar."""
        return (
            RowAct("打印责任书", self._print, icon="print"),
            RowAct(
                "一生一档", lambda lines: self._office.go("pupils", ("dossier", lines[0].id)), icon="history", most=1
            ),
            RowAct("打印档案", lambda lines: self._print_files("dossier", lines), icon="file"),
            RowAct("关爱档案卡", lambda lines: self._print_files("archive_card", lines), icon="file"),
            RowAct("批量修改", self._ask_change, icon="edit"),
            RowAct("导出所选", self._export, icon="export"),
        )

    def _print(self, lines: Lines) -> None:
        self._office.go("agreements", ("print-parent", tuple(line.id for line in lines)))

    def _print_files(self, key: str, lines: Lines) -> None:
        from kongchuo_desktop.ui.dossier.printing import print_files

        print_files(self._page, self._office, key, tuple(line.facts for line in lines))

    def _ask_change(self, lines: Lines) -> None:
        today = self._office.today()
        self._office.read(
            lambda session: (class_room.classes(session, today=today), identity.villages(session)),
            lambda answer: self._box(lines, *answer),
        )

    def _box(
        self, lines: Lines, rooms: tuple[class_room.ClassFacts, ...], villages: tuple[identity.VillageFacts, ...]
    ) -> None:
        classes = tuple((str(room.id), room.full_name) for room in rooms)
        names = tuple((village.name, village.name) for village in villages)
        parts = (
            Field("class_id", "班级", "choice", choices=classes),
            Field("village", "村", "choice", choices=names, free=True, hint="选已有的村，或直接写新的村名"),
            Field("boarding", "就读方式", "choice", choices=LODGING),
        )
        box = FormBox(
            self._page,
            f"修改选中的 {len(lines)} 名学生",
            parts,
            act=f"修改 {len(lines)} 人",
            run=lambda values: self._change(lines, values, dict(classes)),
            today=self._office.today,
            sentence="只改填了的，空着的保持原样。",
        )
        box.open()

    def _change(self, lines: Lines, values: Mapping[str, Any], classes: Mapping[str, str]) -> None:
        told = [classes.get(values["class_id"], ""), values["village"], dict(LODGING).get(values["boarding"], "")]

        def columns(session: Session) -> Mapping[str, object]:
            wanted: dict[str, object] = {}
            if values["class_id"]:
                wanted["class_id"] = int(values["class_id"])
            if name := values["village"]:
                wanted["village_id"] = identity.village_ids(session, names=frozenset({name}))[name]
            if values["boarding"]:
                wanted["boarding"] = values["boarding"] == "boarding"
            return wanted

        if any(told):
            self._write("批量修改学生", lines, columns, "改为" + "、".join(filter(None, told)))

    def _write(self, act: str, lines: Lines, columns: Columns, told: str) -> None:
        before: dict[PupilId, dict[str, object]] = {}

        def verb(session: Session) -> None:
            wanted = columns(session)
            for line in lines:
                old = {name: line.facts.fields[name] for name in wanted}
                if old != wanted:
                    before[line.id] = old
                    pupil_room.change_pupil(session, pupil_id=line.id, fields=wanted)

        def done(_none: object) -> None:
            if before:
                self._office.tell.toast(f"已把 {len(before)} 名学生{told}", undo=lambda: self._undo(act, before))
            else:
                self._office.tell.toast("没有改动：选中的学生原来就是这样")

        self._office.write(act, verb, done=done)

    def _undo(self, act: str, before: Mapping[PupilId, dict[str, object]]) -> None:
        def verb(session: Session) -> None:
            for pupil_id, old in before.items():
                pupil_room.change_pupil(session, pupil_id=pupil_id, fields=old)

        self._office.write(
            f"撤销{act}", verb, done=lambda _none: self._office.tell.toast(f"已撤销：{len(before)} 名学生恢复原样")
        )
