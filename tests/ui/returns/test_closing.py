"""A case that ends with the child leaving the roll: the change is offered at once, and asked for until it is there."""

from datetime import timedelta

from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.tasks import service as tasks
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.enrolment.changes import ChangesSection
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.returns.cases import CasesSection
from kongchuo_desktop.ui.sections import SectionedPage
from tests.ui.returns.conftest import TODAY
from tests.ui.returns.hands import Bring, Rest, case_of, fill, words_of
from tests.ui.visits.visiting import Hands, Key, box_over, told


def child_of(database: Database, case_id: int) -> PupilFacts:
    child = case_of(database, case_id).pupil.id
    with database.read() as session:
        return pupil_room.pupil(session, pupil_id=child, today=TODAY)


def in_front(page: CasesSection) -> object:
    window = page.window()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page, SectionedPage)
    return window.page.section


def test_two_keys_close_a_case_and_enter_the_transfer(
    section: Bring, database: Database, case_id: int, rest: Rest, office: Office
) -> None:
    page = section("cases", ("case", case_id))
    assert isinstance(page, CasesSection)
    with database.write("移交") as session:
        casework.describe(session, case_id=case_id, cause="随父母外出", whereabouts="县城", holder_id=None)
        number = casework.hand_over(session, case_id=case_id, to="城关二小", day=TODAY)
        casework.accept_handover(session, handover_id=number, day=TODAY, proof="接收回执12号")
    rest()
    page.acts.ask_close(case_of(database, case_id))
    box_over(page).finish()  # Ctrl+S: 转学 and the proof stand there already
    for _ in range(4):
        rest()
    changes = in_front(page)
    assert isinstance(changes, ChangesSection)
    assert changes.form is not None
    assert changes.form.form is not None
    values = changes.form.form.values()
    assert (changes.form.kind, values["day"], values["place"], values["reason"]) == (
        "转出", TODAY, "城关二小", "随父母务工",
    )  # fmt: skip
    assert (values["receipt_on"], values["receipt"]) == (TODAY, "接收回执12号")
    assert not changes.form.changed()  # nothing of the teacher's is lost by leaving
    assert changes.save_form()  # Ctrl+S
    rest()
    rest()
    assert child_of(database, case_id).status == "离校"
    with database.read() as session:
        (event,) = enrolment.events(session, kinds=["转出"])
    assert (event.place, event.receipt, event.note) == (
        "城关二小", "接收回执12号", "劝返个案2026-09-07按“转学”结案",
    )  # fmt: skip
    assert case_of(database, case_id).state == "已结案"
    undo = told(office).undo
    assert undo is not None
    undo()  # takes the change back, not the closing
    rest()
    assert child_of(database, case_id).status == "在读"
    assert case_of(database, case_id).closed_how == "转学"


def test_undone_closing_leaves_no_form_behind(
    section: Bring, database: Database, case_id: int, rest: Rest, office: Office
) -> None:
    page = section("cases", ("case", case_id))
    assert isinstance(page, CasesSection)
    page.acts.ask_close(case_of(database, case_id))
    fill(page, rest, how="出国", evidence="护照复印件")
    rest()
    changes = in_front(page)
    assert isinstance(changes, ChangesSection)
    undo = told(office).undo
    assert undo is not None
    undo()
    for _ in range(3):
        rest()
    assert in_front(page) is page
    assert (changes.form, changes.panel.isVisible()) == (None, False)
    assert case_of(database, case_id).closed_on is None
    assert page.side.isVisible()


def test_what_was_left_is_asked_for_until_the_roll_agrees(
    section: Bring, database: Database, case_id: int, rest: Rest
) -> None:
    with database.write("结案") as session:
        casework.close_case(session, case_id=case_id, how="转学", evidence="在读证明", day=TODAY, by="校长")
    with database.read() as session:
        early, late = (tasks.today(session, on=TODAY + timedelta(days=days)) for days in (7, 8))
    (task,) = (one for one in early.today if one.key.startswith("returns/"))
    assert (task.title, task.due) == ("登记学籍异动“转出”", TODAY + timedelta(days=7))
    assert task.sentence == "个案2026-09-07按“转学”结案，学籍上还是“在读”"
    assert [one.key for one in late.overdue if one.key.startswith("returns/")] == [task.key]
    page = section("cases", task.opens)
    assert isinstance(page, CasesSection)
    assert page.list.model.rows[0].state == "已结案（缺异动）"
    assert "学籍上还是“在读”，按“转学”结案的要登记“转出”。" in words_of(page.side)
    Hands(page.window()).press(Key.Key_Space)  # type: ignore[arg-type]
    for _ in range(3):
        rest()
    changes = in_front(page)
    assert isinstance(changes, ChangesSection)
    assert changes.form is not None
    assert changes.form.kind == "转出"
    assert changes.save_form()
    rest()
    rest()
    with database.read() as session:
        assert not [one for one in tasks.today(session, on=TODAY).today if one.key.startswith("returns/")]


def test_reopening_says_that_the_roll_still_has_the_change(
    section: Bring, database: Database, case_id: int, rest: Rest, office: Office
) -> None:
    child = case_of(database, case_id).pupil.id
    with database.write("结案") as session:
        casework.close_case(session, case_id=case_id, how="死亡", evidence="死亡证明", day=TODAY, by="校长")
        enrolment.record_change(session, pupil_id=child, draft=enrolment.Draft("死亡", TODAY), now=office.clock())
    page = section("cases", ("case", case_id))
    assert isinstance(page, CasesSection)
    page.acts.reopen(case_of(database, case_id))
    rest()
    assert "学籍上的“死亡”还在" in told(office).toasts[-1]
