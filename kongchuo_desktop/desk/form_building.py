"""A map built by pointing: a form is opened, headings propose, the teacher corrects, the result is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import form_filling, form_lists
from kongchuo_desktop.desk.form_map_files import FormAndMap
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import form_maps
from kongchuo_desktop.school.enrolment.form_rules import ColumnRule, FormRules, ListRule, check_rules, column_letters
from kongchuo_desktop.sheets.form_file import FormFile, FormSheet, grids_of, load_form, take_form
from kongchuo_desktop.sheets.form_fill import check_marks
from kongchuo_desktop.sheets.form_guess import cells_of, heading_of, kind_of_labels, last_row, list_at, marks_of
from kongchuo_desktop.storage.database import Database

USUAL = "pupils"
TITLE_ROWS = 2
HINTS = {  # words of a title that tell between lists with the same fields
    "left_behind": ("留守",), "disabled": ("残疾", "三残"), "boarders": ("住校", "寄宿", "住宿"),
    "dropouts": ("辍学", "劝返"), "arrivals": ("转入",), "departures": ("转出", "休学"), "area": ("周岁", "人口"),
    "grade_movements": ("变动", "增减"),
}  # fmt: skip
LABELLED = {  # lists of which a row is a class, a grade or a village
    "classes": "class", "class_movements": "class", "grades": "grade", "grade_movements": "grade",
    "villages": "village",
}  # fmt: skip


@dataclass(frozen=True)
class Building:
    """A form on the bench: its file, what it looks like, the rules so far; `map_id` of one kept already."""

    form: FormFile = field(repr=False)
    sheets: tuple[FormSheet, ...] = field(repr=False)
    rules: FormRules
    map_id: int | None = None


def open_form(path: Path) -> Building:
    """A form from outside, with a first map proposed."""
    form = take_form(path)
    sheets = grids_of(form.data)
    return Building(form, sheets, proposed(sheets, title=path.stem[:80]))


def open_kept(session: Session, *, map_id: int) -> Building:
    """A form of the book, to be changed."""
    kept = form_maps.map_of(session, map_id=map_id)
    form = FormFile(kept.file_name, kept.form)
    return Building(form, grids_of(form.data), kept.rules, map_id)


def open_copy(found: FormAndMap) -> Building:
    """A ready-made form as the beginning of one's own."""
    rules = replace(found.rules, title=f"{found.rules.title}（本校）"[:80])
    return Building(found.form, grids_of(found.form.data), rules)


def other_form(building: Building, path: Path) -> Building:
    """The office's new issue of the same form in the place of the old; refused by name where its cells moved."""
    form = take_form(path)
    check_marks(load_form(form.data), building.rules.marks)
    return replace(building, form=form, sheets=grids_of(form.data))


def proposed(sheets: Sequence[FormSheet], *, title: str) -> FormRules:
    """The map that headings and labels suggest."""
    lists: list[ListRule] = []
    cells = []
    for number, sheet in enumerate(sheets):
        takes = best_list(sheet)
        found = list_at(sheet, takes, fields_of(takes), first_sheet=number == 0) if takes else None
        mine = [found] if found is not None else []
        lists += mine
        cells += list(cells_of(sheet, mine, first_sheet=number == 0))
    return FormRules(title, cells=tuple(cells), lists=tuple(lists))


def best_list(sheet: FormSheet) -> str:
    """The list whose fields the sheet's headings name most; 在读学生 where several do as well; "" none."""
    best, most = "", 0.0
    title = f"{sheet.name} {' '.join(text for (row, _), text in sheet.texts.items() if row <= TITLE_ROWS)}"
    for kind in (form_lists.BY_KEY[USUAL], *form_lists.LISTS):
        heading = heading_of(sheet, fields_of(kind.key))
        if heading is None:
            continue
        told = len(heading.fields) + any(word in title for word in HINTS.get(kind.key, ())) / 2
        told += (LABELLED.get(kind.key) == kind_of_labels(sheet, heading) != "") / 4
        if told > most:
            best, most = kind.key, told
    return best


def fields_of(takes: str) -> Mapping[str, str]:
    """The fields of a list by key, with their titles."""
    kind = form_lists.BY_KEY.get(takes)
    return {item.key: item.title for item in kind.fields} if kind is not None else {}


def list_from(sheet: FormSheet, takes: str, row: int, *, sheet_name: str) -> ListRule:
    """A list that begins at the row pointed at: columns by the headings above, as far as they are recognised."""
    above = replace(sheet, rows=min(row - 1, sheet.rows)) if row > 1 else None
    heading = heading_of(above, fields_of(takes)) if above is not None and above.rows else None
    known = heading.fields if heading is not None else {1: next(iter(fields_of(takes)))}
    rule = list_at(sheet, takes, fields_of(takes), first_sheet=True)
    columns = rule.columns if rule is not None and rule.first == row else ()
    if not columns:
        columns = tuple(ColumnRule(column_letters(column), name) for column, name in known.items())
    return ListRule(takes, row, last_row(sheet, row, known), columns, sheet_name)


def finished(building: Building) -> FormAndMap:
    """The rules with the texts by which the form is known again; a UserError when nothing is pointed at yet."""
    rules = building.rules
    if not rules.cells and not rules.lists:
        raise UserError("还没有指定任何一格填什么。请先点一个单元格，从右边选要填的内容。")
    if not rules.title.strip():
        raise UserError("请给这份表样写一个名称。")
    check_rules(rules)
    return FormAndMap(replace(rules, marks=marks_of(building.sheets, rules)), building.form)


def save(database: Database, building: Building, *, now: datetime) -> Building:
    """Keep the form in the book; the building with its number."""
    found = finished(building)
    with database.write(f"存上报表样{found.rules.title}"[:80]) as session:
        number = form_filling.keep(session, found, now=now, map_id=building.map_id)
    return replace(building, rules=found.rules, map_id=number)


def preview(session: Session, building: Building, *, now: datetime, by: str = "") -> tuple[FormSheet, ...]:
    """The form as it would look with the first three rows of each list."""
    found = finished(building)
    return grids_of(form_filling.preview(session, found, today=now.date(), by=by).data)
