"""Invented families, and the form that is taken along to each: what desk/visit_forms.py makes, a page each."""

from datetime import date

from kongchuo_desktop.desk.visit_forms import FamilySheet, visit_form
from kongchuo_desktop.documents.form_content import Form
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts
from kongchuo_desktop.school.types import ClassId, GuardianId, PupilId
from tests.benchmarks.letters import FAMILY, GIVEN

SCHOOL = "河湾乡河边村小学"


def visit_forms(count: int) -> list[Form]:
    """One form for each family; every fourth family has two children at the school."""
    return [visit_form(_sheet(number), school=SCHOOL) for number in range(count)]


def _sheet(number: int) -> FamilySheet:
    children = tuple(_child(number, place) for place in range(2 if number % 4 == 0 else 1))
    return FamilySheet(children, "罗秀英", f"河湾乡上寨村{number % 9 + 1}组")


def _child(number: int, place: int) -> PupilFacts:
    family = FAMILY[number % len(FAMILY)]
    name = family + GIVEN[(number + place * 5) % len(GIVEN)] + GIVEN[number * 7 % len(GIVEN)]
    room = f"{'一二三四五六'[(number + place) % 6]}年级{number % 3 + 1}班"
    adults = tuple(
        GuardianFacts(GuardianId(number * 2 + turn), family + GIVEN[number * 3 % 40], relation, f"1380{number:07}")
        for turn, relation in enumerate(("父亲", "母亲"))
    )
    return PupilFacts(
        id=PupilId(number * 2 + place), uid="", name=name, sex="女男"[number % 2], birth_date=date(2017, 3, 1),
        birth_month_only=False, id_number="", student_number="", grade=1, class_id=ClassId(1), class_name=room,
        grade_name="", seat_number="", village="上寨村", boarding=False, status="在读", phone="", pinyin="",
        initials="",
        guardians=adults,
    )  # fmt: skip
