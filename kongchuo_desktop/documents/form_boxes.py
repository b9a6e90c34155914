"""Frames of labels and values, as forms of offices have them."""

from collections.abc import Sequence
from dataclasses import replace

from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.form_closing import set_pictures
from kongchuo_desktop.documents.form_content import Box, Boxes, Picture, Pictures
from kongchuo_desktop.documents.form_flow import Flow, Shown
from kongchuo_desktop.documents.form_rows import RowLook, Slot, dealt_widths, set_row, slot_lines
from kongchuo_desktop.documents.form_style import Ground
from kongchuo_desktop.documents.grid import FRAME, HAIRLINE, PAD
from kongchuo_desktop.documents.pdf_extras import as_jpeg
from kongchuo_desktop.documents.pieces import Put, baseline
from kongchuo_desktop.documents.sheet import MM, Rule

LABEL_EMS = 5.0  # a label of more characters takes two lines
LABEL_SHARE = 0.5  # of a box's width, at most
PORTRAIT = (27 * MM, 36 * MM)  # room for a portrait, with air around it
PORTRAIT_ROWS = 4  # rows that stand beside it


def set_boxes(ground: Ground, boxes: Boxes, frame: int) -> list[Flow]:
    """Labels of one width all over, so that rules run through; a portrait at the right of the first rows.

    Where those rows hold so much that they need most of a page, the portrait stands below the frame.
    """
    beside = min(PORTRAIT_ROWS, len(boxes.rows)) if boxes.portrait is not None else 0
    label = _label_width(ground, boxes)
    first = [_set_row(ground, row, label, frame, beside) for row in boxes.rows[:beside]]
    rest = [flow for row in boxes.rows[beside:] for flow in _set_row(ground, row, label, frame, 0)]
    if all(len(flows) == 1 for flows in first) and sum(flows[0].height for flows in first) <= ground.height * 0.6:
        return [*_beside_portrait(ground, boxes, [flows[0] for flows in first]), *rest]
    alone = [flow for row in boxes.rows[:beside] for flow in _set_row(ground, row, label, frame, 0)]
    below = set_pictures(ground, Pictures((Picture(boxes.portrait or b""),), per_row=5)) if boxes.portrait else []
    return [*alone, *rest, *below]


def _set_row(ground: Ground, row: Sequence[Box], label: float, frame: int, beside: int) -> list[Flow]:
    """One row; narrower where it is one of so many beside the portrait. Blank rows are the same on every form."""
    if any(box.value for box in row):
        return _make_row(ground, row, label, frame, beside)
    key = ("row", *row, label, frame, beside, ground.style, ground.measure, ground.height, ground.grow)
    return ground.setter.kept(key, lambda: _make_row(ground, row, label, frame, beside))


def _make_row(ground: Ground, row: Sequence[Box], label: float, frame: int, beside: int) -> list[Flow]:
    look = _box_look(ground, row)
    if beside:
        look = replace(look, least=max(look.least, PORTRAIT[1] / beside))
    width = ground.measure - (PORTRAIT[0] if beside else 0.0)
    return set_row(ground.setter, _slots(ground, row, label, width, look), look, frame)


def _beside_portrait(ground: Ground, boxes: Boxes, rows: Sequence[Flow]) -> list[Flow]:
    """The first rows, held together, with the portrait's room at their right."""
    tall = sum(flow.height for flow in rows)
    found = []
    for number, flow in enumerate(rows):
        right = ground.measure
        inner, outer = (
            Rule(right - PORTRAIT[0], 0, right - PORTRAIT[0], flow.height, HAIRLINE),
            Rule(right, 0, right, flow.height, FRAME),
        )
        kept = [rule for rule in flow.piece.rules if rule.left < right - PORTRAIT[0] - 1]
        piece = replace(flow.piece, rules=(*kept, inner, outer), with_next=number < len(rows) - 1)
        ruled = ground.measure if number == 0 else flow.width
        found.append(replace(flow, piece=piece, width=ground.measure, ruled=ruled))
    if found:
        found[0] = _with_portrait(ground, boxes.portrait or b"", found[0], tall)
    return found


def _with_portrait(ground: Ground, jpeg: bytes, first: Flow, tall: float) -> Flow:
    """The portrait in the middle of its room, or the word for it."""
    left = ground.measure - PORTRAIT[0]
    image = as_jpeg(jpeg)
    if image is None:
        word = ground.setter.line("照片", Role.BODY, ground.style.size)
        put = Put(word, left + (PORTRAIT[0] - word.width) / 2, baseline(tall, ground.style.size))
        return replace(first, piece=replace(first.piece, texts=(*first.piece.texts, put)))
    scale = min((PORTRAIT[0] - 6) / image.width, (tall - 6) / image.height)
    wide, high = image.width * scale, image.height * scale
    shown = Shown(image, left + (PORTRAIT[0] - wide) / 2, (tall - high) / 2, wide, high)
    return replace(first, images=(shown,))


def _box_look(ground: Ground, row: Sequence[Box]) -> RowLook:
    style = ground.style
    lines = max(box.lines for box in row) if row else 1
    least = style.row + (lines - 1) * style.hand + (ground.grow if lines > 1 else 0.0)
    least += style.leading if any(box.foot for box in row) else 0.0
    return RowLook(style.size, style.leading, least, tallest=ground.height * 0.5)


def _label_width(ground: Ground, boxes: Boxes) -> float:
    pen = ground.setter.ink.pen(Role.HEADING)
    longest = max((pen.width(box.label) for row in boxes.rows for box in row), default=2.0)
    return min(max(longest, 3.0), LABEL_EMS) * ground.style.size + 2 * PAD


def _slots(ground: Ground, row: Sequence[Box], label: float, measure: float, look: RowLook) -> list[Slot]:
    """A label and a value for each box; a box without a label is value alone, over its whole width."""
    widths = dealt_widths([box.share for box in row], measure, 4 * PAD + 2.1 * look.size)
    slots = []
    for box, width in zip(row, widths, strict=True):
        head = min(label, width * LABEL_SHARE) if box.label else 0.0
        if head:
            slots.append(Slot(box.label, head, Role.HEADING, "center"))
        value = Slot(box.value, width - head)
        one_line = box.lines <= 1 and len(slot_lines(ground.setter, value, look)) <= 1
        middle = one_line and len(row) > 1
        align, from_top = "center" if middle else "left", box.lines > 1 or bool(box.foot)
        slots.append(Slot(box.value, width - head, align=align, from_top=from_top, foot=box.foot))
    return slots
