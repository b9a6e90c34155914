"""Healed columns → rows of pupils, with what the cells of one row say about each other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.kit.dates import ReadDate
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.intake import GuardianCells, PupilRow
from kongchuo_desktop.school.pupils.numbers import IdCheck
from kongchuo_desktop.sheets.cells import Sheet, as_text
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.columns import Findings, Place, ReadColumn
from kongchuo_desktop.sheets.pupil_columns import ClassColumns

_RELATION = {"father": "父亲", "mother": "母亲", "grandfather": "祖父", "grandmother": "祖母"}
_PLACE_FIELDS = {"village", "group"}


class RowMaker:
    """Makes the PupilRows of one sheet out of its healed columns."""

    def __init__(
        self,
        sheet: Sheet,
        numbers: Sequence[int],
        columns: dict[str, ReadColumn],
        classes: ClassColumns,
        findings: Findings,
    ) -> None:
        self._sheet = sheet
        self._numbers = numbers
        self._own = {field: column for field, column in columns.items() if "." not in field}
        self._slots = _slots(columns)
        self._classes = classes
        self._findings = findings
        self._completed: list[int] = []

    def make(self) -> tuple[list[PupilRow], list[tuple[int, tuple[str, ...]]]]:
        """The rows that may go in, and (row from 0, raw cells) of those that may not."""
        rows: list[PupilRow] = []
        out: list[tuple[int, tuple[str, ...]]] = []
        lost = self._lost_by_position()
        fields_of = self._fields()
        guardians = self._guardians()
        for position, class_name in enumerate(self._classes.of_rows()):
            number = self._numbers[position]
            raw = self._raw(number)
            fields = fields_of[position]
            missing = lost.get(position, frozenset())
            if self._refused(fields, missing, number):
                out.append((number, raw))
                continue
            self._settle(fields, number, missing)
            rows.append(self._row(number, fields, guardians[position], class_name, missing, raw))
        self._say_completed()
        return rows, out

    def _fields(self) -> list[dict[str, object]]:
        """What each row says, empty cells left away."""
        whole = {field: column.values for field, column in self._own.items() if None not in column.values}
        broken = {field: column.values for field, column in self._own.items() if field not in whole}
        names = tuple(whole)
        rows: list[dict[str, object]] = [{} for _ in self._numbers]
        if whole:
            rows = [dict(zip(names, values, strict=True)) for values in zip(*whole.values(), strict=True)]
        for field, values in broken.items():
            for row, value in zip(rows, values, strict=True):
                if value is not None:
                    row[field] = value
        return rows

    def _row(
        self, number: int, fields: dict[str, object], guardians: tuple[GuardianCells, ...],
        class_name: ClassName, missing: frozenset[str], raw: tuple[str, ...],
    ) -> PupilRow:  # fmt: skip
        return PupilRow(
            self._sheet.name, number + 1, fields, guardians, class_name.grade, class_name.number, class_name.campus,
            missing, raw,
        )  # fmt: skip

    def _raw(self, number: int) -> tuple[str, ...]:
        row = self._sheet.rows[number]
        if type(row) is tuple and set(map(type, row)) == {str}:
            return row
        return tuple([as_text(cell) for cell in row])

    def _lost_by_position(self) -> dict[int, frozenset[str]]:
        lost: dict[int, set[str]] = {}
        for field, column in self._own.items():
            for position in column.lost:
                lost.setdefault(position, set()).add(field)
        return {position: frozenset(fields) for position, fields in lost.items()}

    def _refused(self, fields: dict[str, object], missing: frozenset[str], number: int) -> bool:
        """Without a name there is no pupil; with a broken one the child might be another."""
        heading = self._own["name"].heading
        name = fields.get("name")
        if name is None:
            reason = "姓名这一格读不出来，这一行没有读入。" if "name" in missing else "没有姓名，这一行没有读入。"
            self._findings.row(self._sheet.name, number, reason, Severity.REFUSED, heading)
        elif "?" in str(name) or "\ufffd" in str(name) or "□" in str(name):
            reason = f"姓名“{name}”里有一个字丢失了，补上以后再导入这一行。"
            self._findings.row(self._sheet.name, number, reason, Severity.DOUBTFUL, heading)
        else:
            return False
        return True

    def _settle(self, fields: dict[str, object], number: int, missing: frozenset[str]) -> None:
        """Compares ID number, birth date and sex; turns what the columns gave into columns of the book."""
        check = fields.get("id_number")
        born = fields.get("birth_date")
        if isinstance(check, IdCheck):
            fields["id_number"] = check.number
            self._compare(fields, check, born if isinstance(born, ReadDate) else None, number)
        elif isinstance(born, ReadDate):
            _put_birth(fields, born)
        if not fields.keys().isdisjoint(_PLACE_FIELDS):
            village, group = str(fields.pop("village", "")), str(fields.pop("group", ""))
            if village and "home_address" not in {*fields, *missing}:
                fields["home_address"] = f"{village}{group if not group.isdecimal() else f'{group}组'}"
        if len(fields) == 1:
            self._findings.row(self._sheet.name, number, "这一行只有姓名，已读入，其他内容请补齐。", Severity.NOTE)

    def _compare(self, fields: dict[str, object], check: IdCheck, born: ReadDate | None, number: int) -> None:
        if check.remark and not str(fields.get("student_number", "")).endswith(check.number):
            self._tell("id_number", number, check.remark)
        if check.sex:
            sex = fields.setdefault("sex", check.sex)
            if sex != check.sex:
                self._tell("sex", number, f"表中性别是“{sex}”，身份证件号说明是“{check.sex}”，已按表中的读入，请核对。")
        if born is None:
            if check.birth_date:
                fields["birth_date"] = check.birth_date
            return
        _put_birth(fields, born)
        if check.birth_date and not _agree(born, check.birth_date):
            reason = f"表中出生日期是{_shown(born)}，身份证件号说明是{check.birth_date}，已按表中的读入，请核对。"
            self._tell("birth_date", number, reason)
        elif check.birth_date and born.precision == "month":
            fields["birth_date"] = check.birth_date
            del fields["birth_month_only"]
            self._completed.append(number)

    def _tell(self, field: str, number: int, reason: str) -> None:
        column = self._own.get(field) or self._own["id_number"]
        self._findings.add(Place(self._sheet.name, number, column.column, column.heading), reason)

    def _say_completed(self) -> None:
        if self._completed:
            column = self._own["birth_date"]
            reason = f"“{column.heading}”这一列有{len(self._completed)}格只写了年月，日子已由身份证件号补上。"
            self._findings.add(Place(self._sheet.name, self._completed[0], column.column, column.heading), reason)

    def _guardians(self) -> list[tuple[GuardianCells, ...]]:
        """The adults of each row, in the order of their columns; one named in two places is one."""
        if not self._slots:
            return [()] * len(self._numbers)
        for columns in self._slots.values():
            self._say_nameless(columns)
        per_slot = [_cells_of_slot(slot, columns) for slot, columns in self._slots.items()]
        return [_distinct(adults) for adults in zip(*per_slot, strict=True)]

    def _say_nameless(self, columns: dict[str, ReadColumn]) -> None:
        """An adult needs a name; what else a row says of it is not dropped in silence."""
        name = columns["name"]
        told = [columns[key].values for key in ("phone", "id_number", "address", "workplace") if key in columns]
        for position, value in enumerate(name.values):
            if value is None and position not in name.lost and any(values[position] for values in told):
                place = Place(self._sheet.name, self._numbers[position], name.column, name.heading)
                self._findings.add(place, f"“{name.heading}”是空的，这位家长的电话等内容没有读入。")


def _slots(columns: dict[str, ReadColumn]) -> dict[str, dict[str, ReadColumn]]:
    slots: dict[str, dict[str, ReadColumn]] = {}
    for field, column in columns.items():
        slot, dot, attribute = field.partition(".")
        if dot:
            slots.setdefault(slot, {})[attribute] = column
    order = {"guardian": "0", "father": "6", "mother": "7", "grandfather": "8", "grandmother": "9"}
    named = {slot: columns for slot, columns in slots.items() if "name" in columns}
    return dict(sorted(named.items(), key=lambda item: order.get(item[0], item[0])))


def _cells_of_slot(slot: str, columns: dict[str, ReadColumn]) -> list[GuardianCells | None]:
    relation = _RELATION.get(slot, "")
    nothing = {"relation": relation, "id_number": None}
    values = [_given(columns.get(key), nothing.get(key, ""), len(columns["name"].values)) for key in _ADULT_COLUMNS]
    return [GuardianCells(*cells) if cells[0] else None for cells in zip(*values, strict=True)]


_ADULT_COLUMNS = tuple(GuardianCells.__dataclass_fields__)


def _given(column: ReadColumn | None, nothing: str | None, rows: int) -> list[Any]:
    """The values of one column of adults, `nothing` where it says nothing."""
    if column is None:
        return [nothing] * rows
    return [nothing if value is None else value.number if type(value) is IdCheck else value for value in column.values]


def _distinct(adults: Sequence[GuardianCells | None]) -> tuple[GuardianCells, ...]:
    there = [adult for adult in adults if adult is not None]
    names = {adult.name for adult in there}
    if len(names) == len(there):
        return tuple(there)
    order = dict.fromkeys(adult.name for adult in there)
    return tuple(_merged([adult for adult in there if adult.name == name]) for name in order)


def _merged(same: list[GuardianCells]) -> GuardianCells:
    """One adult of what several columns say about it; the first to say something counts."""
    keys = GuardianCells.__dataclass_fields__
    return GuardianCells(**{key: next(filter(None, (getattr(one, key) for one in same)), "") for key in keys})


def _put_birth(fields: dict[str, object], born: ReadDate) -> None:
    fields["birth_date"] = born.date
    if born.precision == "month":
        fields["birth_month_only"] = True


def _agree(born: ReadDate, known: date) -> bool:
    return born.date == known or (born.precision == "month" and born.date == known.replace(day=1))


def _shown(born: ReadDate) -> str:
    return f"{born.date:%Y-%m}" if born.precision == "month" else born.date.isoformat()
