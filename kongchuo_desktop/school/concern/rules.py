"""Kinds of concern, what follows from several of them, and when a mark holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

GROUPS = ("学习", "家庭", "经济", "身心", "行为", "去向")
DERIVED = "推算"  # source of a mark that nobody wrote: it follows from others


@dataclass(frozen=True)
class Kind:
    """A kind of concern: `parts` it follows from by itself, `words` by which a remark names it."""

    name: str
    group: str
    is_key: bool  # its children are visited more often
    parts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    meaning: str = ""
    shipped: str = ""  # the name it came with; "" for the school's own
    in_use: bool = True
    position: int = 100


@dataclass(frozen=True)
class Span:
    """A mark's life: from `since`, and no longer from `until` on (None: still)."""

    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it is true of a day."""
        return self.since <= on and (self.until is None or on < self.until)

    def meets(self, other: "Span") -> bool:
        """Whether both are true of some day."""
        return (other.until is None or self.since < other.until) and (self.until is None or other.since < self.until)


def kinds_of(found: Mapping[str, Any]) -> tuple[Kind, ...]:
    """The kinds of a parsed concern.toml, in its order."""
    return tuple(
        Kind(
            item["name"], item["group"], item["key"], tuple(item.get("parts", ())), tuple(item.get("words", ())),
            item["meaning"], item["name"], True, place,
        )
        for place, item in enumerate(found["kind"], start=1)
    )  # fmt: skip


def following(spans: Mapping[str, Span], kinds: Iterable[Kind]) -> dict[str, Span]:
    """The kinds that follow from those of one child: true as long as every part is."""
    found: dict[str, Span] = {}
    for kind in kinds:
        parts = [spans[part] for part in kind.parts if part in spans]
        if not kind.parts or len(parts) < len(kind.parts) or kind.name in spans:
            continue
        ends = [part.until for part in parts if part.until is not None]
        span = Span(max(part.since for part in parts), min(ends) if ends else None)
        if span.until is None or span.since < span.until:
            found[kind.name] = span
    return found


def objection(name: str, *, group: str, parts: Sequence[str], others: Mapping[str, Kind]) -> str:
    """Why a kind can't be kept so; "" when it can."""
    if not name:
        return "请填写类别名称。"
    if len(name) > 20:
        return f"类别名称最多 20 个字，“{name[:8]}……”太长，请缩短。"
    if "+" in name or "," in name or "，" in name:
        return "类别名称里不能有加号、逗号，请换一个名称。"
    if name in others:
        known = others[name]
        return f"已经有“{name}”这个类别{'' if known.in_use else '（已停用，可以恢复使用）'}，请换一个名称。"
    if group not in GROUPS:
        return f"所属方面只能是{'、'.join(GROUPS)}。"
    for part in parts:
        if part not in others:
            return f"没有“{part}”这个类别，不能由它得出“{name}”。"
        if others[part].parts:
            return f"“{part}”本身是自动得出的，不能再用来得出“{name}”。"
    return ""
