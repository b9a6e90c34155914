"""The township's list on the sample roster, payment lists with corrections, checks across tables."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kongchuo_desktop.desk import importing, record_files
from kongchuo_desktop.desk.record_kinds import HOUSEHOLDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import checks, payments, recognition, service
from kongchuo_desktop.school.aid.model import AidRule, FamilyMember, FamilyStatus, PaymentLine, PaymentList, PoorFamily
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Fate
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
LIST = "乡镇困难家庭名单-gbk.csv"


@pytest.fixture
def book(new_book: Callable[[], Database], sample_files: Path) -> Database:
    made = new_book()
    found = importing.preview(made, "pupils", sample_files / "花名册-全国学籍导出.xlsx", today=TODAY)
    importing.write(made, found, today=TODAY)
    return made


def bring(book: Database, path: Path) -> record_files.RecordPreview:
    found = record_files.preview(HOUSEHOLDS, book, path, today=TODAY)
    record_files.write(book, found, now=NOW)
    return found


def entitled(book: Database) -> dict[str, int]:
    with book.read() as session:
        term = service.term_of(session, key="2026-autumn", today=TODAY)
        found = service.entitled(session, term=term, today=TODAY)
    return {one.pupil.name: one.entitlement.cents for one in found.lines}


def test_the_sample_list_with_its_traps(book: Database, sample_files: Path) -> None:
    found = bring(book, sample_files / LIST)
    assert found.plan.counts() == {"new": 28, "changed": 0, "unchanged": 0, "doubtful": 4, "refused": 0}
    doubts = {row.name: row.reasons[0] for row in found.plan.rows if row.fate is Fate.DOUBTFUL}
    assert set(doubts) == {"白欣龙", "陈?", "孙宇", "蒋霞熙"}
    assert "可能是二年级1班“白欣龙”" in doubts["白欣龙"]
    with book.read() as session:
        members = session.query(FamilyMember).all()
    assert sum(one.pupil_id is not None for one in members) == 16
    assert {one.name for one in members} >= {"王㛃"}  # the lost character healed by the number
    sums = entitled(book)
    assert len(sums) == 17  # and an orphan of the roster
    assert (sums["唐怡"], sums["许懿"]) == (62500, 31250)


def test_every_trap_of_the_sample_list_is_known(book: Database, sample_files: Path) -> None:
    """Which traps the file holds, how many, and what became of each."""
    rows = [line.split(",") for line in (sample_files / LIST).read_bytes().decode("gb18030").splitlines()[1:]]
    blank = {row[4] for row in rows if not row[3].strip() and not row[5].strip()}
    lost = {row[4] for row in rows if "?" in row[4]}
    tabs = sum(cell.endswith("\t") for row in rows for cell in (row[3], row[5]))
    assert (len(rows), len(blank), len(lost), tabs) == (32, 4, 2, 56)
    found = bring(book, sample_files / LIST)
    assert (
        {row.name for row in found.plan.rows if row.fate is Fate.DOUBTFUL}
        == blank
        == {"白欣龙", "陈?", "孙宇", "蒋霞熙"}
    )
    with book.read() as session:
        members = {one.name: one for one in session.query(FamilyMember)}
        heads = [one.head_id_number for one in session.query(PoorFamily)]
    assert lost - blank == {"王?"}  # healed by the number
    assert members["王㛃"].matched_by == "证件号"
    assert all(
        one.id_number and one.id_number.strip() == one.id_number for one in members.values()
    )  # the tabs are gone
    assert all(number and number.isalnum() for number in heads)
    ours = {one.matched_by for one in members.values() if one.pupil_id}
    assert (ours, sum(one.pupil_id is None for one in members.values())) == ({"证件号"}, 12)
    notes = [one for one in found.plan.problems if "不是本校学生" in one.reason]
    assert len(notes) == 12
    told = [row for row in found.plan.rows if any("不是本校学生" in why for why in row.reasons)]
    assert sorted((row.sheet, row.row) for row in told) == sorted((one.sheet, one.row) for one in notes)


def test_a_list_that_says_the_same_again_only_renews_its_day(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / LIST)
    again = record_files.preview(HOUSEHOLDS, book, sample_files / LIST, today=TODAY)
    assert (again.plan.counts()["unchanged"], again.plan.work) == (28, {})
    later = NOW + timedelta(days=90)
    found = record_files.preview(HOUSEHOLDS, book, sample_files / LIST, today=later.date())
    assert found.plan.counts()["unchanged"] == 28
    record_files.write(book, found, now=later)
    with book.read() as session:
        statuses = session.query(FamilyStatus).all()
    assert {(one.listed_on, one.seen_on, one.until) for one in statuses} == {(TODAY, later.date(), None)}


def test_a_second_list_changes_ends_and_leaves(book: Database, sample_files: Path, tmp_path: Path) -> None:
    bring(book, sample_files / LIST)
    lines = (sample_files / LIST).read_bytes().decode("gb18030").splitlines()
    changed = [lines[0], lines[1].replace("脱贫不稳定户,脱贫不稳定户", "脱贫户,"), *lines[3:]]
    path = tmp_path / "二.csv"
    path.write_bytes("\r\n".join(changed).encode("gb18030"))
    found = bring(book, path)
    assert found.plan.counts()["changed"] == 1
    assert [(one.name, one.class_name) for one in found.plan.gone] == [("熊红萱户", "大坪村低保户")]
    with book.read() as session:
        ended = session.query(FamilyStatus).filter(FamilyStatus.until.is_not(None)).all()
    assert [(one.category, one.ended_why, one.until) for one in ended] == [("脱贫不稳定户", "改为脱贫户", TODAY)]


def test_words_nobody_knew_are_asked_once(book: Database, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("户主姓名,家庭成员姓名,成员证件号码,户类型\n罗甲,许懿,522328202004110242,深度困难户\n", "utf-8")
    found = bring(book, path)
    assert any("深度困难户" in one.reason for one in found.plan.problems)
    assert "许懿" not in entitled(book)
    with book.write("指定类别") as session:
        assert service.unknown_words(session) == ("深度困难户",)
        service.assign_word(session, word="深度困难户", group="突发严重困难")
        assert not service.unknown_words(session)
    assert entitled(book)["许懿"] == 31250


def test_a_list_is_approved_paid_and_corrected_by_a_second(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / LIST)
    with book.write("名册") as session:
        term = service.term_of(session, key="", today=TODAY)
        first = payments.make_list(session, programme="boarder", term=term, today=TODAY, by="资助员")
        made = payments.lists(session, today=TODAY, list_id=first)[0]
        assert (len(made.lines), made.cents) == (6, 375000)
        with pytest.raises(UserError, match="已有发放名册"):
            payments.make_list(session, programme="boarder", term=term, today=TODAY, by="")
        child = made.lines[0].pupil.id
        with pytest.raises(UserError, match="还没有审批"):
            payments.correct(session, list_id=first, changes={child: 0}, why="转走", today=TODAY, by="")
        payments.approve(session, list_id=first, day=TODAY, by="校长")
        with pytest.raises(UserError, match="已经审批"):
            payments.drop_line(session, line_id=made.lines[0].id)
        payments.pay(session, list_id=first, day=TODAY)
        second = payments.correct(session, list_id=first, changes={child: 0}, why="开学前已转走", today=TODAY, by="")
        found = payments.lists(session, today=TODAY)
        assert [(one.number, one.corrects, one.cents) for one in found] == [(1, None, 375000), (2, 1, -62500)]
        with pytest.raises(UserError, match="没有需要更正的"):
            payments.correct(session, list_id=first, changes={child: 0}, why="再", today=TODAY, by="")
        assert payments.paid_so_far(session, programme="boarder", term=term.key)[child] == 0
        payments.drop_list(session, list_id=second)


def test_what_an_inspector_would_find(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / LIST)
    with book.write("名册") as session:
        term = service.term_of(session, key="", today=TODAY)
        number = payments.make_list(session, programme="boarder", term=term, today=TODAY, by="")
        lines = {line.pupil.name: line for line in payments.lists(session, today=TODAY, list_id=number)[0].lines}
        payments.drop_line(session, line_id=lines["唐怡"].id)
        gone = session.get_one(Pupil, lines["马诗"].pupil.id)
        gone.status, gone.left_on, gone.left_why = "离校", date(2026, 9, 10), "转出"
        for name in ("江娟桂", "毛俊"):
            payments.set_card(
                session, pupil_id=lines[name].pupil.id, number="6217 0012 3456 7890", holder="张三", relation="",
                bank="", since=date(2026, 9, 1),
            )  # fmt: skip
        pupil_room.change_pupil(session, pupil_id=lines["秦天诺"].pupil.id, fields={"boarding": False})
    with book.read() as session:
        found = {(one.kind, one.pupil.name) for one in checks.findings(session, term=term, today=TODAY)}
    assert {
        ("应享受未列支", "唐怡"), ("离校后仍列支", "马诗"), ("两户共用一卡", "江娟桂"), ("两户共用一卡", "毛俊"),
        ("持卡人不是监护人", "毛俊"), ("列支无依据", "秦天诺"), ("没有卡号", "王㛃"),
    } <= found  # fmt: skip


def test_twice_and_absent_and_another_sum_are_found(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / LIST)
    with book.write("名册") as session:
        term = service.term_of(session, key="", today=TODAY)
        number = payments.make_list(session, programme="boarder", term=term, today=TODAY, by="")
        lines = {line.pupil.name: line for line in payments.lists(session, today=TODAY, list_id=number)[0].lines}
        other = PaymentList(programme="non_boarder", term=term.key, number=1, made_on=TODAY)
        session.add(other)
        session.flush()
        session.add(PaymentLine(list_id=other.id, pupil_id=lines["唐怡"].pupil.id, cents=31250))
        session.get_one(PaymentLine, lines["马诗"].id).cents = 50000
        child = lines["毛俊"].pupil
        for day in (date(2026, 10, number) for number in range(12, 17)):
            away = [Mark(child.id, day, slot, "旷课") for slot in ("am", "pm")]
            attendance.take(
                session,
                class_id=child.class_id or ClassId(0),
                day=day,
                slots=("am", "pm"),
                marks=away,
                now=NOW,
                by="班",
            )
    with book.read() as session:
        found = {(one.kind, one.pupil.name): one.sentence for one in checks.findings(session, term=term, today=TODAY)}
    assert found["重复列支", "唐怡"].startswith("同一学期列入家庭经济困难寄宿生生活补助和")
    assert found["金额与标准不符", "马诗"] == "家庭经济困难寄宿生生活补助列500元，按标准应是625元"
    assert found["整月缺勤仍列支", "毛俊"] == "2026-10点名10个半天全部旷课"


def test_a_quota_is_kept_when_a_list_is_approved(book: Database) -> None:
    with book.write("认定") as session:
        children = [one.id for one in pupil_room.pupils(session, today=TODAY) if one.boarding][:3]
        term = service.term_of(session, key="", today=TODAY)
        for child in children:
            recognition.apply_for(session, pupil_id=child, year=2026, day=date(2026, 9, 5), reason="父亲患病")
        recognition.decide(session, levels=dict.fromkeys(children, "困难"), year=2026, day=date(2026, 9, 20))
        identity.set_rule(session, key="aid.cap", value="2", in_force_from=date(2026, 9, 1), document="名额分配表")
        number = payments.make_list(session, programme="boarder_review", term=term, today=TODAY, by="")
        lines = payments.lists(session, today=TODAY, list_id=number)[0].lines
    assert len(lines) == 3
    with pytest.raises(UserError, match="名额是2人，名册上有3人，请先移出1人"), book.write("审批") as session:
        payments.approve(session, list_id=number, day=TODAY, by="校长")
    with book.write("移出") as session:
        payments.drop_line(session, line_id=lines[0].id)
        payments.approve(session, list_id=number, day=TODAY, by="校长")
    with book.read() as session:  # the quota is used up: nobody was forgotten
        assert "应享受未列支" not in {one.kind for one in checks.findings(session, term=term, today=TODAY)}


def test_the_county_s_own_amount_replaces_the_shipped_one(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / LIST)
    with book.write("标准") as session:
        session.add(
            AidRule(
                programme="non_boarder", stage="primary", boarding="no", groups="脱贫户+农村低保", cents=40000,
                in_force_from=date(2026, 9, 1), document="县教科〔2026〕9号",
            )
        )  # fmt: skip
    sums = entitled(book)
    assert sums["许懿"] == 40000
    assert "宋梓天" not in sums  # 脱贫不稳定 is none of the county's groups
    assert sums["唐怡"] == 62500  # boarders as before


def test_a_card_must_be_a_number(book: Database) -> None:
    with book.write("卡") as session, pytest.raises(UserError, match="10 到 25 位"):
        payments.set_card(
            session, pupil_id=PupilId(1), number="六二一七", holder="张", relation="", bank="", since=TODAY
        )
