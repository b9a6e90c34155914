"""What a remark says of a child, and what it does not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.school.concern.kinds import shipped_kinds
from kongchuo_desktop.school.concern.remarks import recognise

KINDS = shipped_kinds()


@pytest.mark.parametrize(
    ("remark", "kinds"),
    [
        ("留守，随祖父母", []),  # which of both is not said
        ("父母都在广东打工，随奶奶", ["留守（双亲外出）"]),
        ("父母均在外务工", ["留守（双亲外出）"]),
        ("父亲在浙江打工", ["留守（单亲外出）"]),
        ("单亲留守", ["留守（单亲外出）"]),
        ("单亲（父母离异）", ["单亲"]),
        ("非留守，单亲家庭", ["单亲"]),
        ("孤儿：否", []),
        ("无残疾", []),
        ("不是低保户", []),
        ("低保户，成绩差，不爱学习", ["家困生", "学困生", "厌学"]),
        ("已脱贫", []),
        ("父亲去世、母亲外出打工", ["单亲", "留守（单亲外出）"]),
        ("肢体残疾四级", ["残疾"]),
        ("想打工；沉迷手机", ["务工意向", "沉迷网络"]),
        ("父亲服刑", ["服刑人员子女"]),
        ("父母没有外出", []),
        ("事实无人抚养", ["事实无人抚养"]),
        ("建档立卡户（低保）", ["家困生"]),
        ("双困生", []),  # follows from its parts, never from a word
        ("", []),
    ],
)
def test_remarks_of_class_teachers(remark: str, kinds: list[str]) -> None:
    assert [item.kind for item in recognise(remark, KINDS)] == kinds


def test_a_remark_is_quoted_by_its_clause() -> None:
    assert [item.said for item in recognise("腼腆，父母都在广东打工。成绩差", KINDS)] == ["父母都在广东打工", "成绩差"]


WORDS = [word for kind in KINDS if not kind.parts for word in kind.words if "…" not in word and "无" not in word]


@given(st.sampled_from(WORDS), st.sampled_from(["无", "非", "不是", "没有"]))
def test_what_is_denied_is_never_proposed(word: str, denial: str) -> None:
    assert all(item.said != f"{denial}{word}" for item in recognise(f"{denial}{word}，爱劳动", KINDS))


@given(st.text(alphabet="父母亲打工外出不非无留守双单残疾低保，。… +*()[]?", max_size=60))
def test_any_text_is_read(remark: str) -> None:
    found = recognise(remark, KINDS)
    assert len({item.kind for item in found}) == len(found)
