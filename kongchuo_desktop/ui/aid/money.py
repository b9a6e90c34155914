"""Amounts of money in forms: typed in yuan, kept in cents."""

from decimal import InvalidOperation
from typing import Any

from kongchuo_desktop.school.aid.rules import cents_of
from kongchuo_desktop.ui.forms.fields import Field


def objection(text: Any) -> str:
    """What is wrong with an amount as it was typed; "" when it is good or empty."""
    if not text:
        return ""
    try:
        cents = cents_of(str(text))
    except (ValueError, InvalidOperation):
        return "请填写金额，单位元，如 625 或 312.50。"
    return "" if cents >= 0 else "金额不能小于0。"


def money_field(key: str, title: str, *, required: bool = True, hint: str = "") -> Field:
    """A field for an amount in yuan; its value is text for `cents_of`."""
    return Field(key, title, required=required, check=objection, hint=hint or "单位：元", width=14, longest=14)
