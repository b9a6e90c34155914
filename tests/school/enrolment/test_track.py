"""Random histories: what is refused, what stands, and that a step taken back might as well not have been."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.school.enrolment.rules import BY_NAME, GONE, HERE, KINDS, PAUSED, kind_named, reason_code
from kongchuo_desktop.school.enrolment.track import Contradiction, Standing, Step, Track, in_order, replay

FIRST = date(2024, 9, 1)
DAYS = st.integers(0, 700).map(lambda n: FIRST + timedelta(days=n))
BASES = st.sampled_from(
    [
        Standing(),
        Standing(HERE, 1),
        Standing(HERE, 1, date(2023, 9, 1)),
        Standing(GONE, 1, date(2020, 9, 1), date(2024, 6, 30), "转出"),
        Standing(PAUSED, 2, date(2022, 9, 1)),
    ]
)


@st.composite
def wanted_steps(draw: st.DrawFn) -> list[Step]:
    """Any steps at all; most do not fit together."""
    number = draw(st.integers(0, 12))
    names = st.sampled_from([kind.name for kind in KINDS])
    rooms = st.one_of(st.none(), st.integers(1, 6))
    found = []
    for place in range(number):
        kind = draw(names)
        found.append(Step(draw(DAYS), kind, draw(rooms) if BY_NAME[kind].sets_class else None, place + 1))
    return found


def let_in(base: Standing, steps: list[Step]) -> list[Step]:
    """The steps that fit, taken one after the other as somebody enters them."""
    stand: list[Step] = []
    for step in steps:
        try:
            replay(base, [*stand, step])
        except Contradiction:
            continue
        stand.append(step)
    return stand


def there(track: Track, day: date) -> str:
    stay = track.on(day)
    return stay.status if stay else ""


@given(BASES, wanted_steps())
def test_stays_never_overlap_and_end_where_the_standing_is(base: Standing, steps: list[Step]) -> None:
    track = replay(base, let_in(base, steps))
    for one, other in zip(track.stays, track.stays[1:], strict=False):
        assert one.last < other.first
    last = track.stays[-1] if track.stays else None
    assert (last is not None and last.last == date.max) == (track.now.status in (HERE, PAUSED))
    if last and last.last == date.max:
        assert (last.status, last.class_id) == (track.now.status, track.now.class_id)


@given(BASES, wanted_steps())
def test_each_change_is_in_force_on_its_day_and_not_before(base: Standing, steps: list[Step]) -> None:
    track = replay(base, let_in(base, steps))
    for step, before in zip(track.steps, track.before, strict=True):
        same_day = [other for other in track.steps if other.day == step.day]
        way = BY_NAME[step.kind].way
        if same_day[-1] == step:
            assert there(track, step.day) == {"out": "", "pause": PAUSED}.get(way, HERE)
        if same_day[0] == step and before.status != "":
            eve = there(track, step.day - timedelta(days=1))
            assert eve == ("" if before.status == GONE else before.status) or before.joined_on == step.day


@given(BASES, wanted_steps())
def test_the_roll_forward_holds(base: Standing, steps: list[Step]) -> None:
    """期初＋增－减＝期末 for one child over any span, 在读 counted."""
    track = replay(base, let_in(base, steps))
    first, last = FIRST, FIRST + timedelta(days=701)
    opening = there(replay(base, []), first - timedelta(days=1)) == HERE
    moved = 0
    for step, before in zip(track.steps, track.before, strict=True):
        way = BY_NAME[step.kind].way
        moved += way in ("in", "back")
        moved -= way == "pause" or (way == "out" and before.status == HERE)
    assert opening + moved == (there(track, last) == HERE)


@given(BASES, wanted_steps(), st.data())
def test_taken_back_is_as_if_it_had_never_been(base: Standing, steps: list[Step], data: st.DataObject) -> None:
    stand = let_in(base, steps)
    if not stand:
        return
    gone = data.draw(st.sampled_from(stand))
    rest = [step for step in stand if step != gone]
    try:
        without = replay(base, rest)
    except Contradiction:
        return  # another step stands on it, and it is not taken back
    assert without == replay(base, list(in_order(rest)))
    assert gone not in without.steps


@given(BASES, wanted_steps())
def test_the_order_of_entering_does_not_matter(base: Standing, steps: list[Step]) -> None:
    stand = let_in(base, steps)
    assert replay(base, stand) == replay(base, list(reversed(stand)))


def test_words_of_lists() -> None:
    met = {
        "转学（转出）": "转出", "转学(转入)": "转入", " 转 入 ": "转入", "因病休学": "休学", "流失": "辍学",
        "出境": "出国",
        "其他离校": "其他减少", "重读": "留级", "病故": "死亡", "新生入学": "新生", "学生转出": "转出",
    }  # fmt: skip
    for text, name in met.items():
        kind = kind_named(text)
        assert kind is not None, text
        assert kind.name == name, text
    assert kind_named("转会") is None
    assert (reason_code("疾病"), reason_code("随父母务工"), BY_NAME["休学"].code) == ("10", "", "11")
