"""The form and the chooser side by side: point at a cell, say what goes in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kongchuo_desktop.school.enrolment.form_rules import (
    GROWTHS,
    FormRules,
    cell_at,
    column_letters,
    column_number,
)
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.upward.bench import (
    Bench,
    Spot,
    spot_of,
    with_cell,
    with_column,
    with_list,
    with_rows,
    without_list,
)
from kongchuo_desktop.ui.upward.chooser import Chooser, Offer
from kongchuo_desktop.ui.upward.grid import FormGrid

if TYPE_CHECKING:
    from kongchuo_desktop.sheets.form_file import FormSheet


class PointingPane(QWidget):
    """Edits the rules on a bench; `changed` when they are others."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.grid, self.chooser = FormGrid(), Chooser()
        self.bench: Bench | None = None
        self._sheets: Sequence[FormSheet] = ()
        self._number = 0
        self._place = (0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addWidget(self.chooser)
        self.setFocusProxy(self.grid)
        self.grid.pointed.connect(self.point)
        self.grid.typing.connect(self.chooser.find_line.setFocus)
        self.grid.emptied.connect(self.empty_here)
        self.chooser.written.connect(self.write)
        self.chooser.picked.connect(self.pick)
        self.chooser.styled.connect(self._style)
        self.chooser.list_wanted.connect(self._ask_list)
        self.chooser.rows_wanted.connect(self._ask_rows)
        self.chooser.list_dropped.connect(self.drop_list)

    def open(self, sheets: "Sequence[FormSheet]", bench: Bench) -> None:
        """Another form."""
        self._sheets, self.bench = sheets, bench
        self.show_sheet(0)

    def show_sheet(self, number: int) -> None:
        """One of its sheets; the cursor goes to the first list."""
        if self.bench is None or number < 0:
            return
        self._number, self._place = number, (0, 0)
        self.grid.show_sheet(self._sheets[number], self.bench.now, self._name, field_titles())
        self.chooser.show_nothing()
        first = next((one for one in self.bench.now.lists if one.sheet == self._name), None)
        if first is not None:
            self.grid.point_at(first.first, column_number(first.columns[0].at))

    def change(self, rules: FormRules) -> None:
        """Go on to other rules."""
        if self.bench is not None:
            self.bench.change(rules)
            self.show_rules()

    def show_rules(self) -> None:
        """Paint what the bench now says."""
        if self.bench is not None:
            self.grid.model_of_form.show_rules(self.bench.now)
            if self._place[0]:
                self.point(*self._place)
            self.changed.emit()

    def point(self, row: int, column: int) -> None:
        """Say what a cell takes and could take."""
        if self.bench is None:
            return
        self._place = (row, column)
        sheet, spot = self._sheets[self._number], self._spot()
        own = sheet.text(row, column)
        if spot.rows is None or spot.cell is not None:
            text = spot.cell.text if spot.cell else begun(own)
            self.chooser.show_cell(cell_at(row, column), own, text, value_offers(), may_list=row > 1)
            return
        rows, told = spot.rows, spot.column
        title = list_titles().get(rows.takes, rows.takes)
        words = f"第 {rows.first}—{rows.last} 行填“{title}”，{column_letters(column)} 列"
        heading = next((text for above in range(rows.first - 1, 0, -1) if (text := sheet.text(above, column))), "")
        field, style = (told.field, told.style) if told else ("", "")
        self.chooser.show_column(words, heading, field, style, field_offers(rows.takes))

    def write(self, text: str) -> None:
        """The single cell pointed at takes a text; the form's own text is none."""
        if self.bench is None or not self._place[0]:
            return
        own = self._sheets[self._number].text(*self._place)
        told = "" if text.strip() in ("", own.strip(), begun(own)) else text
        self.change(with_cell(self.bench.now, self._name, cell_at(*self._place), told))

    def pick(self, field: str, style: str = "") -> None:
        """The column pointed at takes a field; "" none."""
        spot = self._spot()
        if self.bench is not None and spot.rows is not None:
            self.change(with_column(self.bench.now, spot.rows, self._place[1], field, style))

    def empty_here(self) -> None:
        """What is pointed at takes nothing."""
        spot = self._spot()
        if spot.cell is not None:
            self.write("")
        elif spot.column is not None:
            self.pick("")

    def begin_list(self, takes: str) -> None:
        """A list begins at the row pointed at."""
        if self.bench is None:
            return
        from kongchuo_desktop.desk import form_building

        row = self._place[0]
        made = form_building.list_from(self._sheets[self._number], takes, row, sheet_name=self._name)
        self.change(with_list(self.bench.now, made))

    def change_list(self, given: dict[str, Any]) -> None:
        """The list pointed at gets other rows, or is another list: columns that this has not are let go."""
        rows = self._spot().rows
        if self.bench is None or rows is None:
            return
        takes = str(given["takes"])
        known = [offer.key for offer in field_offers(takes)]
        made = with_rows(rows, given)
        columns = tuple(column for column in made.columns if column.field in known)
        columns = columns or (replace(made.columns[0], field=known[0], style=""),)
        made = replace(made, takes=takes, columns=columns, only=only_of(given, known))
        self.change(with_list(self.bench.now, made, instead_of=rows))

    def drop_list(self) -> None:
        """The list pointed at is not filled."""
        rows = self._spot().rows
        if self.bench is not None and rows is not None:
            self.change(without_list(self.bench.now, rows))

    @property
    def _name(self) -> str:
        return "" if self._number == 0 else self._sheets[self._number].name

    def _spot(self) -> Spot:
        return spot_of(self.bench.now, self._name, *self._place) if self.bench is not None else Spot()

    def _style(self, style: str) -> None:
        told = self._spot().column
        if told is not None:
            self.pick(told.field, style)

    def _ask_list(self) -> None:
        fields = (Field("takes", "填哪份名单", "choice", required=True, choices=tuple(list_titles().items())),)
        FormBox(self, f"从第 {self._place[0]} 行起填名单", fields, act="指定", today=date.today,
                values={"takes": "pupils"}, run=lambda given: self.begin_list(str(given["takes"])),
                sentence="各列填什么先按上面的栏目名称认一遍，认不出的再点着选。").open()  # fmt: skip

    def _ask_rows(self) -> None:
        rows = self._spot().rows
        if rows is None:
            return
        key = next(iter(rows.only), "")
        values = {"takes": rows.takes, "first": rows.first, "last": rows.last, "grow": rows.grow, "only": key,
                  "texts": "、".join(rows.only.get(key, ()))}  # fmt: skip
        FormBox(self, "名单和它的行", _row_fields(rows.takes), act="改好", today=date.today, values=values,
                run=self.change_list).open()  # fmt: skip


def only_of(given: Mapping[str, Any], known: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The narrowing that was asked for: a field of the list and the texts that it may have."""
    key = str(given.get("only") or "")
    texts = tuple(part for part in re.split(r"[、，,\s]+", str(given.get("texts") or "")) if part)
    return {key: texts} if key in known and texts else {}


def _row_fields(takes: str) -> tuple[Field, ...]:
    return (
        Field("takes", "填哪份名单", "choice", required=True, choices=tuple(list_titles().items())),
        Field("first", "从第几行", "number", required=True, width=6),
        Field("last", "到第几行（表样里空着的最后一行）", "number", required=True, width=6),
        Field("grow", "行数不够时", "choice", required=True, choices=tuple(GROWTHS.items())),
        Field("only", "只填一部分人：看哪一栏", "choice",
              choices=tuple((offer.key, offer.title) for offer in field_offers(takes))),
        Field("texts", "这一栏是什么的才填", hint="几个之间用顿号，如：单亲留守、双亲留守。空着就都填。"),
    )  # fmt: skip


def begun(own: str) -> str:
    """A label with room behind it is kept as the beginning of what is put in."""
    text = own.rstrip(" _＿")
    return text if text.endswith(("：", ":")) else ""


def value_offers() -> tuple[Offer, ...]:
    """Every value that a single cell can take."""
    from kongchuo_desktop.desk import form_values

    return tuple(Offer(kind.name, kind.name, kind.group) for kind in form_values.catalogue())


def field_offers(takes: str) -> tuple[Offer, ...]:
    """Every field of a list."""
    from kongchuo_desktop.desk import form_lists

    kind = form_lists.BY_KEY.get(takes)
    return tuple(Offer(one.key, one.title, one.group) for one in kind.fields) if kind is not None else ()


def list_titles() -> dict[str, str]:
    """Every list by key."""
    from kongchuo_desktop.desk import form_lists

    return {kind.key: kind.title for kind in form_lists.LISTS}


def field_titles() -> dict[str, dict[str, str]]:
    """The words for the fields of every list."""
    return {takes: {offer.key: offer.title for offer in field_offers(takes)} for takes in list_titles()}


def rows_told(rules: FormRules) -> str:
    """What is pointed at so far."""
    return f"已指定 {len(rules.cells)} 个单格、{len(rules.lists)} 份名单"
