"""One child's whole file: everything in order, nothing sealed, bound as PDF, on record."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from kongchuo_desktop.desk import dossier, papers, timeline
from kongchuo_desktop.desk.pupils_asked import pupil_meant
from kongchuo_desktop.documents.agreements import CancelledError
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import take_in
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.attendance import child_history
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.draft import Draft
from kongchuo_desktop.school.pairing import plans as plan_room
from kongchuo_desktop.school.pairing import service as pair_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service as visit_room
from kongchuo_desktop.school.visits.model import Talk
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.school.visits.talks import TalkDraft
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.documents.pictures import photo
from tests.paper_reader import PaperReader
from tests.school.small_school import CHILDREN, CHINA, away, bring, csv_of, found_school, full

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=CHINA)
TODAY = NOW.date()
SECRET = "孩子说夜里睡不着"
MARKUP = "<b>爷爷</b> & 𠮷奶奶 %s"


@pytest.fixture
def school(book: Database, tmp_path: Path) -> dict[str, PupilId]:
    """韦小山 with a whole autumn; the others with next to nothing."""
    ids = found_school(book)
    one = ids["韦小山"]
    rows = [full(f"2026-10-{day:02}") for day in (12, 13, 14, 15, 16, 19)]
    rows += [away(f"2026-10-{day:02}", "韦小山") for day in (15, 16, 19)]
    rows += [away("2026-10-12", "韦小山", "病假"), away("2026-10-13", "韦小山", "迟到", "上午")]
    bring(book, csv_of(tmp_path / "考勤.csv", rows), now=NOW)
    with book.write("布置") as session:
        concern.mark(
            session, pupil_ids=[one], kind="厌学", since=date(2026, 9, 8), why="说听不懂", by="梁老师", today=TODAY
        )
        visit = visit_room.record_visit(
            session,
            draft=VisitDraft(
                day=date(2026, 10, 20), form="入户", pupil_ids=(one, ids["罗雨"]), others="村干部",
                purpose="问清旷课原因", found=MARKUP * 20, measures="每周补课两次", promise="按时送到校",
                promise_due=date(2026, 10, 26),
            ),
            now=NOW,
        )  # fmt: skip
        visit_room.settle_promise(session, visit_id=visit, on=date(2026, 10, 27), outcome="已返校", today=TODAY)
        attachments.add(session, owner_kind="visit", owner_id=visit, picture=take_in(photo()), caption="堂屋", now=NOW)
        draft = TalkDraft(
            one, date(2026, 10, 22), talker="梁老师", topic="学习困难", content="愿意补课", outcome="情绪好转"
        )
        visit_room.record_talk(session, draft=draft, now=NOW)
        session.add(
            Talk(
                pupil_id=one, day=date(2026, 10, 23), kind="心理辅导", topic=SECRET, content=SECRET, sealed=b"x",
                recorded_at=NOW.replace(tzinfo=None),
            )
        )  # fmt: skip
        survey = survey_room.make_survey(
            session, title="网课条件摸底", about="", columns="网络：有/没有*", pupil_ids=[one], now=NOW.replace(day=2)
        )
        survey_room.answer(session, survey_id=survey, answers={(one, "q1"): "没有"}, today=TODAY)
        survey_room.set_measure(session, survey_id=survey, pupil_ids=[one], measure="到邻居家上网", by="梁老师")
        pause = Draft("休学", date(2026, 10, 8), reason="疾病", expected_return=date(2027, 9, 1))
        enrolment.record_change(session, pupil_id=ids["石青"], draft=pause, now=NOW)
    return ids


def test_pairs_and_their_help_are_part_of_it(book: Database, school: dict[str, PupilId], tmp_path: Path) -> None:
    one = school["韦小山"]
    with book.write("结对") as session:
        friend = pair_room.PairDraft(
            kind="同伴互助", pupil_id=one, since=date(2026, 10, 21), helper_pupil_id=school["罗雨"], aim="一起写作业"
        )
        pair_room.make(session, draft=friend, today=TODAY)
        plan_room.log_help(
            session, pupil_ids=[one], day=date(2026, 10, 30), kind="辅导", minutes=40, subject="数学", content="分数",
            given_by="梁老师", today=TODAY,
        )  # fmt: skip
    told = [entry.sentence for entry in story(book, one).entries if entry.kind in ("结对", "帮扶")]
    assert told == ["同伴互助：罗雨，一起写作业", "梁老师辅导，数学，分数"]
    papers.make(book, "archive_card", out=tmp_path / "card.pdf", choices={"pupil": "韦小山"}, now=NOW)
    assert "罗雨" in "".join(PaperReader().text(tmp_path / "card.pdf"))


def story(book: Database, pupil_id: PupilId, *, outside: bool = False) -> timeline.Story:
    with book.read() as session:
        return timeline.stories(session, pupil_ids=(pupil_id,), today=TODAY, outside=outside)[0]


def test_everything_stands_in_the_order_of_its_days(book: Database, school: dict[str, PupilId]) -> None:
    told = story(book, school["韦小山"])
    days = [entry.day for entry in told.entries]
    assert days == sorted(days)
    assert {"考勤", "劝返", "重点关注", "家访", "谈心", "摸底"} <= set(told.kinds)
    absent = [entry.sentence for entry in told.entries if entry.kind == "考勤"]
    assert absent == ["病假1天（10月12日）", "迟到1次（10月13日）", "旷课3天（10月15日—10月19日）"]
    assert [words for _, words in told.clear("帮扶")] == ["每周补课两次", "谈心，学习困难", "到邻居家上网"]
    assert [words for _, words in told.clear("效果")] == ["情绪好转", "已返校"]
    assert told.missing == ()
    assert story(book, school["杨柳"]).missing == ()
    pause = next(entry for entry in story(book, school["石青"]).entries if entry.kind == "学籍")
    assert pause.sentence == "休学，疾病，预计2027-09-01复学"


def test_counselling_is_told_inside_without_a_word_of_it_and_never_outside(
    book: Database, school: dict[str, PupilId]
) -> None:
    inside = [entry.sentence for entry in story(book, school["韦小山"]).entries]
    outside = [entry.sentence for entry in story(book, school["韦小山"], outside=True).entries]
    assert "心理辅导一次，内容另行保密" in inside
    assert not any(SECRET in sentence for sentence in inside)
    assert not any("心理辅导" in sentence for sentence in outside)


def test_spells_know_weekends_and_kinds(book: Database, school: dict[str, PupilId]) -> None:
    with book.read() as session:
        spells = child_history.spells(session, pupil_ids=[school["韦小山"]])[school["韦小山"]]
    assert [(spell.kind, spell.length) for spell in spells] == [("病假", "1天"), ("迟到", "1次"), ("旷课", "3天")]


def test_one_file_has_cover_contents_photos_and_every_record(
    book: Database, school: dict[str, PupilId], tmp_path: Path
) -> None:
    out = tmp_path / "一人一案.pdf"
    choices = {"pupil": "G520000201501010016"}
    made = papers.make(book, "dossier", out=out, choices=choices, now=NOW)
    assert (made.count, made.paths) == (1, (out,))
    pages = PaperReader().text(out)
    whole = "".join("".join(pages).split())
    for words in (
        "学生关爱档案",
        "目录",
        "四清一览",
        "旷课",
        "说听不懂",
        "<b>爷爷</b>&𠮷奶奶%s",
        "情绪好转",
        "到邻居家上网",
        "堂屋",
    ):
        assert words in whole
    assert SECRET not in whole
    assert "心理辅导" not in whole
    assert CHILDREN["韦小山"][1] in whole
    assert f"第{len(pages) - 1}页共{len(pages) - 1}页" in "".join(pages[-1].split())
    assert b"DCTDecode" in out.read_bytes()
    with book.read() as session:
        line = audit.recent(session, limit=1)[0]
        uid = pupil_room.pupil(session, pupil_id=school["韦小山"], today=TODAY).uid
    assert (line.kind, line.row_uid, line.changes["what"]) == ("print", uid, "学生档案（一人一案）")


def test_numbers_are_masked_where_that_is_asked(book: Database, school: dict[str, PupilId], tmp_path: Path) -> None:
    for key in ("dossier", "archive_card"):
        papers.make(book, key, out=tmp_path / f"{key}.pdf", choices={"pupil": "韦小山", "mask": "yes"}, now=NOW)
        text = "".join(PaperReader().text(tmp_path / f"{key}.pdf"))
        assert CHILDREN["韦小山"][1] not in text
        assert "G52000" in text


def test_a_file_for_each_child_of_a_class_or_of_the_key_pupils(
    book: Database, school: dict[str, PupilId], tmp_path: Path
) -> None:
    made = papers.make(book, "dossier", out=tmp_path / "五1", choices={"class": "五年级1班"}, now=NOW)
    assert [path.name for path in made.paths] == [
        "1 五年级1班 韦小山.pdf",
        "2 五年级1班 罗雨.pdf",
        "3 五年级1班 杨柳.pdf",
    ]
    key = papers.make(book, "archive_card", out=tmp_path / "重点.pdf", choices={"who": "key"}, now=NOW)
    assert key.count == 1
    assert PaperReader().page_count(tmp_path / "重点.pdf") == 1
    each = papers.make(book, "archive_card", out=tmp_path / "班", choices={"each": "class"}, now=NOW)
    assert len(each.paths) == 2


def test_stopped_work_leaves_neither_file_nor_record(
    book: Database, school: dict[str, PupilId], tmp_path: Path
) -> None:
    asked: Iterator[bool] = iter((False, False, True, True))
    with book.read() as session:
        people = pupil_room.pupils(session, today=TODAY)
        before = len(audit.recent(session))
    with pytest.raises(CancelledError):
        dossier.make_files(
            book, key="dossier", people=people, out=tmp_path / "all.pdf", now=NOW, cancelled=lambda: next(asked)
        )
    assert not list(tmp_path.glob("*.pdf"))
    with book.read() as session:
        assert len(audit.recent(session)) == before


def test_whom_a_paper_is_asked_for(book: Database, school: dict[str, PupilId], tmp_path: Path) -> None:
    with book.write("同名") as session:
        pupil_room.add_pupil(session, fields={"name": "罗雨"})
    with book.read() as session:
        assert pupil_meant(session, "g520000201502020021", today=TODAY).id == school["罗雨"]
        assert pupil_meant(session, str(school["龙飞"]), today=TODAY).name == "龙飞"
        with pytest.raises(UserError, match="有 2 名学生叫“罗雨”"):
            pupil_meant(session, "罗雨", today=TODAY)
        with pytest.raises(UserError, match="没有找到学生“<b>”"):
            pupil_meant(session, "<b>", today=TODAY)
    with pytest.raises(UserError, match="请给一个文件夹"):
        papers.make(book, "dossier", out=tmp_path / "x.pdf", choices={"each": "signer"}, now=NOW)
    with pytest.raises(UserError, match="没有学生"):
        papers.make(book, "dossier", out=tmp_path / "x.pdf", choices={"class": "五年级2班", "who": "key"}, now=NOW)
