"""20,000 rows of the national export: the healed and checked roster against calamine's bare read of the same file.

Cases: the bare read (floor), the guarded read in its own process, the whole `read_roster`, and the file written back
by `write_table` against openpyxl's own write-only sheet.
"""

import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from kongchuo_desktop.reports.table import Column, Table
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.roster import read_roster
from kongchuo_desktop.sheets.table_out import write_table
from tests.benchmarks.measure import compare
from tests.sheets.making import id_number

SAMPLE = Path(__file__).parents[1] / "data" / "花名册-全国学籍导出.xlsx"
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = "一二三四五志远文武英才佳慧婷宇轩梓涵诺桐依晨曦雨欣怡然浩博思语彤瑞杰俊豪强龙海燕秀兰芳丽红梅春"
ROWS = 20_000


def made_up_export(path: Path, rows: int) -> Path:
    """The sample export with so many children: all numbers valid and different, names of 65,000 possible ones."""
    head, *children = CalamineWorkbook.from_path(str(SAMPLE)).get_sheet_by_index(0).to_python()
    places = {str(heading): number for number, heading in enumerate(head)}
    chance = random.Random(3)  # noqa: S311 - not for secrets
    book = Workbook(write_only=True)
    sheet = book.create_sheet("学生基础信息")
    sheet.append(head)
    for number in range(rows):
        row = list(children[number % len(children)])
        changed = child(number, chance)
        for heading, value in changed.items():
            row[places[heading]] = value
        sheet.append(row)
    book.save(path)
    return path


def child(number: int, chance: random.Random) -> dict[str, str]:
    """The cells that differ from child to child."""
    born = date(2014, 9, 1) + timedelta(days=number % 2100)
    card = id_number(f"{born:%Y%m%d}", number // 2100)
    parent = id_number(f"{1975 + number % 20}0101", number % 1000, region=f"5223{number // 1000:02d}")
    phones = {f"成员{place}联系电话": f"1{chance.randrange(10**9, 10**10)}" for place in (1, 2)}
    names = {
        heading: "".join([chance.choice(FAMILY), *chance.sample(GIVEN, 2)])
        for heading in ("姓名", "成员1姓名", "成员2姓名")
    }
    return names | phones | {
        "性别": "男" if int(card[16]) % 2 else "女", "出生日期": f"{born:%Y%m%d}", "身份证件号": card,
        "全国学籍号": f"G{card}",
        "班级": f"{number // 300 + 1}班", "成员1身份证件号": parent, "联系电话": f"1{chance.randrange(10**9, 10**10)}",
    }  # fmt: skip


def plain_write(rows: Sequence[tuple[str, ...]], path: Path) -> None:
    """openpyxl's write-only sheet with nothing on it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)


def main() -> int:
    """Two comparisons; goals are printed, a missed one is no breakdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = made_up_export(folder / "export.xlsx", ROWS)
        reading = {
            "calamine, bare": lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() and None,
            "guarded read": lambda: open_workbook(path) and None,
            "read_roster": lambda: read_roster(path) and None,
        }
        compare(f"{ROWS:,} × 58, reading", reading, rounds=5, goals={"read_roster": 2.5})
        rows = tuple((f"{number:018d}",) * 20 for number in range(3_000))
        table = Table("清单", tuple(Column(str(number), f"栏{number}") for number in range(20)), rows)
        writing = {
            "openpyxl, bare": lambda: plain_write(rows, folder / "bare.xlsx"),
            "write_table": lambda: write_table(table, folder / "table.xlsx"),
        }
        compare("3,000 × 20, writing", writing, rounds=3, goals={"write_table": 2.0})
    return 0


if __name__ == "__main__":
    sys.exit(main())
