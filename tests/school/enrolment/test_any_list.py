"""Any list of changes goes in without a crash, changes nothing the second time, and leaves no trace once taken back."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kongchuo_desktop.desk import importing, record_files
from kongchuo_desktop.desk.record_kinds import CHANGES
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.enrolment.service import events
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage.database import Database
from tests.school.enrolment.changes_files import counts, file_of
from tests.school.small_school import CHILDREN, NOW, found_school

HEAD = ("日期", "姓名", "学籍号", "类型", "编入班级", "来源或去向", "回执")
KINDS = ("新生", "转入", "转出", "休学", "复学", "退学", "留级", "调班", "死亡", "出国", "辍学", "其他增加", "不知道")
NAMES = (*CHILDREN, "新来的", "另一个")
ROWS = st.lists(
    st.tuples(
        st.integers(-40, 20).map(lambda n: (date(2026, 10, 1) + timedelta(days=n)).isoformat()),
        st.sampled_from(NAMES),
        st.booleans(),
        st.sampled_from(KINDS),
        st.sampled_from(("", "五年级1班", "五年级2班", "四年级1班", "九班")),
        st.sampled_from(("", "县小")),
        st.sampled_from(("", "有", "无", "2026-10-20")),
    ),
    max_size=14,
)


def state(book: Database) -> object:
    """Every child's row and days on the roll, and every change."""
    with book.read() as session:
        rows = [
            (row.name, row.student_number, row.status, row.class_id, row.joined_on, row.left_on, row.left_why)
            for row in session.query(Pupil).order_by(Pupil.id)
        ]
        return rows, [life.stays for life in history(session).lives.values()], len(events(session, withdrawn=True))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_in_again_and_back(
    book: Database, tmp_path: Path, rows: list[tuple[str, str, bool, str, str, str, str]]
) -> None:
    with book.read() as session:
        fresh = session.query(Pupil).count() == 0
    if fresh:
        found_school(book)
    before = state(book)
    lines = [
        (day, name, CHILDREN.get(name, (0, ""))[1] if numbered else "", *rest) for day, name, numbered, *rest in rows
    ]
    path = file_of(tmp_path / "异动.csv", lines, head=HEAD)
    found = record_files.preview(CHANGES, book, path, today=NOW.date())
    batch = record_files.write(book, found, now=NOW).batch
    try:
        assert sum(found.plan.counts().values()) == len(rows)
        after = state(book)
        again = record_files.preview(CHANGES, book, path, today=NOW.date())
        assert not {"new", "changed"} & set(counts(again))
        with book.read() as session:
            lives = history(session).lives
            for row in session.query(Pupil):
                stay = lives[row.id].on(date.max)  # type: ignore[index]
                assert (stay.status if stay else "离校") == row.status
        assert state(book) == after
    finally:  # a failure, too, leaves the book as it was for the next list
        if batch is not None:
            importing.undo(book, batch)
    assert state(book) == before
