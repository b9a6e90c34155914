"""A report into a file: the same table as PDF, Excel or JSON, and the making of it on record."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.errors import UserError, why
from kongchuo_desktop.kit.files import write_text
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.reports.kinds import ReportKind
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

ENDINGS = (".pdf", ".xlsx", ".json")


def tabulate(database: Database, key: str, choices: Mapping[str, str], *, today: date) -> Table:
    """The table itself, for the screen."""
    with database.read() as session:
        return report_kind(key).tabulate(session, choices, today)


def make(database: Database, key: str, *, out: Path, choices: Mapping[str, str], now: datetime) -> int:
    """Write a report; the number of rows. The ending of `out` says which form."""
    if out.suffix.lower() not in ENDINGS:
        raise UserError(f"报表只能存成 {'、'.join(ENDINGS)}，“{out.name}”不是其中一种。")
    kind = report_kind(key)
    with database.read() as session:
        table = kind.tabulate(session, choices, now.date())
        own = kind.as_json(session, choices, now.date()) if kind.as_json and out.suffix.lower() == ".json" else None
    if own is None:
        write(table, out, now=now)
    else:
        write_json(own, out)
    record(database, kind, len(table.rows), out)
    return len(table.rows)


def record(database: Database, kind: ReportKind, rows: int, out: Path) -> None:
    """Put the making of a report on record; `out` by its ending only, a path may hold a name."""
    with database.write("导出报表") as session:
        audit.record_event(session, kind="export", what=f"{kind.title}({out.suffix[1:]})", count=rows)


def write(table: Table, out: Path, *, now: datetime) -> None:
    """Any finished table into a file."""
    if out.suffix.lower() == ".json":
        write_json(as_plain(table), out)
    elif out.suffix.lower() == ".xlsx":
        from kongchuo_desktop.sheets.table_out import write_table

        try:
            out.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"写不进文件夹“{out.parent}”（{why(error)}），请换一个位置。") from error
        write_table(table, out)
    else:
        from kongchuo_desktop.documents.table_paper import draw_table

        draw_table(table, out, printed_on=now.date())


def write_json(content: Mapping[str, Any], out: Path) -> None:
    """Plain values into a .json file; dates as ISO text."""
    write_text(out, json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n")


def as_plain(table: Table) -> dict[str, Any]:
    """A table for JSON: rows as objects keyed by the columns."""
    keys = [column.key for column in table.columns]
    return {
        "title": table.title,
        "subtitle": table.subtitle,
        "columns": [{"key": column.key, "heading": column.heading} for column in table.columns],
        "rows": [dict(zip(keys, row, strict=True)) for row in table.rows],
        "notes": list(table.notes),
    }
