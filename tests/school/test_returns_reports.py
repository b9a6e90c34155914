"""Reports of 劝返: their sums agree with the cases, every figure opens to its children, what was handed in stays."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.desk import form_lists, handing_in
from kongchuo_desktop.desk.form_people import Asked, People
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.reports.returns_choices import quarter_asked
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.form_rules import ListRule
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.returns import figures as rules
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.rules import Closing, Episode
from kongchuo_desktop.school.returns.settings import ReturnRules
from kongchuo_desktop.storage.database import Database
from tests.school.made_cases import NOW, TODAY, made_cases

Made = tuple[Database, dict[str, int]]
PERIODIC = ("leavers_month", "returns_quarter", "returns_term", "returns")


@pytest.fixture
def made(new_book: Callable[[], Database]) -> Made:
    book = new_book()
    return book, made_cases(book)


def table(book: Database, key: str, **choices: str) -> Table:
    with book.read() as session:
        return report_kind(key).tabulate(session, choices, TODAY)


def plain(book: Database, key: str, **choices: str) -> dict[str, Any]:
    kind = report_kind(key)
    assert kind.as_json is not None
    with book.read() as session:
        found = kind.as_json(session, choices, TODAY)
    return cast("dict[str, Any]", json.loads(json.dumps(found)))  # nothing in it that JSON can't hold


def names(listed: list[dict[str, Any]]) -> list[str]:
    return sorted(one["name"] for one in listed)


def test_the_list_of_cases_has_everything_of_a_case(made: Made) -> None:
    book, numbers = made
    found = plain(book, "cases")
    assert {key: found[key] for key in ("total", "open", "away", "closed", "without_proof", "relapses")} == {
        "total": 5, "open": 3, "away": 2, "closed": 2, "without_proof": 1, "relapses": 1,
    }  # fmt: skip
    (one,) = [case for case in found["cases"] if case["name"] == "韦小山"]
    assert (one["case"], one["left_on"], one["state"]) == (numbers["韦小山"], "2026-10-12", "劝返中")
    assert [step["kind"] for step in one["steps"]] == ["电话联系", "入户劝返", "村校联合劝返"]
    assert one["missing"] == ["书面报告乡镇和教育局"]
    assert len(table(book, "cases").rows) == 5


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"state": "open"}, ["石青", "罗雨", "韦小山"]), ({"state": "closed"}, ["吴敏", "龙飞"]),
        ({"state": "no_proof"}, ["吴敏"]), ({"class": "五年级2班"}, ["吴敏", "龙飞"]),
        ({"village": "河湾村"}, ["石青", "罗雨", "韦小山"]), ({"village": "村未登记"}, ["吴敏", "龙飞"]),
    ],
)  # fmt: skip
def test_cases_are_narrowed(made: Made, choices: dict[str, str], expected: list[str]) -> None:
    assert names(plain(made[0], "cases", **choices)["cases"]) == sorted(expected)


def test_a_case_closed_without_proof_is_named_in_the_table(made: Made) -> None:
    rows = {str(row[1]): str(row[-1]) for row in table(made[0], "cases").rows}
    assert "无证明结案" in rows["吴敏"]
    assert "点名册" in rows["龙飞"]


def test_the_list_by_village_adds_up(made: Made) -> None:
    book, _ = made
    found = plain(book, "returns")
    by_village = {one["village"]: one for one in found["villages"]}
    river = by_village["河湾村"]
    assert (river["dropouts"], river["returned"], river["not_returned"], river["otherwise"]) == (3, 1, 2, 0)
    assert names(river["who"]["not_returned"]) == sorted(["罗雨", "韦小山"])
    assert (found["from"], found["to"]) == ("2026-09-01", TODAY.isoformat())
    for key in ("dropouts", "returned", "not_returned", "otherwise"):
        assert found["total"][key] == sum(one[key] for one in found["villages"])
        assert all(len(one["who"][key]) == one[key] for one in (*found["villages"], found["total"]))
    rows = table(book, "returns").rows
    assert [row[1] for row in rows][-1] == sum(cast("int", row[1]) for row in rows[:-1]) == 5
    signed = " ".join(table(book, "returns").notes)
    assert all(who in signed for who in ("村支书", "中心校校长", "校长", "乡镇分管领导", "乡镇长", "教育局包片领导"))


def test_the_list_by_village_tells_a_past_day_as_it_was(made: Made) -> None:
    found = plain(made[0], "returns", to="2026-10-15")
    assert names(found["total"]["who"]["not_returned"]) == sorted(["罗雨", "韦小山", "龙飞"])  # 石青 was back between
    assert names(found["total"]["who"]["returned"]) == sorted(["石青", "吴敏"])


def test_who_left_otherwise_is_neither_back_nor_missing(made: Made) -> None:
    book, numbers = made
    with book.write("结案") as session:
        casework.close_case(
            session, case_id=numbers["罗雨"], how="转学", evidence="在读证明", day=TODAY, by="校长"
        )  # fmt: skip
    total = plain(book, "returns")["total"]
    assert (total["returned"], total["not_returned"], total["otherwise"]) == (3, 1, 1)
    assert names(total["who"]["otherwise"]) == ["罗雨"]


@pytest.mark.parametrize("by", ["cause", "class", "village", "from"])
@pytest.mark.parametrize(
    ("key", "choices"), [("returns_quarter", {"quarter": "2026-4"}), ("returns_term", {"term": "2026-autumn"})]
)
def test_the_figures_of_a_period_add_up_over_every_split(
    made: Made, key: str, choices: dict[str, str], by: str
) -> None:
    found = plain(made[0], key, by=by, **choices)
    total = found["total"]
    for name in ("before", "opened", "returned", "relapsed", "closed", "without_proof", "standing", "steps"):
        assert total[name] == sum(group[name] for group in found["groups"])
    for one in (*found["groups"], total):
        assert one["before"] + one["opened"] - one["closed"] == one["standing"]
        assert one["away"] + one["watched"] + one["handed"] == one["standing"]
        assert all(len(listed) == one[name] for name, listed in one["who"].items())
        assert sum(one["closed_how"].values()) == one["closed"]


def test_the_quarter_of_the_made_cases(made: Made) -> None:
    total = plain(made[0], "returns_quarter", quarter="2026年第4季度")["total"]
    figures = {name: total[name] for name in ("before", "opened", "returned", "relapsed", "closed", "standing")}
    assert figures == {"before": 3, "opened": 2, "returned": 2, "relapsed": 1, "closed": 2, "standing": 3}
    assert names(total["who"]["returned"]) == sorted(["石青", "龙飞"])
    assert names(total["who"]["without_proof"]) == ["吴敏"]
    summer = plain(made[0], "returns_quarter", quarter="2026-3")["total"]
    assert (summer["opened"], summer["returned"], summer["standing"], summer["watched"]) == (3, 2, 3, 2)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-1", date(2026, 1, 1), date(2026, 3, 31)), ("2026-4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2027年第2季度", date(2027, 4, 1), date(2027, 6, 30)), ("", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_quarters(text: str, first: date, last: date) -> None:
    assert quarter_asked({"quarter": text}, TODAY) == (first, last)


@pytest.mark.parametrize("text", ["2026", "2026-5", "四季度", "26-4"])
def test_a_quarter_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="看不懂季度"):
        quarter_asked({"quarter": text}, TODAY)


DAYS = st.dates(date(2026, 9, 1), date(2027, 1, 31))


@st.composite
def made_up(draw: st.DrawFn) -> CaseFacts:
    """A case by its days alone: times away in order, closed between some of them and perhaps after the last."""
    cuts = sorted(draw(st.lists(DAYS, min_size=1, max_size=9, unique=True)))
    closed = cuts.pop() if len(cuts) > 1 and draw(st.booleans()) else None
    opened = cuts[0] + timedelta(days=draw(st.integers(0, 2)))
    episodes, evidence = [], draw(st.sampled_from(("", "证明")))
    while cuts:
        left, back = cuts.pop(0), cuts.pop(0) if cuts else None
        ended = cuts.pop(0) if len(cuts) > 1 and cuts[0] >= opened and draw(st.booleans()) else None
        closing = Closing(ended, "转学", draw(st.sampled_from(("", "回执"))), "校长") if ended else None
        episodes.append(Episode(len(episodes) + 1, left, back, closing=closing))
    return CaseFacts(
        1, cast("PupilFacts", None), None, opened, "缺课", "", "", "", None, "", tuple(episodes), (), (), (),
        closed if closed is None or closed >= opened else None, "转学" if closed else "", evidence, "校长",
        cast("ReturnRules", None),
    )  # fmt: skip


@given(st.lists(made_up(), max_size=8), DAYS, st.integers(0, 60))
def test_any_period_balances_and_the_next_begins_where_it_ends(
    found: list[CaseFacts], first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    one = rules.period(found, first=first, last=last)
    assert len(one.before) + len(one.opened) - len(one.closed) == len(one.standing)
    after = rules.period(found, first=last + timedelta(days=1), last=last + timedelta(days=30))
    assert after.before == one.standing
    states = [rules.state_on(case, last) for case in one.standing]
    assert all(state in (rules.AWAY, rules.WATCHED, rules.HANDED) for state in states)
    away = [case for case in found if rules.was_away(case, first=first, last=last)]
    assert sum(rules.outcome(case, last) != "" for case in away) == len(away)


def test_the_month_s_leavers_for_the_county_and_for_the_home_place(made: Made) -> None:
    book, _ = made
    county = {str(row[0]): row for row in table(book, "leavers_month", month="2026-10").rows}
    assert sorted(county) == sorted(["韦小山", "罗雨", "石青", "龙飞"])  # 吴敏 was back in September
    assert "共3次，最近10月20日村校联合劝返" in str(county["韦小山"][6])
    assert "10-19返校" in str(county["龙飞"][7])
    home = table(book, "leavers_month", month="2026-10", **{"for": "home"})
    assert [column.heading for column in home.columns][4:] == [
        "家长姓名", "家庭住址", "联系电话", "辍学原因", "动员返校情况",
    ]  # fmt: skip
    assert len(home.rows) == 4
    assert names(plain(book, "leavers_month", month="2026-10")["leavers"]) == sorted(county)


def test_a_month_without_anybody_is_a_zero_report(made: Made) -> None:
    found = table(made[0], "leavers_month", month="2026-08")
    assert found.rows == ()
    assert "零报告" in found.notes[0]


def test_a_child_that_went_without_proof_and_without_a_case_is_reported_too(made: Made) -> None:
    book, _ = made
    with book.write("转出") as session:
        child = next(one for one in pupil_room.pupils(session, today=TODAY) if one.name == "杨柳")
        draft = Draft("转出", date(2026, 10, 9), region="浙江省义乌市", reason="随父母务工")
        enrolment.record_change(session, pupil_id=child.id, draft=draft, now=NOW, by="教导处")
    rows = {str(row[0]): row for row in table(book, "leavers_month", month="2026-10").rows}
    assert rows["杨柳"][4:] == ("浙江省义乌市", "", "还没有建劝返个案", "转出，没有收到回执")


@pytest.mark.parametrize(
    ("key", "expected"), [("ledger_out", ["罗雨", "韦小山"]), ("ledger_suspected", []), ("ledger_school_age", None)]
)
def test_the_three_ledgers(made: Made, key: str, expected: list[str] | None) -> None:
    book, _ = made
    found = plain(book, key)
    assert found["total"] == len(found["children"]) == len(table(book, key).rows) == sum(found["counts"].values())
    if expected is not None:
        assert names(found["children"]) == sorted(expected)
    else:
        assert found["total"] == 6
        assert found["counts"]["辍学"] == 2


@pytest.mark.parametrize("key", PERIODIC)
def test_what_was_handed_in_stays_and_corrections_are_told(made: Made, key: str) -> None:
    book, numbers = made
    report = handing_in.hand_in(book, key, choices={}, to="望山县教育局", by="王老师", now=NOW)
    assert handing_in.differences(book, report, today=TODAY + timedelta(days=40)) == ()
    with book.write("更正") as session:
        casework.record_return(session, case_id=numbers["罗雨"], day=TODAY, how="自己回来", today=TODAY)
    changed = handing_in.differences(book, report, today=TODAY)
    assert changed
    frozen = handing_in.frozen(book, report)
    assert frozen.facts.to == "望山县教育局"
    assert frozen.facts.first <= TODAY


@pytest.mark.parametrize("key", ["cases", "returns", *PERIODIC, "ledger_school_age", "ledger_suspected", "ledger_out"])
def test_a_book_without_cases_answers_too(new_book: Callable[[], Database], key: str) -> None:
    assert isinstance(plain(new_book(), key), dict)


def test_an_office_s_form_takes_those_who_are_being_persuaded(made: Made) -> None:
    book, _ = made
    asked = Asked(TODAY, date(2026, 9, 1), TODAY)
    with book.read() as session:
        people = People(session, today=TODAY)
        rows = form_lists.rows_for(session, people, asked, ListRule("dropouts", 1, 1, ()))
    told = {row["name"]: row for row in rows}
    assert sorted(told) == sorted(["韦小山", "罗雨"])
    mine = told["韦小山"]
    assert (mine["state"], mine["away_since"], mine["reason"]) == ("辍学", date(2026, 10, 12), "学习困难厌学")
    assert str(mine["efforts"]).startswith("共3次，最近10月20日村校联合劝返")
