"""From a row of a report to the children that it tells of: by name and class, else the whole class or village."""

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.reports.screen import Line, cell_text

NAMES = ("name", "pupil", "pupils", "names")  # keys of columns that name a child, or several
NOBODY = "这一行没有写到哪个学生、哪个班或哪个村，打不开名单。"
EVER = ("在读", "休学", "离校")


def open_row(office: Office, table: Table, line: Line) -> None:
    """Show them on the page of pupils; a row of the whole school says that there is nothing to open."""
    cells = {column.key: cell_text(cell) for column, cell in zip(table.columns, line[1], strict=True)}
    today = office.today()

    def show(request: object) -> None:
        if request is None:
            office.tell.toast(NOBODY)
        else:
            office.go("pupils", request)

    office.read(lambda session: request_of(session, cells, today), show, latest="report-row")


def request_of(session: Session, cells: Mapping[str, str], today: date) -> object:
    """What the page of pupils is asked for by a row with these cells; None when it names nobody."""
    named = [name for key in NAMES for name in re.split("（.*?）|[、，；]", cells.get(key, "")) if name]
    ids = frozenset(PupilId(one) for one in session.scalars(select(Pupil.id).where(Pupil.name.in_(named))))
    found = pupil_room.pupils(session, today=today, ids=ids, status=EVER)
    found = tuple(one for one in found if one.class_name == cells.get("class")) or found
    if found:
        return found[0].id if len(found) == 1 else ("these", frozenset(one.id for one in found))
    rooms = {room.full_name: room.id for room in class_room.classes(session, today=today)}
    if cells.get("class") in rooms:
        return ("class", rooms[cells["class"]])
    return ("village", cells["village"]) if cells.get("village") else None
