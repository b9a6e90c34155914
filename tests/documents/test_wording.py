"""Wording of agreements: the shipped texts, checking, filling, what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.school.agreements.figures import most_lost, signers
from kongchuo_desktop.school.agreements.rules import LAYERS
from kongchuo_desktop.school.agreements.wording import (
    BLANK,
    PLACEHOLDERS,
    Level,
    check,
    fill,
    missing,
    paragraphs,
    shipped,
    used,
)


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_the_shipped_texts_use_only_what_there_is(kind: str) -> None:
    for text in shipped(kind).every_text():
        assert check(kind, text) == ()


def test_every_layer_has_its_text() -> None:
    assert {layer.kind for layer in LAYERS} == set(PLACEHOLDERS)
    assert callable(signers)


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_no_money_is_asked_in_the_name_of_the_law(kind: str) -> None:
    """Policy: 批评教育 and 责令限期改正 are all that the law has for parents; wages are no law at all."""
    whole = "".join(shipped(kind).every_text())
    for word in ("罚款", "罚金", "处罚", "扣发", "扣除", "工资", "津贴", "绩效", "一票否决"):
        assert word not in whole


def test_the_parents_text_names_what_the_law_has() -> None:
    body = shipped("parent").body
    assert "第五十八条" in body
    assert "批评教育，责令限期改正" in body


def test_problems_are_said_with_their_line() -> None:
    assert check("parent", "甲方：{学校名称}\n{学生名字}上学") == ("第2行：没有“学生名字”这一项，请从占位符列表里选。",)
    assert check("parent", "{学校名称") == ("第1行：花括号 { } 不成对。",)
    assert check("parent", "a}b") == ("第1行：花括号 { } 不成对。",)
    assert check("parent", "｛学校名称｝") == ()
    assert len(check("parent", "{}")) == 1


def test_filling_and_missing() -> None:
    values = {"学校名称": "河边村小学", "校长": " "}
    assert fill("｛学校名称｝的{校长}和{ 学校名称 }", values) == f"河边村小学的{BLANK}和河边村小学"
    assert missing(["{学校名称}{校长}", "{校长}{编号}"], values) == ("校长", "编号")
    assert used(["{校长}", "{校长}{学年}"]) == ("校长", "学年")


def test_a_value_is_never_a_placeholder_or_a_heading() -> None:
    assert fill("{校长}", {"校长": "{学校名称}", "学校名称": "x"}) == "{学校名称}"
    found = paragraphs("{校长}")
    assert found[0].level is Level.TEXT


def test_structure() -> None:
    levels = [
        item.level
        for item in paragraphs("甲方：x\n\n一、目标\n（一）按时\n(十二)报告\n1.家访\n十一、其他\n一个都不能少")
    ]
    assert levels == [
        Level.TEXT, Level.HEADING, Level.SECOND, Level.SECOND, Level.TEXT, Level.HEADING, Level.TEXT,
    ]  # fmt: skip


@given(st.text(), st.dictionaries(st.sampled_from([item.name for item in PLACEHOLDERS["parent"]]), st.text()))
def test_any_text_can_be_checked_and_filled(text: str, values: dict[str, str]) -> None:
    if not check("parent", text):
        assert "{" not in fill(text, {name: value.replace("{", "") for name, value in values.items()})


@pytest.mark.parametrize(
    ("dropout", "heads", "sentence", "figure"),
    [
        ("0", 0, "不让一名学生辍学", "0%"),
        ("0.0", 0, "不让一名学生辍学", "0%"),
        ("0.6", 1, "辍学率不高于0.6%（按现有人数折算为1人）", "不高于0.6%"),
        ("1.8", 0, "辍学率不高于1.8%（按现有人数折算为0人）", "不高于1.8%"),
    ],
)
def test_nothing_is_not_said_to_be_the_most(dropout: str, heads: int, sentence: str, figure: str) -> None:
    told = most_lost(dropout, heads)
    assert (told["控辍目标"], told["辍学率目标"]) == (sentence, figure)
