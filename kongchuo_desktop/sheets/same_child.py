"""One child listed twice, and two children of one name, within a file."""

from collections.abc import Iterable

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.intake import PupilRow
from kongchuo_desktop.sheets.columns import Findings


class _Matched(dict[str, str]):
    """Names as they are matched, each worked out once."""

    def __missing__(self, name: str) -> str:
        self[name] = match_name(name)
        return self[name]


def hold_back_doubles(rows: list[PupilRow], findings: Findings) -> tuple[list[PupilRow], list[PupilRow]]:
    """The rows that go in, and those that list a child of an earlier row again (told as DOUBTFUL)."""
    first_by_key: dict[tuple[object, ...], PupilRow] = {}
    kept: list[PupilRow] = []
    doubles: list[PupilRow] = []
    by_name: dict[str, list[PupilRow]] = {}
    matched = _Matched()
    for row in rows:
        name = matched[str(row.fields["name"])]
        keys = list(_keys(row, name, matched))
        earlier = next((first_by_key[key] for key in keys if key in first_by_key), None)
        if earlier is not None:
            doubles.append(row)
            _say_double(row, earlier, name == matched[str(earlier.fields["name"])], findings)
            continue
        first_by_key.update(dict.fromkeys(keys, row))
        kept.append(row)
        by_name.setdefault(name, []).append(row)
    for namesakes in by_name.values():
        if len(namesakes) > 1:
            _say_namesakes(namesakes, findings)
    return kept, doubles


def _keys(row: PupilRow, name: str, matched: "_Matched") -> Iterable[tuple[object, ...]]:
    """What makes two rows one child: ID number, 学籍号, or name and full birth date with class or guardian."""
    fields = row.fields
    if "id_number" in fields:
        yield "id", fields["id_number"]
    if "student_number" in fields:
        yield "number", fields["student_number"]
    born = fields.get("birth_date")
    if born is None or fields.get("birth_month_only") or ("id_number" in fields and "student_number" in fields):
        return
    if row.grade is not None:
        yield name, born, row.campus, row.grade, row.class_number
    for adult in row.guardians:
        yield name, born, matched[adult.name]


def _say_double(row: PupilRow, earlier: PupilRow, same_name: bool, findings: Findings) -> None:
    where = f"第{earlier.row}行" if row.sheet == earlier.sheet else f"工作表“{earlier.sheet}”第{earlier.row}行"
    name = row.fields["name"]
    if same_name:
        reason = f"“{name}”与{where}是同一个孩子，重复列出，这一行没有读入。"
    else:
        reason = f"“{name}”与{where}的“{earlier.fields['name']}”号码相同而姓名不同，这一行没有读入，请核对。"
    findings.row(row.sheet, row.row - 1, reason, Severity.DOUBTFUL)


def _say_namesakes(rows: list[PupilRow], findings: Findings) -> None:
    """Only within a class: in a whole school equal names are ordinary."""
    firsts: dict[tuple[object, ...], PupilRow] = {}
    for row in rows:
        first = firsts.setdefault((row.campus, row.grade, row.class_number), row)
        if first is row:
            continue
        where = f"第{first.row}行" if row.sheet == first.sheet else f"工作表“{first.sheet}”第{first.row}行"
        reason = f"“{row.fields['name']}”与{where}同名，出生日期或家长不同，按两个孩子读入。"
        findings.row(row.sheet, row.row - 1, reason, Severity.NOTE)
