"""Rates out of a real book: changes entered by the service, scopes, switches with a day of force, the service area."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports import rates as report
from kongchuo_desktop.reports import rates_roll
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import area, service
from kongchuo_desktop.school.enrolment.rates_area import AT_SCHOOL, AWAY
from kongchuo_desktop.school.enrolment.rates_effect import effect_of
from kongchuo_desktop.school.enrolment.rates_service import Answer, rates
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TODAY = NOW.date()
FIRST = date(2026, 9, 1)


class SchoolOfEighty:
    """三年级1班 with forty children, 四年级1班 with forty, 一年级1班 with five newcomers."""

    def __init__(self, book: Database) -> None:
        self.book = book
        with book.write("布置") as session:
            self.rooms = {grade: class_room.class_at(session, grade=grade, number=1) for grade in (1, 3, 4)}
            self.ids = [
                pupil_room.add_pupil(session, fields={"name": f"学生{number}", "class_id": self.rooms[grade]})
                for grade in (3, 4)
                for number in range(40 * (grade - 3), 40 * (grade - 2))
            ]
            for number in range(5):
                fields = {"name": f"新生{number}", "class_id": self.rooms[1]}
                self.ids.append(pupil_room.add_pupil(session, fields=fields))
                session.get_one(Pupil, self.ids[-1]).joined_on = FIRST  # as an import of 入学年月 has it

    def change(self, child: int, kind: str, day: date, **more: Any) -> None:
        with self.book.write("登记异动") as session:
            service.record_change(
                session, pupil_id=self.ids[child], draft=Draft(kind, day, **more), now=NOW, from_case=kind == "辍学"
            )

    def arrive(self, kind: str, day: date, grade: int = 3, name: str = "转来的孩子") -> PupilId:
        with self.book.write("登记异动") as session:
            draft = Draft(kind, day, to_class_id=ClassId(self.rooms[grade]))
            return service.enter_newcomer(session, fields={"name": name}, draft=draft, now=NOW)[0]

    def rates(self, scope: str = "", first: date = FIRST, last: date = TODAY) -> Answer:
        with self.book.read() as session:
            return rates(session, first=first, last=last, scope=scope)

    def value(self, key: str, scope: str = "") -> float | None:
        return self.rates(scope).line(key).figure.value


@pytest.fixture
def school(book: Database) -> SchoolOfEighty:
    return SchoolOfEighty(book)


def test_three_out_one_in(school: SchoolOfEighty) -> None:
    for child in range(3):
        school.change(child, "转出", date(2026, 10, 12), place="县实验小学", receipt_on=date(2026, 10, 20))
    school.arrive("转入", date(2026, 10, 8))
    found = school.rates("三年级")
    assert found.line("retention").figure.value == 100.0
    assert (len(found.balance.opening), len(found.balance.closing)) == (40, 38)
    assert found.line("retention.raw").figure.value == 95.0
    assert found.line("dropout").figure.value == 0.0
    whole = school.rates()
    assert whole.balance.holds
    assert whole.balance.count("新生") == 5


def test_unproven_counts_until_the_receipt_is_in(school: SchoolOfEighty) -> None:
    school.change(0, "转出", date(2026, 10, 12), place="外省某校")
    before = school.rates("三年级1班")
    assert before.line("dropout").figure.value == 2.5
    assert before.line("retention").figure.value == 97.5
    assert before.line("dropout").state == "missed"  # 2.5 % is below the veto line of 3 %
    with school.book.write("回执") as session:
        event = service.events(session)[0]
        service.mark_receipt(session, event_id=event.id, day=TODAY)
    after = school.rates("三年级1班")
    assert (after.line("dropout").figure.value, after.line("retention").figure.value) == (0.0, 100.0)


def test_beyond_the_veto_line(school: SchoolOfEighty) -> None:
    for child in (0, 1):
        school.change(child, "辍学", date(2026, 10, 12))
    assert school.rates("三年级").line("dropout").state == "vetoed"


def test_a_switch_has_its_day_of_force(school: SchoolOfEighty) -> None:
    school.change(0, "休学", date(2026, 10, 12), expected_return=date(2027, 9, 1))
    with school.book.write("口径") as session:
        identity.set_rule(
            session,
            key="rates.leave.dropout",
            value="count",
            in_force_from=date(2026, 11, 1),
            document="县教〔2026〕8号",
        )
    assert school.value("dropout", "三年级") == 2.5
    early = school.rates("三年级", last=date(2026, 10, 31))
    assert early.line("dropout").figure.value == 0.0
    rule = next(rule for rule in school.rates().switches if rule.key == "rates.leave.dropout")
    assert (rule.shown, rule.document) == ("算辍学", "县教〔2026〕8号")
    with school.book.write("口径") as session, pytest.raises(UserError, match="只能选"):
        identity.set_rule(session, key="rates.unproven", value="?", in_force_from=TODAY, document="")


def test_moving_up_a_class_balances(school: SchoolOfEighty) -> None:
    school.change(0, "跳级", date(2026, 10, 12), to_class_id=school.rooms[4])
    with school.book.read() as session:
        found = rates_roll.roll_answer(session, first=FIRST, last=TODAY, scope="")
    counts = {name: (one.count("调入"), one.count("调出"), one.holds) for name, one in found.rooms}
    assert counts["三年级1班"] == (0, 1, True)
    assert counts["四年级1班"] == (1, 0, True)
    assert found.whole.holds
    assert school.value("retention", "三年级") == school.value("retention", "四年级") == 100.0


def test_without_an_area_list_there_is_no_enrolment_rate(school: SchoolOfEighty) -> None:
    figure = school.rates().line("enrolment").figure
    assert figure.value is None
    assert "服务区" in figure.missing


def test_enrolment_over_the_area(school: SchoolOfEighty) -> None:
    with school.book.write("服务区") as session:
        for number, child in enumerate(school.ids[:9]):
            pupil_room.change_pupil(session, pupil_id=child, fields={"birth_date": date(2018, 3, 1 + number)})
        for name, placement in (("在外的", "在外就读"), ("没上学的", "未入学"), ("缓学的", "延缓入学")):
            fields = {"name": name, "birth_date": date(2018, 5, 5), "placement": placement, "school_name": "县一小"}
            area.save(session, child_id=None, fields=fields, today=TODAY)
        fields = {"name": "听不见的", "birth_date": date(2017, 5, 5), "placement": "未入学", "disability": "听力残疾"}
        area.save(session, child_id=None, fields=fields, today=TODAY)
    found = school.rates()
    figure = found.line("enrolment").figure
    assert (figure.above, figure.below, figure.value) == (10, 12, 83.33)
    assert "没有出生日期" in figure.warnings[0]
    assert {group.name for group in figure.groups} == {"未入学：", "不计入："}
    assert found.line("enrolment.disabled").figure.value == 0.0
    assert found.line("enrolment.gross").figure.below == 12
    assert not school.rates("三年级").line("enrolment").figure.applies


def test_every_placement_is_known() -> None:
    from kongchuo_desktop.kit.resources import read_toml

    placements = read_toml("policy", "rates.toml")["placements"]
    known = {word for words in placements.values() for word in words}
    assert set(area.PLACEMENTS) <= known
    assert set(placements[AT_SCHOOL]) >= area.IN_SCHOOL
    assert set(placements["apart"]) >= area.LEFT_OUT
    assert set(placements[AWAY]) == set(area.PLACEMENTS) - area.IN_SCHOOL - area.LEFT_OUT


def test_a_claimed_total_is_held_against_the_classes(book: Database) -> None:
    """Seed: classes of 16, 11, 18, 18, 21, 24 are 108; the text says 109."""
    with book.write("布置") as session:
        for grade, count in enumerate((16, 11, 18, 18, 21, 24), start=1):
            room = class_room.class_at(session, grade=grade, number=1)
            for number in range(count):
                pupil_room.add_pupil(session, fields={"name": f"生{grade}{number}", "class_id": room})
    with book.read() as session:
        found = rates_roll.as_json(session, {"claimed": "109"}, TODAY)
        table = rates_roll.tabulate(session, {"claimed": "108"}, TODAY)
    assert found["claimed"] == {"total": 109, "classes": 108, "difference": 1}
    assert found["sentences"][0] == "填报总数109人，各班合计16＋11＋18＋18＋21＋24＝108人，相差1人，请核对。"
    assert table.notes[0].endswith("108人，一致。")
    assert (table.rows[-1][0], table.rows[-1][-2:]) == ("填报总数", (108, "一致"))
    with book.read() as session, pytest.raises(UserError, match="要写数字"):
        rates_roll.tabulate(session, {"claimed": "一百"}, TODAY)


def test_json_opens_every_figure(school: SchoolOfEighty) -> None:
    school.change(0, "辍学", date(2026, 10, 12))
    with school.book.read() as session:
        found: Mapping[str, Any] = report.as_json(session, {"from": "2026-09-01", "to": "2026-11-22"}, TODAY)
    assert (found["from"], found["to"]) == ("2026-09-01", "2026-11-22")
    by_name = {line["name"]: line for line in found["rates"]}
    dropout = by_name["辍学率"]
    assert (dropout["numerator"], dropout["denominator"], dropout["value"]) == (1, 85, 1.18)
    who = dropout["who_in_numerator"][0]
    assert (who["name"], who["class"], who["counts"]) == ("学生0", "三年级1班", 1)
    assert "辍学" in who["why"]
    for line in found["rates"]:
        assert line["formula"]
        assert line["source"]
        if line["value"] is not None:
            assert len(line["who_in_denominator"]) == line["denominator"]
            assert sum(one["counts"] for one in line["who_in_numerator"]) == line["numerator"]
        else:
            assert line["missing"]


def test_cohort_needs_the_years_it_spans(school: SchoolOfEighty) -> None:
    figure = school.rates("三年级").line("retention.cohort6").figure
    assert figure.value is None
    assert "2024年入学" in figure.missing
    with school.book.write("旧学期") as session:
        identity.open_year(session, year=2024)
    assert school.value("retention.cohort6", "三年级") == 100.0


def test_breaks_are_told_by_name(school: SchoolOfEighty) -> None:
    with school.book.write("改名册") as session:
        session.get_one(Pupil, school.ids[7]).joined_on = date(2026, 10, 9)
    with school.book.read() as session:
        found = rates_roll.tabulate(session, {}, TODAY)
    assert found.notes[0] == "对不上：学生7，2026年10月9日起在册，没有异动记录，请补登异动。"
    assert found.rows[-1][-1] == "差+1"


def test_scopes_and_periods_are_refused_in_a_sentence(school: SchoolOfEighty) -> None:
    with pytest.raises(UserError, match="没有“八年级”这个范围"):
        school.rates("八年级")
    with pytest.raises(UserError, match="截止日期"):
        school.rates(first=TODAY, last=FIRST)


def test_effect_before_saving(school: SchoolOfEighty) -> None:
    def effect(kind: str, *, proven: bool = False, child: int = 0) -> str:
        with school.book.read() as session:
            made = effect_of(session, pupil_id=school.ids[child], kind=kind, day=date(2026, 10, 12), proven=proven)
            return made.text

    unproven = effect("转出")
    assert "全校：巩固率100.00% → 98.82%，辍学率0.00% → 1.18%。" in unproven
    assert "三年级1班：巩固率100.00% → 97.50%，辍学率0.00% → 2.50%。" in unproven
    assert "收到回执后全校巩固率100.00%、辍学率0.00%" in unproven
    assert effect("转出", proven=True) == "登记后，2026—2027学年的巩固率和辍学率都不变。"
    assert effect("休学").endswith("休学单列，不算辍学。")
    school.change(1, "休学", date(2026, 9, 20), expected_return=date(2027, 9, 1))
    assert "都不变" in effect("复学", child=1)
