"""A page being drawn: text, rules and boxes, in points from the top left corner."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kongchuo_desktop.documents.lines import Line
from kongchuo_desktop.documents.pdf_extras import Jpeg
from kongchuo_desktop.documents.pdf_file import A4, Page, finish_page

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `dash` in points on and off."""

    left: float
    top: float
    right: float
    bottom: float
    width: float = 0.6
    dash: tuple[float, float] | None = None


@dataclass
class Sheet:
    """Collects what stands on one page."""

    size: tuple[float, float] = A4
    _text: list[str] = field(default_factory=list)
    _strokes: list[str] = field(default_factory=list)
    _images: list[Jpeg] = field(default_factory=list)

    def text(self, line: Line, left: float, baseline: float) -> None:
        """Show a line of text with its left end on a baseline."""
        self._text.append(f"1 0 0 1 {left:.2f} {self.size[1] - baseline:.2f} Tm {line.code}")

    def rule(self, rule: Rule, left: float = 0.0, top: float = 0.0) -> None:
        """Draw a line, moved by an offset."""
        height = self.size[1]
        dash = f"[{rule.dash[0]:g} {rule.dash[1]:g}] 0 d " if rule.dash else ""
        self._strokes.append(
            f"{'q ' if dash else ''}{dash}{rule.width:g} w {rule.left + left:.2f} {height - rule.top - top:.2f} m "
            f"{rule.right + left:.2f} {height - rule.bottom - top:.2f} l S{' Q' if dash else ''}"
        )

    def squares(self, places: Iterable[tuple[float, float]], side: float) -> None:
        """Fill black squares by their top left corners."""
        height = self.size[1]
        boxes = "\n".join(f"{left:.2f} {height - top - side:.2f} {side:g} {side:g} re" for left, top in places)
        self._strokes.append(f"{boxes} f")

    def image(self, image: Jpeg, left: float, top: float, width: float, height: float) -> None:
        """Show a photograph in a box, whose proportions are the caller's affair."""
        bottom = self.size[1] - top - height
        self._strokes.append(f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm /{image.name} Do Q")
        self._images.append(image)

    def finish(self) -> Page:
        """Close the page."""
        strokes = "\n".join(self._strokes)
        text = "\n".join(self._text)
        return finish_page(f"{strokes}\nBT\n{text}\nET\n", self.size, tuple(self._images))
