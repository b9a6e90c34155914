"""Layers of agreements and their numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """One layer of 责任书: who signs with whom, and what kind of signer is the second party."""

    kind: str
    title: str
    party_kind: str  # pupil | staff | village | school
    letter: str  # part of the paper number


LAYERS: tuple[Layer, ...] = (
    Layer("principal", "中心校—校长责任书", "school", "校"),
    Layer("class_teacher", "校长—班主任责任书", "staff", "班"),
    Layer("subject_teacher", "校长—科任教师责任书", "staff", "科"),
    Layer("parent", "学校—家长责任书", "pupil", "家"),
    Layer("village", "学校—村委会责任书", "village", "村"),
)
BY_KIND = {layer.kind: layer for layer in LAYERS}


def number_text(*, mark: str, layer: Layer, year: int, number: int, width: int = 3) -> str:
    """河湾控责〔2026〕家012号: the year in 〔〕 as GB/T 9704 has it."""
    return f"{mark}责〔{year}〕{layer.letter}{number:0{width}d}号"
