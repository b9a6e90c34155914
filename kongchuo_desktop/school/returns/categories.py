"""What a house-to-house check can find. Categories by name; the office's letter is a free code beside it.

Which letter means what differs from county to county and is the county's to enter (A–H not out, I–M out is all that
is known of them).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOT_OUT = ("在校有学籍", "在校无学籍", "户籍原因", "延缓入学", "出国", "超龄离校")
OUT = ("因病", "因残", "务工", "早婚", "厌学", "因贫", "其他失学")
APART = ("失踪失联",)
CATEGORIES = (*NOT_OUT, *OUT, *APART)
UNCHECKED = "未核查"
WORDS: Mapping[str, tuple[str, ...]] = {
    "在校有学籍": ("在校且有学籍", "有学籍在校", "在校就读有学籍", "已在校", "在校", "有学籍", "在读有学籍"),
    "在校无学籍": ("在校但无学籍", "省内就读无学籍", "省外就读无学籍", "无学籍在校", "无学籍", "在读无学籍"),
    "户籍原因": (
        "户籍类", "户籍问题", "空挂户", "双重户籍", "重复户籍", "迁户", "双户", "死亡", "查无此人", "信息错误",
        "证件号错误",
    ),
    "延缓入学": ("缓学", "延缓", "推迟入学", "未到入学年龄"),
    "出国": ("出国出境", "出境", "国外就读"),
    "超龄离校": ("超龄", "超龄毕业", "已毕业", "超龄离校毕业"),
    "因病": ("因病失学", "患病", "重病", "因病休学"),
    "因残": ("残疾", "因残失学", "重度残疾"),
    "务工": ("打工", "外出务工", "打工务农", "务农"),
    "早婚": ("早婚早育", "结婚"),
    "厌学": ("厌学失学", "学习困难", "不愿上学"),
    "因贫": ("因贫失学", "贫困", "家庭困难"),
    "其他失学": ("其他", "失学其他", "其它失学", "其它"),
    "失踪失联": ("失联", "失踪", "无法联系", "联系不上", "随父母外出无法联系"),
}  # fmt: skip
_OF_WORD = {word: name for name, words in WORDS.items() for word in (name, *words)}


@dataclass(frozen=True)
class Counts:
    """The figures of a report: every category named, also those with nobody."""

    total: int
    not_out: int
    out: int
    apart: int
    unchecked: int
    categories: Mapping[str, int]


def category_of(written: str) -> str | None:
    """The category that a word means; "" for an empty cell, None for a word of no category."""
    plain = "".join(written.split()).strip("。.、（）()")
    if not plain:
        return ""
    if plain in _OF_WORD:
        return _OF_WORD[plain]
    return _OF_WORD.get(plain.split("（")[0].split("(")[0])


def side_of(category: str) -> str:
    """not_out | out | apart | unchecked."""
    if category in NOT_OUT:
        return "not_out"
    if category in OUT:
        return "out"
    return "apart" if category in APART else "unchecked"


def counted(categories: Iterable[str]) -> Counts:
    """Children by category and side."""
    found = dict.fromkeys(CATEGORIES, 0)
    sides = dict.fromkeys(("not_out", "out", "apart", "unchecked"), 0)
    total = 0
    for category in categories:
        total += 1
        sides[side_of(category)] += 1
        if category in found:
            found[category] += 1
    return Counts(total, sides["not_out"], sides["out"], sides["apart"], sides["unchecked"], found)
