"""三比对 of three lists of 20,000 children each, against the least that any comparison must do.

Floor: the ID numbers of the same three lists put into dicts and their sets subtracted.
"""

import random
import sys
from dataclasses import replace
from datetime import date, timedelta

from kongchuo_desktop.school.enrolment.comparison import ChildList, Listed, Source, compare
from kongchuo_desktop.school.types import PupilId
from tests.benchmarks import measure

CHILDREN = 20_000
ON = date(2026, 11, 20)
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "一二三四五志远文武英才佳慧婷宇轩梓涵诺桐依晨曦雨欣怡然浩博思语彤瑞"


def lists() -> list[ChildList]:
    """A book, its export and the villages' list: every fiftieth child missing, every thirtieth number wrong."""
    chance = random.Random(11)  # noqa: S311 - not for secrets
    book = [_child(number, chance) for number in range(CHILDREN)]
    roll = [one for number, one in enumerate(book) if number % 50]
    homes = [
        replace(one, student_number="", id_number=f"9{one.id_number[1:]}" if number % 30 == 0 else one.id_number)
        for number, one in enumerate(book)
    ]
    return [
        ChildList(Source.BOOK, "账本", book),
        ChildList(Source.ROLL, "学籍名单", roll),
        ChildList(Source.HOME, "户籍名单", homes),
    ]


def _child(number: int, chance: random.Random) -> Listed:
    name = "".join([chance.choice(FAMILY), *chance.sample(GIVEN, 2)])
    card = f"{number:018d}"
    return Listed(
        name=name, folded=name, id_number=card, student_number=f"G{card}", status="在读",
        birth=date(2014, 9, 1) + timedelta(days=number % 2100), village=f"{number % 40}村",
        adults=frozenset({f"家长{number // 2}"}), pupil_id=PupilId(number + 1),
    )  # fmt: skip


def main() -> int:
    """Prints the table."""
    made = lists()

    def floor() -> None:
        sets = [{one.id_number: one for one in some.children} for some in made]
        [left.keys() - right.keys() for left in sets for right in sets]

    cases: dict[str, measure.Case] = {"dicts of ID numbers": floor, "compare": lambda: compare(made, on=ON) and None}
    measure.compare(f"3 × {CHILDREN:,} children", cases, rounds=5, goals={"compare": 30})
    return 0


if __name__ == "__main__":
    sys.exit(main())
