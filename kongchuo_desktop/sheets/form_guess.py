"""A first map of an office's form, by its headings and labels: proposed, then corrected by pointing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.school.enrolment.form_rules import (
    CellRule,
    ColumnRule,
    FormRules,
    ListRule,
    Mark,
    bare,
    cell_at,
    column_letters,
    column_number,
    place_of,
)
from kongchuo_desktop.sheets.class_names import read_class_name
from kongchuo_desktop.sheets.form_file import FormSheet
from kongchuo_desktop.sheets.headings import PupilHeadings
from kongchuo_desktop.sheets.synonyms import IGNORED

DEEPEST, MOST_HEAD_ROWS = 40, 3
FEWEST = 2  # recognised columns that make a heading
NUMBER, LABEL = "number", "scope"  # 序号; the name of a class, a grade or a village
_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBERS = {"序号", "编号", "号"}
_CLOSING = re.compile(r"合计|总计|小计|共计|备注[::]|说明|填表|制表|审核|负责人|校长|签字|签名|注[::]|盖章")
_WORDS = {  # headings of forms that no list of pupils has
    "届内增加小计": "增加合计", "增加小计": "增加合计", "届内减少小计": "减少合计", "减少小计": "减少合计",
    "届内增加转进": "转入", "转进": "转入", "转入人数": "转入", "转出人数": "转出", "期初数": "期初人数",
    "期末数": "期末人数", "年初人数": "期初人数", "年末人数": "期末人数", "入学人数": "intake", "招生数": "intake",
    "毕业人数": "graduates", "毕业生数": "graduates", "异动类型": "kind", "异动类别": "kind", "变动类型": "kind",
    "异动日期": "day", "异动时间": "day", "变动时间": "day", "转入时间": "day", "转出时间": "day", "休学时间": "day",
    "辍学时间": "day", "转出学校": "place", "转入学校": "place", "来源学校": "place", "去向": "place",
    "来源或去向": "place", "辍学去向": "place", "异动原因": "reason", "变动原因": "reason", "转学原因": "reason",
    "辍学原因": "reason", "原因": "reason", "劝返情况": "efforts", "动员返校情况": "efforts", "年级班级": "grade_class",
    "男": "boys", "男生": "boys", "女": "girls", "女生": "girls", "人数": "pupils", "学生数": "pupils",
    "学生人数": "pupils", "住校生": "boarders", "寄宿生": "boarders", "寝室": "dormitory", "寝室号": "dormitory",
    "床位": "bed", "床位号": "bed", "受教育情况": "schooling", "就读情况": "schooling", "就读学校": "attends",
    "家庭住址": "address", "住址": "address", "详细住址": "address", "年龄": "age", "周岁": "age", "班主任": "head",
    "学校": "school", "学校名称": "school", "家长电话": "guardian.phone", "家长联系电话": "guardian.phone",
    "监护人电话": "guardian.phone", "年级": "grade", "班级": "class",
}  # fmt: skip
_LABEL_WORDS = {"年级", "班级", "班次", "班别", "年级班级", "村", "村名", "行政村", "村居", "项目"}
_LABELS = (  # label → what stands beside it
    (re.compile(r"填报单位|报送单位|学校名称|单位名称|填报学校|学校\(盖章\)|单位\(盖章\)|学校$"), "{学校名称}"),
    (re.compile(r"填报日期|填表日期|报送日期|报表日期|填报时间|填表时间"), "{填报日期|2026年9月1日}"),
    (re.compile(r"学校标识码|学校代码"), "{学校标识码}"),
    (re.compile(r"学年$|学年度$"), "{学年}"),
    (re.compile(r"学期$"), "{学期}"),
    (re.compile(r"填表人|填报人|制表人|经办人"), "{填报人}"),
    (re.compile(r"校长|学校负责人"), "{校长}"),
    (re.compile(r"学校电话|联系电话|办公电话"), "{学校电话}"),
    (re.compile(r"在校生数|在校生总数|在校学生数|学生总数|在校人数"), "{人数}"),
    (re.compile(r"^班级数|教学班数"), "{班级数}"),
    (re.compile(r"教职工数|教职工人数"), "{教职工人数}"),
)
_LABEL_WITH_ROOM = re.compile(r"^(.{2,16}?[:：])[\s_＿]*(年\s*月\s*日)?\s*$", re.DOTALL)

Fields = Mapping[str, str]  # key of a field → its Chinese title


@dataclass(frozen=True)
class Heading:
    """The heading rows of a list, and the field of each column (from 1) that was recognised."""

    first: int
    last: int
    fields: Mapping[int, str]


class _Recognise:
    """Tells the field of a heading among those that a list has."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._titles = {_plain(title): key for key, title in reversed(list(fields.items()))}
        self._pupil = PupilHeadings()

    def __call__(self, text: str) -> str:
        plain = _plain(text)
        if not plain:
            return ""
        for candidate in (plain, _BRACKETS.sub("", plain)):
            if candidate in _NUMBERS:
                return self._known(NUMBER)
            if found := self._known(_WORDS.get(candidate, "")) or self._titles.get(candidate, ""):
                return found
            if candidate in _LABEL_WORDS and LABEL in self._fields:
                return LABEL
        field = self._pupil(text)
        return "" if field == IGNORED else self._known("phone" if field == "?.phone" else field)

    def _known(self, key: str) -> str:
        return key if key in self._fields else ""


def _plain(text: str) -> str:
    return bare(text).replace("*", "").replace("★", "")


def heading_of(sheet: FormSheet, fields: Fields) -> Heading | None:
    """The rows with the most headings that name fields of a list; None when there are none."""
    recognise = _Recognise(fields)
    whole = _unmerged(sheet)
    best: Heading | None = None
    rank = (FEWEST - 1, 0)
    for first in range(1, min(sheet.rows, DEEPEST) + 1):
        for last in range(first, min(first + MOST_HEAD_ROWS, sheet.rows + 1)):
            found = _fields(whole, first, last, sheet.columns, recognise)
            told = len([field for field in found.values() if field != NUMBER])
            if told and (told, first - last) > rank and not _breaks(sheet, first, last):
                best, rank = Heading(first, last, found), (told, first - last)
    return best and _whole_heading(sheet, best)


def _breaks(sheet: FormSheet, first: int, last: int) -> bool:
    """A title over the whole width stands above the headings, and belongs to none."""
    return any(
        first <= top <= last and right - left + 1 > 0.8 * sheet.columns and sheet.columns > 2
        for top, left, _, right in sheet.merges
    )


def _whole_heading(sheet: FormSheet, found: Heading) -> Heading:
    """Headings merged downwards reach to the lowest row of them."""
    bottoms = [bottom for top, _, bottom, _ in sheet.merges if found.first <= top <= found.last]
    return Heading(found.first, max([found.last, *(row for row in bottoms if row <= found.first + 3)]), found.fields)


def _unmerged(sheet: FormSheet) -> Callable[[int, int], str]:
    covers = {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merges
        if top <= DEEPEST + MOST_HEAD_ROWS
        for row in range(top, min(bottom, DEEPEST + MOST_HEAD_ROWS) + 1)
        for column in range(left, right + 1)
    }
    return lambda row, column: sheet.text(*covers.get((row, column), (row, column)))


def _fields(
    whole: Callable[[int, int], str], first: int, last: int, columns: int, recognise: _Recognise
) -> dict[int, str]:
    found: dict[int, str] = {}
    for column in range(1, columns + 1):
        parts = list(dict.fromkeys(filter(None, (whole(row, column).strip() for row in range(first, last + 1)))))
        if not parts:
            continue
        field = recognise("".join(parts)) or recognise("".join(parts[-2:])) or recognise(parts[-1])
        if field and field not in found.values():
            found[column] = field
    return found


def list_at(sheet: FormSheet, takes: str, fields: Fields, *, first_sheet: bool) -> ListRule | None:
    """The list that the form has room for: its columns by the headings, its rows by the lines below them."""
    heading = heading_of(sheet, fields)
    if heading is None:
        return None
    first = heading.last + 1
    label = min(heading.fields)
    if heading.fields[label] == LABEL and sheet.text(first, label).strip():
        return _labelled(sheet, takes, heading, "" if first_sheet else sheet.name)
    last = last_row(sheet, first, heading.fields)
    columns = tuple(
        ColumnRule(column_letters(column), field)
        for column, field in heading.fields.items()
        if not any((row, column) in sheet.formulas for row in range(first, last + 1))  # the form counts by itself
    )
    if not columns:
        return None
    return ListRule(takes, first, last, columns, "" if first_sheet else sheet.name)


def kind_of_labels(sheet: FormSheet, heading: Heading) -> str:
    """class, grade or village by the first printed row name (else its heading); "" when it names none of them."""
    label = min(heading.fields)
    if heading.fields[label] != LABEL:
        return ""
    for row in (heading.last + 1, *range(heading.first, heading.last + 1)):
        text = sheet.text(row, label)
        told = read_class_name(text)
        if told.number or "班" in text:
            return "class"
        if told.grade or "年级" in text:
            return "grade"
        if "村" in text or "社区" in text:
            return "village"
    return ""


def _labelled(sheet: FormSheet, takes: str, heading: Heading, name: str) -> ListRule | None:
    """Rows whose names are printed already: down to the total or the end of the lines."""
    first = last = heading.last + 1
    label = min(heading.fields)
    while (text := sheet.text(last + 1, label).strip()) and last + 1 in sheet.framed and not _CLOSING.search(text):
        last += 1
    columns = tuple(
        ColumnRule(column_letters(column), field)
        for column, field in sorted(heading.fields.items())
        if column == label or not any((row, column) in sheet.formulas for row in range(first, last + 1))
    )
    return ListRule(takes, first, last, columns, name, "match") if len(columns) > 1 else None


def last_row(sheet: FormSheet, first: int, columns: Sequence[int] | Mapping[int, str]) -> int:
    """How far the empty rows of a list reach: framed, nothing in its columns, no foot merged over them."""
    row = first
    while row < sheet.rows and row + 1 in sheet.framed and _is_free(sheet, row + 1, columns):
        row += 1
    return row


def _is_free(sheet: FormSheet, row: int, columns: Sequence[int] | Mapping[int, str]) -> bool:
    if any(top <= row <= bottom and right - left + 1 >= max(3, sheet.columns // 2)
           for top, left, bottom, right in sheet.merges):  # fmt: skip
        return False
    texts = [sheet.text(row, column) for column in range(1, sheet.columns + 1)]
    if any(_CLOSING.search(half_width(text)) for text in texts):
        return False
    inside = [sheet.text(row, column) for column in columns if (row, column) not in sheet.formulas]
    return not any(text and not text.strip().isdigit() for text in inside)


def cells_of(sheet: FormSheet, lists: Sequence[ListRule], *, first_sheet: bool) -> tuple[CellRule, ...]:
    """Labels with room in their own cell or in the empty one at their right."""
    found = []
    name = "" if first_sheet else sheet.name
    for (row, column), text in sorted(sheet.texts.items()):
        if (row, column) in sheet.formulas or _in_table(sheet, row, lists):
            continue
        plain = half_width(text).strip().rstrip(":_ ")
        value = next((value for label, value in _LABELS if label.search(re.sub(r"\s", "", plain))), "")
        if not value:
            continue
        if match := _LABEL_WITH_ROOM.match(text):
            found.append(CellRule(cell_at(row, column), f"{match[1]}{value}", name))
        elif (beside := _beside(sheet, row, column)) and len(plain) <= 12:
            found.append(CellRule(cell_at(row, beside), value, name))
    return tuple(found)


def _in_table(sheet: FormSheet, row: int, lists: Sequence[ListRule]) -> bool:
    return any(one.first - MOST_HEAD_ROWS <= row <= one.last and row in sheet.framed for one in lists)


def _beside(sheet: FormSheet, row: int, column: int) -> int:
    """The empty cell at the right of a label, 0 when it is taken."""
    right = next((r for top, left, _, r in sheet.merges if (top, left) == (row, column)), column) + 1
    return right if right <= sheet.columns and not sheet.text(row, right) else 0


def marks_of(sheets: Sequence[FormSheet], rules: FormRules) -> tuple[Mark, ...]:
    """The texts by which this form is known again: headings over the columns, labels of the single cells."""
    found: dict[tuple[str, str], Mark] = {}
    by_name = {"": sheets[0], **{sheet.name: sheet for sheet in sheets}}
    for one in rules.lists:
        sheet = by_name[one.sheet]
        for column in one.columns:
            _mark(found, sheet, one.sheet, _heading_at(sheet, one.first, column_number(column.at)))
    for cell in rules.cells:
        sheet = by_name[cell.sheet]
        _mark(found, sheet, cell.sheet, _label_at(sheet, *place_of(cell.at)))
    return tuple(found.values())


def _mark(found: dict[tuple[str, str], Mark], sheet: FormSheet, name: str, place: tuple[int, int] | None) -> None:
    if place is not None and place not in sheet.formulas:
        at = cell_at(*place)
        found[name, at] = Mark(at, sheet.text(*place)[:500], name)


def _heading_at(sheet: FormSheet, first: int, column: int) -> tuple[int, int] | None:
    """The nearest text above a list's column, that of a merged heading too."""
    for row in range(first - 1, max(0, first - 6), -1):
        if sheet.text(row, column):
            return row, column
        over = next(
            ((top, left) for top, left, bottom, right in sheet.merges
             if top <= row <= bottom and left <= column <= right and sheet.text(top, left)), None,
        )  # fmt: skip
        if over is not None:
            return over
    return None


def _label_at(sheet: FormSheet, row: int, column: int) -> tuple[int, int] | None:
    """A cell's own text, else the nearest one at its left."""
    for place in range(column, 0, -1):
        if sheet.text(row, place):
            return row, place
    return None
