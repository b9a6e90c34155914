"""The wording of agreements: placeholders in Chinese, what they mean, checking a text, filling it in.

A text is plain: an empty line or a line break ends a paragraph, a line that begins with 一、 is a heading,
one that begins with （一） is of the second level; `{学校名称}` stands for a value. There is no other markup,
so that no name can ever act as one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kongchuo_desktop.kit.resources import read_toml

BLANK = "＿＿＿＿＿＿"
_BRACES = str.maketrans("｛｝", "{}")  # what a Chinese input method writes
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HEADING = re.compile("[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile("[（(][一二三四五六七八九十]{1,3}[）)]")


@dataclass(frozen=True)
class Placeholder:
    """A name that a text may use, and what will stand in its place."""

    name: str
    meaning: str


@dataclass(frozen=True)
class SignColumn:
    """One party's place to sign; a row that ends with a colon gets a line to write on."""

    rows: tuple[str, ...]


@dataclass(frozen=True)
class Receipt:
    """The slip (回执) under the cut line."""

    title: str
    body: str
    rows: tuple[str, ...]
    note: str = "沿虚线剪下，交回班主任"


@dataclass(frozen=True)
class WordingText:
    """All words of one kind of agreement, placeholders unfilled."""

    kind: str
    title: str
    parties: str  # 学校—家长（监护人）, under the title
    body: str
    figures: tuple[tuple[str, str], ...]  # heading and value of each cell of the table of figures
    sign: tuple[SignColumn, ...]
    receipt: Receipt | None = None

    def every_text(self) -> tuple[str, ...]:
        """All texts in which placeholders may stand."""
        slip = (self.receipt.title, self.receipt.body, *self.receipt.rows) if self.receipt else ()
        rows = tuple(row for column in self.sign for row in column.rows)
        cells = tuple(text for cell in self.figures for text in cell)
        return (self.title, self.parties, self.body, *cells, *rows, *slip)


class Level(StrEnum):
    """What a paragraph of a text is."""

    HEADING = "heading"
    SECOND = "second"
    TEXT = "text"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, placeholders unfilled."""

    level: Level
    text: str


SCHOOL = (
    Placeholder("学校名称", "本校全称"),
    Placeholder("学年", "学年，如 2026—2027学年"),
    Placeholder("编号", "这份责任书的编号"),
    Placeholder("上级单位", "中心校或教育主管部门"),
    Placeholder("校长", "校长姓名"),
    Placeholder("学校电话", "学校电话"),
    Placeholder("全校学生数", "全校在读学生人数"),
    Placeholder("全校班级数", "全校班级数"),
    Placeholder("告知节数", "旷课几节当天告知家长（设置里可改）"),
    Placeholder("家访天数", "旷课几天组织家访并书面报告（设置里可改）"),
    Placeholder("报校天数", "连续旷课几个上学日书面报学校（设置里可改）"),
    Placeholder("家访次数", "每学期每户家访次数（设置里可改）"),
    Placeholder("重点家访次数", "每学期重点学生家访次数（设置里可改）"),
)
HELD = (
    Placeholder("学生数", "所负责的在读学生人数"),
    Placeholder("男生数", "其中男生人数"),
    Placeholder("女生数", "其中女生人数"),
    Placeholder("住校生数", "其中住校生人数"),
    Placeholder("重点学生数", "其中重点关注学生人数"),
    Placeholder("巩固率目标", "巩固率目标，如 100%"),
    Placeholder("控辍目标", "控制目标为0时：不让一名学生辍学；否则：辍学率不高于1%（按现有人数折算为3人）"),
    Placeholder("辍学率目标", "写在表里：0%；不为0时如 不高于1%"),
    Placeholder("辍学率上限", "辍学率控制目标，如 0%"),
    Placeholder("流失人数上限", "按辍学率上限折算的人数"),
)
TEACHER = (
    Placeholder("教师姓名", "签订人姓名"),
    Placeholder("任教学科", "任教学科"),
    Placeholder("职务", "职务"),
    Placeholder("教师电话", "教师电话"),
    Placeholder("班级", "所带或任教的班级"),
    Placeholder("包联村", "包联的村"),
)
CHILD = (
    Placeholder("学生姓名", "学生姓名"),
    Placeholder("性别", "学生性别"),
    Placeholder("班级", "学生所在班级"),
    Placeholder("村", "学生所在村"),
    Placeholder("学籍号", "全国学籍号"),
    Placeholder("出生日期", "出生日期"),
    Placeholder("就读方式", "住校或走读"),
    Placeholder("家长姓名", "家长（监护人）姓名"),
    Placeholder("与学生关系", "家长与学生的关系"),
    Placeholder("家长电话", "家长电话"),
    Placeholder("班主任", "班主任姓名"),
    Placeholder("班主任电话", "班主任电话"),
)
VILLAGE = (
    Placeholder("村名", "村名"),
    Placeholder("村委会负责人", "村委会负责人姓名"),
    Placeholder("村委会电话", "村委会电话"),
    Placeholder("包村教师", "学校包联本村的教师"),
    Placeholder("村学生数", "本村在本校就读的学生人数"),
)
PLACEHOLDERS: Mapping[str, tuple[Placeholder, ...]] = {
    "principal": (*SCHOOL, *HELD, Placeholder("教职工数", "在岗教职工人数")),
    "class_teacher": (*SCHOOL, *HELD, *TEACHER),
    "subject_teacher": (*SCHOOL, *HELD, *TEACHER),
    "parent": (*SCHOOL, *CHILD),
    "village": (*SCHOOL, *HELD, *VILLAGE),
}


def shipped(kind: str) -> WordingText:
    """The text that comes with the program."""
    found = read_toml("text", "agreements", f"{kind}.toml")
    slip = found.get("receipt")
    return WordingText(
        kind=kind,
        title=found["title"],
        parties=found["parties"],
        body=found["body"].strip(),
        figures=tuple((heading, value) for heading, value in found["figures"]),
        sign=tuple(SignColumn(tuple(column["rows"])) for column in found["sign"]),
        receipt=Receipt(slip["title"], slip["body"], tuple(slip["rows"])) if slip else None,
    )


def check(kind: str, text: str) -> tuple[str, ...]:
    """What is wrong with a text, in sentences: unknown placeholders, braces without a partner."""
    known = {placeholder.name for placeholder in PLACEHOLDERS[kind]}
    problems = []
    for number, line in enumerate(text.translate(_BRACES).splitlines(), start=1):
        problems += [
            f"第{number}行：没有“{name}”这一项，请从占位符列表里选。"
            for name in dict.fromkeys(_names(line))
            if name not in known
        ]
        if re.search(r"[{}]", _PLACEHOLDER.sub("", line)):
            problems.append(f"第{number}行：花括号 {{ }} 不成对。")
    return tuple(problems)


@lru_cache(maxsize=16)
def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The structure of a body, read before any value is filled in."""
    lines = (line.strip() for line in body.splitlines())
    return tuple(Paragraph(_level(line), line) for line in lines if line)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; a value that is missing or empty becomes a line to write on."""
    return _PLACEHOLDER.sub(lambda match: _value(match.group(1), values), text.translate(_BRACES))


def used(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of the placeholders in some texts, in order, each once."""
    return tuple(dict.fromkeys(name for text in texts for name in _names(text.translate(_BRACES))))


def missing(texts: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Placeholders of the texts for which there is no value."""
    return tuple(name for name in used(texts) if not values.get(name, "").strip())


def _names(text: str) -> list[str]:
    return [name.strip() for name in _PLACEHOLDER.findall(text)]


def _value(name: str, values: Mapping[str, str]) -> str:
    value = values.get(name.strip(), "")
    return value if value.strip() else BLANK


def _level(line: str) -> Level:
    if _HEADING.match(line):
        return Level.HEADING
    return Level.SECOND if _SECOND.match(line) else Level.TEXT
