"""Asking how a form is to be filled, and filling it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.ui.files import EXCEL, choose_folder, choose_save
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.tasks import Cancelled, Progress

if TYPE_CHECKING:
    from kongchuo_desktop.desk.form_filling import FilledFile, FormLine

EACH = {"*village": "每个村一份，各存一个文件", "*class": "每个班一份，各存一个文件"}
LISTED = 400  # characters of remarks in one box


@dataclass(frozen=True)
class _Ground:
    """What the box needs of the book: the map's time, the classes and villages."""

    first: date
    last: date
    classes: tuple[str, ...]
    villages: tuple[str, ...]
    timed: bool


def ask_filling(parent: QWidget, office: Office, line: "FormLine") -> None:
    """Ask over which time and of whom; then where to."""
    today = office.today()

    def read(session: Any) -> _Ground:
        from kongchuo_desktop.desk import form_filling
        from kongchuo_desktop.school.classes import service as class_room
        from kongchuo_desktop.school.identity import service as identity

        rules = form_filling.form_named(session, line.key).rules
        first, last = form_filling.period_of(session, rules.period, today)
        rooms = tuple(room.full_name for room in class_room.classes(session, today=today))
        villages = tuple(one.name for one in identity.villages(session))
        return _Ground(first, last, rooms, villages, form_filling.is_timed(rules))

    def ask(ground: _Ground) -> None:
        who = [(name, name) for name in (*ground.classes, *ground.villages)]
        time = (
            Field("from", "变动、比率从哪天算起", "date", required=True, width=16),
            Field("to", "算到哪天", "date", required=True, width=16),
        )
        fields = (
            Field("on", "填报日期", "date", required=True, width=16),
            *(time if ground.timed else ()),
            Field("who", "只填一个班或一个村", "choice", choices=(*who, *EACH.items()), hint="空着就是全校。"),
        )
        FormBox(parent, f"填写：{line.title}", fields, act="选保存位置…", today=office.today,
                values={"on": today, "from": ground.first, "to": ground.last},
                run=lambda given: _ask_place(parent, office, line, ground, given)).open()  # fmt: skip

    office.read(read, ask)


def _ask_place(parent: QWidget, office: Office, line: "FormLine", ground: _Ground, given: Mapping[str, Any]) -> None:
    who = str(given["who"] or "")
    choices = {key: given[key].isoformat() for key in ("on", "from", "to") if given.get(key)}
    if who.startswith("*"):
        folder = choose_folder(parent, office, purpose="forms-out", title="填好的表存到哪个文件夹")
        if folder is None:
            raise Cancelled
        _run(office, line, lambda desk, form, now, progress: desk.fill_each(
            office.database, form, folder=folder, by=who[1:], choices=choices, now=now, progress=progress,
        ))  # fmt: skip
        return
    if who:
        choices["class" if who in ground.classes else "village"] = who
    name = f"{line.title}{f'-{who}' if who else ''}-{given['on']:%Y%m%d}.xlsx"
    out = choose_save(parent, office, purpose="forms-out", name=name, kinds=EXCEL)
    if out is None:
        raise Cancelled
    _run(office, line, lambda desk, form, now, _progress: (
        desk.fill(office.database, form, out=out, choices=choices, now=now),))  # fmt: skip


def _run(office: Office, line: "FormLine", act: Callable[..., Any]) -> None:
    now = office.clock()

    def work(progress: Progress) -> Any:
        from kongchuo_desktop.desk import form_filling

        with office.database.read() as session:
            form = form_filling.form_named(session, line.key)
        return act(form_filling, form, now, lambda done, total: progress(done, total, "填写"))

    office.tasks.run(work, done=lambda made: _told(office, line, made), title=f"填写{line.title}", cancellable=True)


def _told(office: Office, line: "FormLine", made: "Sequence[FilledFile]") -> None:
    rows = sum(one.rows for one in made)
    words = f"已填好 {len(made)} 个文件" if len(made) > 1 else f"已填好，名单 {rows} 行"
    office.tell.made_file(made[0].path, f"{words}：{line.title}")
    remarks = list(dict.fromkeys(remark for one in made for remark in one.remarks))
    if remarks:
        text = "\n".join(remarks)
        office.tell.information("表已经填好，有几处请核对：", text if len(text) <= LISTED else f"{text[:LISTED]}……")
