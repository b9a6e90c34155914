"""Kinds of 学籍异动, their reasons and papers: plain values, JY/T 1001 codes where that list has one."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.kit.text import half_width

Way = Literal["in", "out", "pause", "back", "inside"]
HERE, PAUSED, GONE, ABSENT = "在读", "休学", "离校", ""  # states of a child; ABSENT: never on the roll
AHEAD = 31  # days that a change may lie ahead
UNPROVEN = "未收到回执"


@dataclass(frozen=True)
class Reason:
    """A reason and its JY/T 1001 XJYDYY code ("" where the list has none)."""

    name: str
    code: str


@dataclass(frozen=True)
class ChangeKind:
    """One kind of change. `code` is JY/T 1001 XJYDLB, `status_code` XSDQZT after it; "" where the lists have none."""

    name: str
    way: Way
    code: str = ""
    status_code: str = ""
    place: str = ""  # what to call the place it comes from or goes to; "" when it has none
    needs_class: bool = False  # names a class to go into
    needs_return: bool = False  # should name the day on which the child is expected back
    needs_proof: bool = False  # counts as unproven until the receiving side's 回执 is in
    by_form: bool = True  # may be entered by hand; 辍学 is the outcome of a case
    reasons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # other names met in lists

    @property
    def needs_place(self) -> bool:
        """Whether a place belongs to it."""
        return bool(self.place)

    @property
    def sets_class(self) -> bool:
        """Whether it may put the child into a class."""
        return self.way in ("in", "back", "inside")


ILLNESS = ("疾病", "传染疾病", "精神疾病", "其他疾病")
KINDS: tuple[ChangeKind, ...] = (
    ChangeKind("新生", "in", status_code="01", place="来自何处", words=("新生入学", "入学", "招生", "新生报到")),
    ChangeKind("转入", "in", "22", "01", "转出学校", reasons=("随父母迁居", "父母返乡", "其他原因"),
               words=("转学转入", "转学(转入)", "转进", "调入", "外校转入")),
    ChangeKind("转出", "out", "21", "10", "转入学校", needs_proof=True,
               reasons=("随父母务工", "随父母迁居", "投亲", "其他原因"),
               words=("转学转出", "转学(转出)", "转学", "转走", "调出")),
    ChangeKind("休学", "pause", "11", "02", needs_return=True, reasons=(*ILLNESS, "家长病重", "其他原因"),
               words=("因病休学", "病休")),
    ChangeKind("复学", "back", "12", "05", words=("休学复学", "返校复学", "回国复学", "劝返复学")),
    ChangeKind("退学", "out", "31", "03", reasons=(*ILLNESS, "自动退学", "家长病重", "休学期满未复学", "其他原因退学"),
               words=("自动退学", "中途退学")),
    ChangeKind("跳级", "inside", "04", "01", needs_class=True, reasons=("成绩优秀",), words=("跳班",)),
    ChangeKind("留级", "inside", "02", "01", needs_class=True, reasons=("疾病", "家长申请", "其他原因"),
               words=("留班", "重读", "降级")),
    ChangeKind("调班", "inside", "29", "01", needs_class=True, words=("转班", "转班级", "换班")),
    ChangeKind("死亡", "out", "51", "11", reasons=("疾病死亡", "事故", "自然灾害", "其他死亡"),
               words=("病故", "亡故", "意外死亡", "去世")),
    ChangeKind("毕业", "out", status_code="07", place="升入学校", words=("毕业离校", "小学毕业", "初中毕业")),
    ChangeKind("结业", "out", "62", "08", words=("结业离校",)),
    ChangeKind("出国", "out", status_code="99", place="国家或地区", needs_proof=True,
               reasons=("非留学出国", "自费留学"), words=("出境", "出国出境", "出国(境)", "随父母出国", "留学")),
    ChangeKind("辍学", "out", status_code="06", place="去向", by_form=False,
               reasons=("厌学", "外出务工", "早婚早育", "家庭贫困", "其他原因"), words=("流失", "失学", "辍学离校")),
    ChangeKind("其他增加", "in", "99", "01", "来源", words=("其它增加", "其他增", "其它增", "其他转入")),
    ChangeKind("其他减少", "out", "99", "99", "去向", words=("其它减少", "其他减", "其它减", "其他离校", "其它离校")),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}
_BY_WORD = {word: kind.name for kind in KINDS for word in (kind.name, *kind.words)}
REASONS: tuple[Reason, ...] = (
    Reason("成绩优秀", "01"), Reason("疾病", "10"), Reason("精神疾病", "11"), Reason("传染疾病", "12"),
    Reason("其他疾病", "19"), Reason("自动退学", "21"), Reason("家长病重", "26"), Reason("家庭贫困", "27"),
    Reason("非留学出国", "28"), Reason("自费留学", "30"), Reason("休学期满未复学", "31"), Reason("其他原因退学", "39"),
    Reason("其他死亡", "89"), Reason("其他原因", "99"),
)  # fmt: skip
_CODES = {reason.name: reason.code for reason in REASONS}
BACK_FROM = ("休学", "辍学", "退学", "出国")  # what a child comes back from by 复学


def kind_named(text: str) -> ChangeKind | None:
    """The kind that a list's word means: 转学(转出) → 转出; None when it is not known."""
    plain = re.sub(r"\s+", "", half_width(text))
    name = _BY_WORD.get(plain) or _BY_WORD.get(plain.removeprefix("学生"))
    return BY_NAME[name] if name else None


def reason_code(reason: str) -> str:
    """The JY/T 1001 code of a reason in its own words, "" when the list has none."""
    return _CODES.get(reason.strip(), "")


def papers_needed(kind: str, *, on: date) -> tuple[str, ...]:
    """Papers that a change of this kind needs by the shipped lists in force on a day."""
    lists = [
        item for item in read_toml("policy", "changes.toml")["papers"]
        if item["kind"] == kind and item["in_force_from"] <= on
    ]  # fmt: skip
    return tuple(max(lists, key=lambda item: item["in_force_from"])["needed"]) if lists else ()


def shown(day: date) -> str:
    """2026年9月14日."""
    return f"{day.year}年{day.month}月{day.day}日"
