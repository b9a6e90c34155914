"""Surveys of the school's own making: columns written in a line each, answers read as people type them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kongchuo_desktop.kit.dates import read_typed_date
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import half_width

Kind = Literal["text", "choice", "number", "date"]
MOST_QUESTIONS = 12  # what a landscape page and a screen hold
MOST_OPTIONS = 9  # one digit each
LONGEST_HEADING, LONGEST_ANSWER = 20, 200
NEEDS = "*"  # after an option: who answers so needs help
YES_NO = ("是", "否")
TYPED_AS = {
    "y": "是",
    "√": "是",
    "对": "是",
    "有": "是",
    "n": "否",
    "×": "否",
    "x": "否",
    "没有": "否",
    "无": "否",
    "没": "否",
}
_KIND_WORDS: Mapping[str, Kind] = {"数": "number", "数字": "number", "日期": "date", "文字": "text"}
_OF_KIND = {"number": "数", "date": "日期"}
_MARKED = re.compile(r"[（(]\s*(数字|数|日期|文字)\s*[）)]$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Question:
    """A column of a survey; `options` in the order of their digits, `needs`: the options that call for help."""

    key: str
    heading: str
    kind: Kind = "text"
    options: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Template:
    """A survey that schools often make; the columns as they are written."""

    key: str
    title: str
    about: str
    columns: str


TEMPLATES = (
    Template(
        "online", "网课条件摸底", "停课不停学：谁家没有设备、没有网络、没有人在身边辅导，一生一案定措施",
        "上网设备：电脑/平板/手机/电视/没有*\n家庭网络：宽带/流量/信号差*/没有*\n家中辅导人：父母/祖辈/其他人/没有*\n"
        "能按时上课：是/否*\n备注",
    ),
    Template(
        "holiday", "假期去向摸底", "放假前问清假期在哪里、谁照管、什么时候回来",
        "假期去处：在家/随父母外出*/亲戚家/其他*\n去往何地\n谁照管：父母/祖辈/亲戚/无人*\n打算回来：是/不确定*/否*\n"
        "预计返回（日期）\n假期电话",
    ),
    Template(
        "road", "上下学路途摸底", "谁离校远、谁独自走、路上有没有水和陡坡",
        "离校公里（数）\n怎样来校：步行/家长接送/班车/摩托*/其他\n谁同行：家长/同学/独自*\n路上危险：没有/过河*/陡坡*/公路*\n备注",
    ),
    Template(
        "warm", "冬季保暖摸底", "谁缺棉衣、棉鞋、被褥，尽快送到",
        "棉衣：有/缺*\n棉鞋：有/缺*\n被褥：有/缺*\n衣服尺码\n备注",
    ),
)  # fmt: skip


class UnreadColumnsError(UserError):
    """Columns that can't be understood; the sentence says which and what to write instead."""


def read_columns(text: str) -> tuple[Question, ...]:
    """The columns of a text, a line each: 上网设备：电脑/手机/没有*, 离校公里（数）, 备注. Raises
    UnreadColumnsError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise UnreadColumnsError("请至少写一栏，一行一栏，如“上网设备：电脑/手机/没有*”。")
    if len(lines) > MOST_QUESTIONS:
        raise UnreadColumnsError(f"一张摸底表最多 {MOST_QUESTIONS} 栏，现在有 {len(lines)} 栏，请删去一些。")
    questions = tuple(_column(line, f"q{number}") for number, line in enumerate(lines, start=1))
    headings = [question.heading for question in questions]
    twice = next((heading for heading in headings if headings.count(heading) > 1), "")
    if twice:
        raise UnreadColumnsError(f"“{twice}”写了两栏，请改成不同的名称。")
    return questions


def _column(line: str, key: str) -> Question:
    head, found, rest = line.replace(":", "：", 1).partition("：")
    marked = _MARKED.search(head)
    heading = _MARKED.sub("", head).strip()
    if not heading or len(heading) > LONGEST_HEADING:
        raise UnreadColumnsError(f"“{line[:24]}”这一栏的名称要有 1 至 {LONGEST_HEADING} 个字，请改短。")
    if marked:
        return Question(key, heading, _KIND_WORDS[marked.group(1)])
    if heading[-1] in "？?" and not found:
        return Question(key, heading[:-1], "choice", YES_NO, frozenset({"否"}))
    if not found or not rest.strip():
        return Question(key, heading)
    written = [part.strip() for part in re.split(r"[/／、|]", rest) if part.strip()]
    options = tuple(part.rstrip(f"{NEEDS}＊").strip() for part in written)
    if len(options) < 2 or len(set(options)) < len(options) or len(options) > MOST_OPTIONS or not all(options):
        raise UnreadColumnsError(f"“{heading}”要有 2 至 {MOST_OPTIONS} 个不同的选项，用 / 隔开，如“有/没有*”。")
    needs = frozenset(option for option, part in zip(options, written, strict=True) if part[-1] in f"{NEEDS}＊")
    return Question(key, heading, "choice", options, needs)


def write_columns(questions: Sequence[Question]) -> str:
    """The same columns as `read_columns` reads them."""
    return "\n".join(_written(question) for question in questions)


def _written(question: Question) -> str:
    if question.kind in _OF_KIND:
        return f"{question.heading}（{_OF_KIND[question.kind]}）"
    if not question.options:
        return question.heading
    return f"{question.heading}：{'/'.join(f'{o}{NEEDS}' if o in question.needs else o for o in question.options)}"


def kept_keys(old: Sequence[Question], new: Sequence[Question]) -> tuple[Question, ...]:
    """New columns under the keys of the old ones with the same heading, so that answers stay with their column."""
    known = {question.heading: question.key for question in old}
    taken = set(known.values())
    free = (f"q{number}" for number in range(1, 1000) if f"q{number}" not in taken)
    return tuple(
        Question(known.get(one.heading) or next(free), one.heading, one.kind, one.options, one.needs) for one in new
    )


def read_answer(question: Question, typed: str, today: date) -> str | None:
    """What a typed answer means, "" for none; None when it can't be understood.

    Options are typed by their number, their first characters, or in full.
    """
    text = half_width(typed).strip()
    if not text:
        return ""
    if question.kind == "number":
        return text if _NUMBER.fullmatch(text) and len(text) <= 12 else None
    if question.kind == "date":
        found = read_typed_date(text, today)
        return found.isoformat() if found else None
    if question.kind == "choice":
        return _option(question, text)
    return " ".join(typed.split())[:LONGEST_ANSWER]


def _option(question: Question, text: str) -> str | None:
    if text in question.options:
        return text
    if text.isascii() and text.isdigit():
        place = int(text) - 1
        return question.options[place] if 0 <= place < len(question.options) else None
    meant = TYPED_AS.get(text.lower(), "")
    if meant in question.options:
        return meant
    begun = [option for option in question.options if option.startswith(text)]
    return begun[0] if len(begun) == 1 else None


def reasons(questions: Sequence[Question], answers: Mapping[str, str]) -> tuple[str, ...]:
    """Why a child needs help, in words: 上网设备：没有."""
    return tuple(f"{one.heading}：{answers[one.key]}" for one in questions if answers.get(one.key, "") in one.needs)


def unanswered(questions: Sequence[Question], answers: Mapping[str, str]) -> tuple[str, ...]:
    """Headings of the columns with options that have no answer yet; free columns may stay empty."""
    return tuple(one.heading for one in questions if one.kind == "choice" and not answers.get(one.key))


def as_json(questions: Sequence[Question]) -> str:
    """Columns as the book keeps them."""
    rows = [
        {"key": q.key, "heading": q.heading, "kind": q.kind, "options": list(q.options), "needs": sorted(q.needs)}
        for q in questions
    ]
    return json.dumps(rows, ensure_ascii=False)


def from_json(text: str) -> tuple[Question, ...]:
    """Columns as they were kept."""
    return tuple(
        Question(row["key"], row["heading"], row["kind"], tuple(row["options"]), frozenset(row["needs"]))
        for row in json.loads(text)
    )
