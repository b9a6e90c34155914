"""The registers: what they list, and that their sums are the seeds' own."""

from datetime import date, datetime
from pathlib import Path

from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import destinations, elsewhere, service
from kongchuo_desktop.school.enrolment.elsewhere import StayDraft
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage.bulk import bulk_insert
from kongchuo_desktop.storage.database import Database
from tests.school.enrolment.changes_files import bring, counts
from tests.school.small_school import CHINA, NOW, found_school

HEAD = ("日期", "姓名", "类型", "年级", "班级", "回执")
OCTOBER = datetime(2026, 10, 30, 9, 0, tzinfo=CHINA)


def test_a_year_of_a_whole_school_adds_up(book: Database, tmp_path: Path) -> None:
    """368 + 56 new + 8 in − 12 out − 62 graduates = 358."""
    with book.write("布置") as session:
        upper = class_room.class_at(session, grade=6, number=1)
        lower = class_room.class_at(session, grade=3, number=1)
        names = [(f"毕业{n}", upper) for n in range(62)] + [(f"在校{n}", lower) for n in range(306)]
        bulk_insert(session, Pupil, [{"name": name, "class_id": room} for name, room in names])
    rows = [("2026-10-20", f"毕业{n}", "毕业", "", "", "") for n in range(62)]
    rows += [("2026-10-21", f"新生{n}", "新生", "一年级", f"{n % 2 + 1}班", "") for n in range(56)]
    rows += [("2026-10-22", f"转入{n}", "转入", "三年级", "1班", "") for n in range(8)]
    rows += [("2026-10-23", f"在校{n}", "转出", "", "", "有") for n in range(12)]
    found = bring(book, tmp_path / "异动.csv", rows, head=HEAD, now=OCTOBER)
    assert counts(found) == {"new": 138}
    with book.read() as session:
        table = report_kind("changes").tabulate(session, {"from": "2026-10-20", "to": "2026-10-30"}, OCTOBER.date())
        sizes = sorted(pupil_room.class_counts(session).values())
    assert "期初在校368人＋新生56＋转入8－转出12－毕业62＝期末在校358人。" in table.notes
    assert len(table.rows) == 138
    assert sizes == [28, 28, 302]


def test_leave_elsewhere_and_graduates(book: Database) -> None:
    ids = found_school(book)
    with book.write("登记") as session:
        for name, kind, day, more in (
            ("石青", "休学", date(2026, 9, 15), {"expected_return": date(2026, 10, 15), "reason": "疾病"}),
            ("罗雨", "转出", date(2026, 9, 1), {"region": "广东省东莞市", "place": "长安小学"}),
            ("韦小山", "毕业", date(2026, 7, 11), {}), ("龙飞", "毕业", date(2026, 7, 11), {}),
        ):  # fmt: skip
            service.record_change(session, pupil_id=ids[name], draft=service.Draft(kind, day, **more), now=NOW)  # type: ignore[arg-type]
        fields = {"kind": "初中", "school_name": "青石镇中学", "proof": "新生名册"}
        destinations.set_destination(session, pupil_id=ids["韦小山"], fields=fields)
        elsewhere.start_stay(session, pupil_id=ids["吴敏"], draft=StayDraft(date(2026, 6, 1), "义亭小学"))
    with book.read() as session:
        tables = {
            key: report_kind(key).tabulate(session, {}, NOW.date())
            for key in ("on_leave", "unproven", "elsewhere", "graduates", "certificates")
        }  # fmt: skip
    assert {key: len(table.rows) for key, table in tables.items()} == {
        "on_leave": 1, "unproven": 1, "elsewhere": 1, "graduates": 2, "certificates": 2,
    }  # fmt: skip
    assert tables["on_leave"].notes[0] == "2026年10月30日休学1人，其中1人期满未复学。"
    assert tables["unproven"].rows[0][6] == "广东省东莞市，长安小学"
    assert "1人超过期限没有核实" in tables["elsewhere"].notes[0]
    assert tables["graduates"].notes[0] == "毕业2人：初中1人，未核实1人；升学1人，占50.0%。"
