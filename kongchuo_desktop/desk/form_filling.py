"""An office's form filled from the book: which form, over which time, into which file, on record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import form_lists, form_values
from kongchuo_desktop.desk.form_map_files import ENDINGS, FormAndMap, read_map
from kongchuo_desktop.desk.form_people import Asked, People
from kongchuo_desktop.desk.ready_forms import ready_form, ready_forms
from kongchuo_desktop.kit.dates import read_date
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.files import write_bytes
from kongchuo_desktop.kit.text import path_inside
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import form_maps
from kongchuo_desktop.school.enrolment.form_rules import FormRules
from kongchuo_desktop.school.enrolment.form_texts import names_in
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.sheets.form_file import FormFile, take_form
from kongchuo_desktop.sheets.form_fill import Filled, FormContent, fill_form, preview_of
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

CHOICES = ("on", "from", "to", "class", "village", "by")
EACH = {"village": "村", "class": "班"}  # into a file each


@dataclass(frozen=True)
class FormLine:
    """A form that can be filled: one of the school's own (its number) or a ready-made one (its key)."""

    key: str
    title: str
    office: str
    about: str
    own: int | None
    lists: tuple[str, ...]
    changed_on: date | None = None
    due_day: int = 0
    filled_on: date | None = None


@dataclass(frozen=True)
class FilledFile:
    """What came of a filling."""

    path: Path
    title: str
    rows: int
    remarks: tuple[str, ...]


def forms(session: Session) -> tuple[FormLine, ...]:
    """Every form: the school's own first."""
    own = [
        FormLine(str(one.id), one.title, one.office, one.rules.about or one.file_name, one.id, _lists(one.rules),
                 one.changed_at.date(), one.rules.due_day, one.filled_on)
        for one in form_maps.maps(session)
    ]  # fmt: skip
    ready = [
        FormLine(key, rules.title, rules.office, rules.about, None, _lists(rules))
        for key, rules in ready_forms().items()
    ]
    return (*own, *ready)


def _lists(rules: FormRules) -> tuple[str, ...]:
    kinds = (form_lists.BY_KEY.get(one.takes) for one in rules.lists)
    return tuple(dict.fromkeys(kind.title for kind in kinds if kind is not None))


def form_named(session: Session, text: str, *, form: Path | None = None) -> FormAndMap:
    """The map that words mean: a map file, the number or title of one of the book's own, a ready-made one's key.

    `form`: another file to fill by it than its own.
    """
    if Path(text).suffix.lower() in ENDINGS:
        return read_map(Path(text), form=form)
    found = _kept_or_ready(session, text)
    return found if form is None else FormAndMap(found.rules, take_form(form))


def _kept_or_ready(session: Session, text: str) -> FormAndMap:
    known = form_maps.maps(session)
    number = next((one.id for one in known if text in (one.title, str(one.id))), None)
    if number is not None:
        one = form_maps.map_of(session, map_id=number)
        return FormAndMap(one.rules, FormFile(one.file_name, one.form))
    ready = ready_forms()
    key = next((key for key, rules in ready.items() if text in (key, rules.title)), None)
    if key is None:
        names = "、".join([one.title for one in known] + list(ready))
        raise UserError(f"没有叫“{text}”的上报表样，可用：{names}；也可以给出一个 .json 或 .toml 对应文件。")
    return ready_form(key)


def require_known(rules: FormRules) -> None:
    """Raises the sentence of names and fields that the program does not have."""
    for cell in rules.cells:
        for name in names_in(cell.text):
            if name not in form_values.names():
                raise UserError(f"{cell.at} 格里的“{{{name}}}”不是可以填的内容，请在上报表样里重新选。")
    for one in rules.lists:
        kind = form_lists.BY_KEY.get(one.takes)
        if kind is None:
            known = "、".join(form_lists.BY_KEY)
            raise UserError(f"第 {one.first} 行起要填的名单“{one.takes}”没有，可用：{known}。")
        fields = {field.key for field in kind.fields}
        for key in (*(column.field for column in one.columns), *one.only):
            if key not in fields:
                raise UserError(f"名单“{kind.title}”里没有“{key}”这一栏，请在上报表样里重新选。")


def is_timed(rules: FormRules) -> bool:
    """Whether anything in the form is counted over a time, so that it matters which."""
    lists = any((kind := form_lists.BY_KEY.get(one.takes)) is not None and kind.timed for one in rules.lists)
    return lists or any(name in form_values.timed() for cell in rules.cells for name in names_in(cell.text))


def asked_of(session: Session, rules: FormRules, choices: Mapping[str, str], *, today: date, by: str = "") -> Asked:
    """What a filling is asked for, from choices as text; the time is the map's unless from and to say otherwise."""
    if unknown := sorted(set(choices) - set(CHOICES)):
        raise UserError(f"填表没有选项“{unknown[0]}”，可用：{'、'.join(CHOICES)}。")
    on = _day(choices, "on") or today
    first, last = period_of(session, rules.period, on)
    first, last = _day(choices, "from") or first, _day(choices, "to") or last
    if last < first:
        raise UserError("截止日期不能早于开始日期，请改正后再填。")
    return Asked(on, first, last, choices.get("class", ""), choices.get("village", ""), choices.get("by", "") or by)


def period_of(session: Session, period: str, on: date) -> tuple[date, date]:
    """First and last day of 本学期, 本学年 or 本月 up to a day."""
    if period == "month":
        return on.replace(day=1), on
    if period == "year":
        return date(school_year_of(on), 9, 1), on
    spans = [span for span in identity.terms(session) if span.starts <= on]
    return (spans[-1].starts if spans else on - timedelta(days=30)), on


def _day(choices: Mapping[str, str], key: str) -> date | None:
    text = choices.get(key, "").strip()
    found = read_date(text) if text else None
    if text and (found is None or found.precision != "day"):
        raise UserError(f"日期“{text}”没看懂，请写成 2026-09-01 这样。")
    return found.date if found else None


def content_of(session: Session, rules: FormRules, asked: Asked) -> tuple[FormContent, list[str]]:
    """Everything that goes into a form, and sentences about what the book cannot say."""
    require_known(rules)
    people = People(session, today=asked.on)
    wanted = frozenset(name for cell in rules.cells for name in names_in(cell.text))
    values, told = form_values.gather(session, people, asked, wanted)
    lists = [form_lists.rows_for(session, people, asked, one) for one in rules.lists]
    return FormContent(values, lists), told


def fill(database: Database, found: FormAndMap, *, out: Path, choices: Mapping[str, str], now: datetime) -> FilledFile:
    """Fill a form into `out` (.xlsx) and put it on record; nothing is written where the form has moved."""
    if out.suffix.lower() != ".xlsx":
        raise UserError("填好的表样存成 Excel 文件，文件名请以 .xlsx 结尾。")
    with database.read() as session:
        asked = asked_of(session, found.rules, choices, today=now.date(), by=who_fills(database.actor))
        content, told = content_of(session, found.rules, asked)
    filled = fill_form(found.form.data, found.rules, content)
    write_bytes(out, filled.data)
    with database.write(f"填写{found.rules.title}"[:80]) as session:
        audit.record_event(session, kind="export", what=f"上报表样：{found.rules.title}", count=max(1, filled.rows))
        form_maps.note_filled(session, title=found.rules.title, on=now.date())
    return FilledFile(out, found.rules.title, filled.rows, (*told, *filled.remarks, *_losses(found.form)))


def fill_each(
    database: Database, found: FormAndMap, *, folder: Path, by: str, choices: Mapping[str, str], now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[FilledFile, ...]:  # fmt: skip
    """A file for each village or class (`by`) that has somebody on the form's lists; those without get none."""
    if by not in EACH:
        raise UserError(f"分开填只能按：{'、'.join(EACH)}。")
    with database.read() as session:
        today = now.date()
        if by == "village":
            names = [one.name for one in identity.villages(session)]
        else:
            names = [one.full_name for one in class_room.classes(session, today=today)]
        people = People(session, today=today)
        wanted = []
        for name in names:
            asked = asked_of(session, found.rules, {**choices, by: name}, today=today)
            if any(form_lists.rows_for(session, people, asked, one) for one in found.rules.lists):
                wanted.append(name)
    if not wanted:
        raise UserError(f"没有一个{EACH[by]}有要填的人，没有生成文件。")
    made = []
    for number, name in enumerate(wanted, 1):
        out = path_inside(folder, f"{found.rules.title}-{name}", suffix=".xlsx")
        made.append(fill(database, found, out=out, choices={**choices, by: name}, now=now))
        progress(number, len(wanted))
    return tuple(made)


def who_fills(actor: str) -> str:
    """The name for 填报人; a command is nobody's, and leaves it to be written by hand."""
    return "" if actor.startswith("命令行") else actor


def _losses(form: FormFile) -> Sequence[str]:
    if not form.losses:
        return ()
    return (f"表样里的{'、'.join(form.losses)}没有带进填好的表，请打开核对，需要的话从原表复制过来。",)


def preview(session: Session, found: FormAndMap, *, today: date, by: str = "", most: int = 3) -> Filled:
    """The form as it would be, with the first rows of each list."""
    content, _ = content_of(session, found.rules, asked_of(session, found.rules, {}, today=today, by=by))
    return fill_form(found.form.data, found.rules, preview_of(content, most))


def keep(session: Session, found: FormAndMap, *, now: datetime, map_id: int | None = None, title: str = "") -> int:
    """Keep a form with its map in the book; its number."""
    rules = replace(found.rules, title=title) if title else found.rules
    require_known(rules)
    return form_maps.save_map(
        session, rules=rules, form=found.form.data, file_name=found.form.name, now=now, map_id=map_id
    )
