"""What is wrong with the places of a printed page: words off the sheet, over other words, across a rule."""

from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

EDGE = 14  # points: what an old printer leaves white
THIN = 2.5  # points: a path no thicker is a rule
SLACK = 0.9  # points


@dataclass(frozen=True)
class Box:
    """A place on the page in points, from below; `text` is '' for a rule."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def across(self, rule: "Box") -> bool:
        """Whether a rule goes through the middle of it."""
        if rule.right - rule.left <= THIN:
            x = (rule.left + rule.right) / 2
            return self.left + SLACK < x < self.right - SLACK and rule.bottom < self.middle < rule.top
        y, high = (rule.bottom + rule.top) / 2, (self.top - self.bottom) / 5
        return self.bottom + high < y < self.top - high and rule.left < (self.left + self.right) / 2 < rule.right

    @property
    def middle(self) -> float:
        """Its height above the page's foot."""
        return (self.bottom + self.top) / 2

    def over(self, other: "Box") -> bool:
        """Whether it covers a good part of another."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.top, other.top) - max(self.bottom, other.bottom)
        if across <= SLACK or down <= SLACK:
            return False
        return across * down > 0.3 * min(self.area, other.area)

    @property
    def area(self) -> float:
        """In square points."""
        return (self.right - self.left) * (self.top - self.bottom)


def wrong_on(pdf: bytes, *, most: int = 100) -> list[str]:
    """Sentences about the first so many pages; none when all is in its place."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for number in range(min(most, len(document))):
            found += [f"第 {number + 1} 页：{said}" for said in _wrong_on_page(document[number])]
    finally:
        document.close()
    return found


def _wrong_on_page(page: pypdfium2.PdfPage) -> list[str]:
    width, height = page.get_size()
    letters, rules = _letters(page), _rules(page)
    found = []
    for one in letters:
        if one.left < EDGE or one.right > width - EDGE or one.bottom < EDGE or one.top > height - EDGE:
            found.append(f"纸边外：{_around(one, letters)}")
        elif any(one.across(rule) for rule in rules):
            found.append(f"压线：{_around(one, letters)}")
    by_height = sorted(letters, key=lambda one: one.bottom)
    for place, one in enumerate(by_height):
        for other in by_height[place + 1 :]:
            if other.bottom > one.top:
                break
            if one.over(other):
                found.append(f"重叠：{_around(one, letters)}／{_around(other, letters)}")
    return list(dict.fromkeys(found))


def _around(one: Box, letters: list[Box]) -> str:
    near = [other for other in letters if abs(other.middle - one.middle) < 4 and abs(other.left - one.left) < 90]
    return "".join(other.text for other in sorted(near, key=lambda other: other.left))


def _letters(page: pypdfium2.PdfPage) -> list[Box]:
    words = page.get_textpage()
    found = []
    for place in range(words.count_chars()):
        text = words.get_text_range(place, 1)
        if text.strip():
            left, bottom, right, top = words.get_charbox(place)
            found.append(Box(text, left, bottom, right, top))
    words.close()
    return [one for one in found if one.area > 0]


def _rules(page: pypdfium2.PdfPage) -> list[Box]:
    found = []
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, top = one.get_bounds()
        if right - left <= THIN or top - bottom <= THIN:
            found.append(Box("", left, bottom, right, top))
        else:  # a frame: its four sides
            found += [Box("", x, bottom, x, top) for x in (left, right)]
            found += [Box("", left, y, right, y) for y in (bottom, top)]
    return found
