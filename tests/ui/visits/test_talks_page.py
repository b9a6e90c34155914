"""Talks, the counsellor's lock and teaching at home by the window."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import counselling, service, teaching
from kongchuo_desktop.school.visits.teaching import PlacementDraft
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.visits.talks import TalksSection
from kongchuo_desktop.ui.visits.teaching import TeachingSection
from tests.ui.visits.visiting import TODAY, Rest, box_over, press, told

COUNSEL = "松针 搪瓷 七里坡"


def test_a_talk_is_written_and_changed(
    section: Callable[..., Page], database: Database, ids: dict[str, PupilId], rest: Rest
) -> None:
    page = section("talks", ("new", ids["韦䶮"]))
    assert isinstance(page, TalksSection)
    assert page.form is not None
    page.form.form.put({**page.form.form.values(), "topic": "想念父母", "content": "说了很多", "kind": "谈心"})
    assert page.save_form()
    rest()
    rest()
    assert page.state_sentence() == "本学期谈心谈话 1 次，1 名学生"
    page.show_talk(page.list.model.rows[0].talk)
    press(page.panel, "修改")
    assert page.form is not None
    page.form.form.put({**page.form.form.values(), "outcome": "约好视频"})
    page.save_form()
    rest()
    with database.read() as session:
        (talk,) = service.talks(session)
    assert (talk.talker, talk.topic, talk.outcome) == ("王老师", "想念父母", "约好视频")


def test_counselling_stands_behind_its_own_lock(
    section: Callable[..., Page], database: Database, ids: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    page = section("talks", None)
    assert isinstance(page, TalksSection)
    page.locked.click()
    box = box_over(page)
    box.form.put({"name": "王老师", "password": COUNSEL, "again": COUNSEL})
    box.finish()
    rest()
    assert page.lock.key is not None
    assert "恢复码抄在纸上" in told(office).said[-1]
    page.new(ids["韦䶮"])
    rest()
    assert page.form is not None
    values = {**page.form.form.values(), "content": "夜里睡不着"}
    assert values["kind"] == "心理辅导"
    page.form.form.put(values)
    page.save_form()
    rest()
    rest()
    page.locked.click()
    assert page.lock.key is None
    talk = page.list.model.rows[0].talk
    page.show_talk(talk)
    assert "夜里睡不着" not in words_of(page.panel)
    assert "已用辅导教师的密码加密" in words_of(page.panel)
    page.locked.click()
    box = box_over(page)
    box.form.put({"name": "王老师", "password": "不对的密码 123"})
    box.finish()
    rest()
    assert "辅导密码不对" in box.refusal.text()
    box.form.put({"name": "王老师", "password": COUNSEL})
    box.finish()
    rest()
    page.show_talk(talk)
    rest()
    assert "夜里睡不着" in words_of(page.panel)
    with database.read() as session:
        assert counselling.counsellors(session) == ("王老师",)
        assert any(line.kind == "read" for line in audit.recent(session, limit=3))


def words_of(page: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in page.findChildren(QLabel))


def test_teaching_at_home_from_plan_to_lesson(
    section: Callable[..., Page], database: Database, ids: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    with database.write("安置") as session:
        placed = PlacementDraft(ids["韦䶮"], "送教上门", date(2026, 9, 1), "肢体", "一级")
        teaching.place(session, draft=placed, today=TODAY)
    page = section("teaching", Opens("visits", ids["韦䶮"], kind="teaching", slot="plan"))
    assert isinstance(page, TeachingSection)
    box = box_over(page)
    box.form.put({**box.form.values(), "teachers": "王老师", "goals": "识字"})
    box.finish()
    rest()
    rest()
    page.open_request(Opens("visits", ids["韦䶮"], kind="teaching"))
    box = box_over(page)
    assert box.form.values()["teachers"] == "王老师"
    box.form.put({**box.form.values(), "content": "认字", "day": date(2026, 8, 31)})
    box.finish()
    rest()
    assert "没有登记为送教上门" in box.refusal.text()
    assert box.form.values()["content"] == "认字"
    box.form.put({**box.form.values(), "day": TODAY})
    box.finish()
    rest()
    rest()
    assert page.state_sentence() == "1 名残疾学生，送教上门 1 名，本学期 2 课时"


def test_an_empty_book_teaches(section: Callable[..., Page]) -> None:
    for key in ("visits", "talks", "teaching"):
        page = section(key, None)
        assert page.list.model.total == 0  # type: ignore[attr-defined]
