"""Rows whose names are printed already (一年级, 三(1)班, 河湾村): each of the list goes to the row of its name."""

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from kongchuo_desktop.school.enrolment.form_rules import ListRule, bare, column_number
from kongchuo_desktop.school.enrolment.form_texts import Value, written
from kongchuo_desktop.sheets.class_names import read_class_name

Row = Mapping[str, Value]


def placed(sheet: Worksheet, one: ListRule, rows: Sequence[Row]) -> tuple[dict[int, Row], tuple[str, ...]]:
    """The row of the sheet for each of the list, by the text in the list's first column; and names without a row."""
    label = one.columns[0]
    column = column_number(label.at)
    places = {}
    for number in range(one.last, one.first - 1, -1):
        text = sheet.cell(number, column).value
        if text not in (None, ""):
            places[same_name(str(text))] = number
    found: dict[int, Row] = {}
    without = []
    for row in rows:
        name = written(row.get(label.field))
        number_of = places.get(same_name(name))
        if number_of is None:
            without.append(name)
        else:
            found[number_of] = row
    return found, tuple(without)


def same_name(text: str) -> tuple[object, ...]:
    """What two writings of a class, a grade or a village have in common."""
    told = read_class_name(text)
    if told.grade:
        return told.grade, told.number or 0, told.campus
    return (bare(text).removesuffix("委会").removesuffix("委员会"),)
