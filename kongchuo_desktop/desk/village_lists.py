"""A village's children for a reader outside the school: a letter, the list with only its fields, on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.form_people import EVERYBODY, People, Row
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.documents.form_content import Block, Form, Gap, Grid, GridColumn, Signatures, Words
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.kit.text import path_inside
from kongchuo_desktop.reports.table import Column, Table
from kongchuo_desktop.school.enrolment.form_texts import filled_text, written
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.identity.service import SchoolFacts
from kongchuo_desktop.school.pupils.fields import LEFT_BEHIND
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

TITLE = "村学生名单和函"
DAY = "2026年9月1日"
FOOT = "本名单含未成年人个人信息，只供核对就读情况使用：不得张贴、转发，用后交回学校或销毁。"
_COLUMNS = {  # field → heading, width of the column relative to the others, in characters of the sheet
    "number": ("序号", 0.6, 6), "name": ("姓名", 1.2, 10), "sex": ("性别", 0.6, 6), "birth_month": ("出生年月", 1, 10),
    "birth_date": ("出生日期", 1.2, 12), "grade_class": ("班级", 1.2, 12), "status": ("状态", 0.7, 6),
    "boarding": ("住校", 0.6, 6), "left_behind": ("留守情况", 1, 10), "group": ("村民组", 0.8, 8),
    "student_number": ("学籍号", 2.2, 22), "guardian.name": ("家长", 1, 10), "guardian.phone": ("联系电话", 1.5, 13),
    "remark": ("备注", 1.2, 16),
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Who gets the list: what the letter says, and which fields this reader needs."""

    key: str
    title: str
    to: str
    subject: str
    columns: tuple[str, ...]
    statuses: tuple[str, ...]
    letter: str
    asks: tuple[str, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True)
class VillageSheet:
    """One village's list for one reader, ready to be set."""

    village: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class VillageLine:
    """A village on the screen: whom to write to, how many children."""

    id: int
    name: str
    head_name: str
    phone: str
    pupils: int
    boarders: int
    left_behind: int
    away: int  # 休学
    carers: str  # 包村教职工


@dataclass(frozen=True)
class DrawnLetters:
    """Letters as one PDF for the screen, and what must be told."""

    pdf: bytes
    count: int
    remarks: tuple[str, ...]


def readers() -> tuple[Reader, ...]:
    """Every reader, the village first."""
    found: list[dict[str, Any]] = read_toml("policy", "village_lists.toml")["reader"]
    lists = ("columns", "statuses", "asks", "signs")
    return tuple(Reader(**(item | {key: tuple(item[key]) for key in lists})) for item in found)


def reader_named(key: str) -> Reader:
    """The reader of that key; an unknown one is answered with the list."""
    found = next((one for one in readers() if one.key == key), None)
    if found is None:
        raise UserError(f"没有“{key}”这种收件人，可用：{'、'.join(one.key for one in readers())}。")
    return found


def headings(reader: str) -> tuple[str, ...]:
    """The columns that a reader gets, in words."""
    return tuple(_COLUMNS[key][0] for key in reader_named(reader).columns)


def lines(session: Session, *, today: date) -> tuple[VillageLine, ...]:
    """Every village with its counts."""
    people = People(session, today=today)
    rows = [people.row(child) for child in people.here(status=("在读", "休学"))]
    carers: dict[str, list[str]] = {}
    for person in staff_room.staff(session, today=today):
        for village in person.villages:
            carers.setdefault(village, []).append(person.name)
    found = []
    for one in identity.villages(session):
        mine = [row for row in rows if row["village"] == one.name]
        here = [row for row in mine if row["status"] == "在读"]
        found.append(VillageLine(
            one.id, one.name, one.head_name, one.phone, len(here), sum(row["boarding"] == "是" for row in here),
            sum(row["left_behind"] in LEFT_BEHIND for row in here), len(mine) - len(here),
            "、".join(carers.get(one.name, ())),
        ))  # fmt: skip
    return tuple(found)


def sheets(session: Session, *, reader: Reader, villages: Sequence[str], today: date) -> tuple[VillageSheet, ...]:
    """The lists of some villages (() all of them); a village without children gives none."""
    people = People(session, today=today)
    known = [one.name for one in identity.villages(session)]
    if unknown := [name for name in villages if name not in known]:
        raise UserError(f"没有“{unknown[0]}”这个村，可用：{'、'.join(known)}。")
    children = [people.row(child) for child in people.here(status=EVERYBODY)]
    children = [row for row in children if row["status"] in reader.statuses]
    found = []
    for name in villages or known:
        mine = sorted((row for row in children if row["village"] == name), key=lambda row: str(row["group"]))
        if mine:
            found.append(VillageSheet(name, tuple(_row(row, number, reader) for number, row in enumerate(mine, 1))))
    if not found:
        raise UserError("选中的村没有在校学生，没有名单可印。学生的村在学生档案里填写。")
    return tuple(found)


def _row(row: Row, number: int, reader: Reader) -> tuple[str, ...]:
    told: Row = {**row, "number": number, "birth_month": written(row["birth_date"], "2026.09"),
                 "left_behind": row["left_behind"] if row["left_behind"] in LEFT_BEHIND else ""}  # fmt: skip
    return tuple(written(told.get(key)) for key in reader.columns)


def letter(session: Session, *, reader: Reader, sheet: VillageSheet, on: date) -> Form:
    """The letter with the list below it."""
    school = identity.school(session)
    term = identity.current_term(session, today=on)
    season = term.name.partition("年")[2] if term else ""
    words: dict[str, str | int] = {
        "村": sheet.village, "人数": len(sheet.rows), "学校名称": school.name, "学年": year_name(school.current_year),
        "学期": season, "日期": written(on, DAY), "乡镇": school.township or "乡镇",
        "上级单位": school.above or "中心学校", "学校电话": school.phone,
    }  # fmt: skip

    def told(text: str) -> str:
        return written(filled_text(text, words))

    columns = tuple(GridColumn(_COLUMNS[key][0], _COLUMNS[key][1], "left" if key == "remark" else "center")
                    for key in reader.columns)  # fmt: skip
    blocks: list[Block] = [
        Words(f"{told(reader.to)}：", "heading"),
        Words(told(reader.letter.strip())),
        Words(f"联系电话：{school.phone}" if school.phone else ""),
        Signatures((), seal=f"{school.name}（公章）", dated=written(on, DAY)),
        Gap(0.5),
        Grid(columns, sheet.rows, title=f"{sheet.village}在校学生名单（{len(sheet.rows)}人）"),
    ]
    blocks = [block for block in blocks if not (isinstance(block, Words) and not block.text)]
    if reader.asks:
        blocks.append(Grid(tuple(GridColumn(text) for text in reader.asks), (), title="核对结果", least=4))
    blocks.append(Signatures(reader.signs))
    return Form(told(reader.subject), tuple(blocks), school=school.name, name=sheet.village, foot=FOOT)


def table(school: SchoolFacts, reader: Reader, sheet: VillageSheet, *, on: date) -> Table:
    """The list as a workbook has it."""
    columns = tuple(Column(key, _COLUMNS[key][0], _COLUMNS[key][2]) for key in reader.columns)
    return Table(
        f"{sheet.village}在校学生名单", columns, sheet.rows, f"{school.name}    {written(on, DAY)}    给{reader.title}",
        (FOOT,),
    )  # fmt: skip


def draw(database: Database, *, reader: str, villages: Sequence[str], now: datetime) -> DrawnLetters:
    """The letters as one PDF for the screen; the printing goes on record."""
    from kongchuo_desktop.documents.form_paper import forms_pdf, remarks

    forms = _forms(database, reader_named(reader), villages, now.date())
    pdf = forms_pdf(forms)
    _record(database, "print", reader_named(reader), len(forms))
    return DrawnLetters(pdf, len(forms), remarks(forms))


def save(database: Database, *, reader: str, villages: Sequence[str], folder: Path, now: datetime) -> Made:
    """A letter as PDF and the list as Excel for each village, into a folder, on record."""
    from kongchuo_desktop.documents.form_paper import draw_forms, remarks
    from kongchuo_desktop.sheets.table_out import write_table

    told = reader_named(reader)
    forms = _forms(database, told, villages, now.date())
    files = list(draw_forms(forms, folder, each="signer"))
    with database.read() as session:
        school = identity.school(session)
        for sheet in sheets(session, reader=told, villages=villages, today=now.date()):
            out = path_inside(folder, f"{sheet.village}学生名单-{told.title}", suffix=".xlsx")
            write_table(table(school, told, sheet, on=now.date()), out)
            files.append(out)
    _record(database, "export", told, len(forms))
    return Made(tuple(files), len(forms), remarks(forms))


def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
    """The command's way: a .pdf with every letter, or a folder with a letter and a list for each village."""
    from kongchuo_desktop.documents.form_paper import draw_forms, remarks

    villages = tuple(filter(None, (answers.get("village", ""),)))
    reader = answers.get("reader", "") or "village"
    if out.suffix.lower() != ".pdf":
        return save(database, reader=reader, villages=villages, folder=out, now=now)
    if answers.get("each"):
        raise UserError("要分成多个文件时，--out 请给一个文件夹，不要给 .pdf 文件名。")
    forms = _forms(database, reader_named(reader), villages, now.date())
    files = draw_forms(forms, out)
    _record(database, "print", reader_named(reader), len(forms))
    return Made(files, len(forms), remarks(forms))


def _forms(database: Database, reader: Reader, villages: Sequence[str], on: date) -> list[Form]:
    with database.read() as session:
        found = sheets(session, reader=reader, villages=villages, today=on)
        return [letter(session, reader=reader, sheet=sheet, on=on) for sheet in found]


def _record(database: Database, kind: str, reader: Reader, count: int) -> None:
    with database.write(f"{TITLE}（{reader.title}）") as session:
        audit.record_event(session, kind=kind, what=f"{TITLE}（{reader.title}）", count=count)
