"""One child listed twice, and two children of one name, within a file."""

from collections.abc import Iterable
from datetime import date

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.problems import Severity, row_named
from kongchuo_desktop.school.pupils.intake import PupilRow
from kongchuo_desktop.school.pupils.rules import same_birth
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
        namesakes = by_name.setdefault(name, [])
        alike = next((other for other in namesakes if not _told_apart(row, other, matched)), None)
        if alike is not None:
            doubles.append(row)
            _say_alike(row, alike, findings)
            continue
        first_by_key.update(dict.fromkeys(keys, row))
        kept.append(row)
        namesakes.append(row)
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


def _told_apart(row: PupilRow, other: PupilRow, matched: "_Matched") -> bool:
    """Whether anything says that two rows of one name are two children: class, sex, birth, a number, adults."""
    if (row.campus, row.grade, row.class_number) != (other.campus, other.grade, other.class_number):
        return True
    if any(_differ(row, other, key) for key in ("sex", "id_number", "student_number", "local_number", "seat_number")):
        return True
    months = bool(row.fields.get("birth_month_only") or other.fields.get("birth_month_only"))
    born, other_born = row.fields.get("birth_date"), other.fields.get("birth_date")
    known = isinstance(born, date) and isinstance(other_born, date)
    if known and same_birth(born, months, other_born, months) is False:  # type: ignore[arg-type]
        return True
    adults, others = ({matched[adult.name] for adult in one.guardians} for one in (row, other))
    return bool(adults and others) and adults.isdisjoint(others)


def _differ(row: PupilRow, other: PupilRow, key: str) -> bool:
    one, two = row.fields.get(key), other.fields.get(key)
    return one is not None and two is not None and one != two


def _say_alike(row: PupilRow, earlier: PupilRow, findings: Findings) -> None:
    name, where = row.fields["name"], row_named(earlier, beside=row)
    reason = f"“{name}”与{where}同名同班，分不清是重复列出还是两个孩子，请补上出生日期、家长或号码，这一行没有读入。"
    findings.row(row.sheet, row.row - 1, reason, Severity.DOUBTFUL)


def _say_double(row: PupilRow, earlier: PupilRow, same_name: bool, findings: Findings) -> None:
    where = row_named(earlier, beside=row)
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
        reason = f"“{row.fields['name']}”与{row_named(first, beside=row)}同名，出生日期或家长不同，按两个孩子读入。"
        findings.row(row.sheet, row.row - 1, reason, Severity.NOTE)
