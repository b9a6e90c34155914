"""A child's bound file (一人一案): cover, contents with page numbers, every part, numbered through the whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.documents.agreements import NothingToPrintError, Progress
from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.form_content import Form
from kongchuo_desktop.documents.form_flow import Leaf
from kongchuo_desktop.documents.form_layout import Paper, SetForm, draw_page, set_form
from kongchuo_desktop.documents.form_paper import Batch, Drawn, write_files
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Line
from kongchuo_desktop.documents.pdf_file import Page, prepare_fonts
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet

PAPER = Paper.of(landscape=False, foot_lines=0)
TITLE, SUBTITLE, SCHOOL, LINE = 34.0, 20.0, 20.0, 15.0  # points
LABEL_ROOM, VALUE_ROOM, LINE_PITCH = 96.0, 236.0, 40.0
CONTENTS_TITLE, CONTENTS_SIZE, CONTENTS_PITCH = 22.0, 13.0, 27.0
DOT = "…"


@dataclass(frozen=True)
class Bound:
    """One child's file: what the cover says, and its parts in order."""

    title: str
    school: str
    name: str
    parts: tuple[Form, ...]
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()  # label and value, a line each on the cover; "" leaves a line to write on
    made: str = ""  # 2026年11月22日
    group: str = ""
    apart: int = 2  # so many parts begin a page of their own; later ones share one where they are short


def draw_dossiers(
    dossiers: Iterable[Bound],
    count: int,
    out: Path,
    *,
    each: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    typefaces: Typefaces | None = None,
) -> tuple[Path, ...]:
    """Write files; `dossiers` may be made one by one (`count` of them), each is let go once it is drawn.

    `each` is "" (out is a .pdf), "signer" or "class" (out is a folder). Raises NothingToPrintError, CancelledError, or
    UserError where the place can't be written.
    """
    following = Progress(progress or (lambda _done, _total: None), cancelled)
    ink = Ink(typefaces or load_typefaces())
    return write_files(list(_drawn(dossiers, count, ink, following)), ink, out, each=each, following=following)


def dossier_pdf(*dossiers: Bound, typefaces: Typefaces | None = None) -> bytes:
    """Files in memory, for a preview."""
    ink = Ink(typefaces or load_typefaces())
    drawn = list(_drawn(dossiers, len(dossiers), ink, Progress()))
    return Batch(Path(), drawn).render(prepare_fonts(ink.fonts()))


def _drawn(dossiers: Iterable[Bound], count: int, ink: Ink, following: Progress) -> Iterator[Drawn]:
    setter = Setter(ink)
    number = 0
    for number, dossier in enumerate(dossiers, start=1):
        yield _bind(setter, dossier)
        following.step(number, count)
    if not number:
        raise NothingToPrintError("没有可打印的档案：名单是空的，请先选择学生。")


def _bind(setter: Setter, dossier: Bound) -> Drawn:
    """Everything of one child. The cover has no number; the contents are page 1."""
    body: list[tuple[SetForm, Leaf, bool]] = []  # what stands on each page; whether it goes on from the one before
    starts = []
    for number, part in enumerate(set_form(setter, form, fill=False) for form in dossier.parts):
        first, *rest = part.leaves
        if number >= dossier.apart and body and _has_room(body[-1][1], first, part):
            before, leaf, later = body[-1]
            body[-1] = (before, Leaf((*leaf.flows, *first.flows)), later)
        else:
            body.append((part, first, False))
        starts.append(len(body) + 1)
        body += [(part, leaf, True) for leaf in rest]
    total = len(body) + 1
    pages = [_cover(setter, dossier), _contents(setter, dossier, starts, total)]
    for number, (part, leaf, later) in enumerate(body, start=2):
        pages.append(draw_page(setter, part, leaf, _mark(number, total), later))
    marks = [("目录", 1), *((part.title, start) for part, start in zip(dossier.parts, starts, strict=True))]
    known = Form(dossier.title, (), school=dossier.school, name=dossier.name, group=dossier.group)
    return Drawn(known, tuple(pages), tuple(marks))


def _has_room(leaf: Leaf, first: Leaf, part: SetForm) -> bool:
    """Whether the whole of a short part goes below what stands on a page already."""
    return len(part.leaves) == 1 and leaf.height + first.height <= part.paper.height


def _mark(number: int, total: int) -> str:
    return f"第 {number} 页　共 {total} 页"


def _cover(setter: Setter, dossier: Bound) -> Page:
    """School, title, the child's lines, who made it and when."""
    sheet = Sheet()
    _middle(setter, sheet, dossier.school, Role.HEADING, SCHOOL, 150)
    _middle(setter, sheet, dossier.title, Role.TITLE, TITLE, 236)
    _middle(setter, sheet, dossier.subtitle, Role.KAI, SUBTITLE, 284)
    left = (PAPER.size[0] - LABEL_ROOM - VALUE_ROOM) / 2
    for number, (label, value) in enumerate(dossier.facts):
        base = 400 + number * LINE_PITCH
        words = setter.fitting(label, Role.HEADING, LINE, LABEL_ROOM - 10, least=6)
        sheet.text(words, left + LABEL_ROOM - 10 - words.width, base)
        line = setter.fitting(value, Role.BODY, LINE, VALUE_ROOM - 8, least=5)
        sheet.text(line, left + LABEL_ROOM + (VALUE_ROOM - line.width) / 2, base)
        sheet.rule(Rule(left + LABEL_ROOM, base + 5, left + LABEL_ROOM + VALUE_ROOM, base + 5, 0.6))
    _middle(setter, sheet, dossier.school, Role.BODY, LINE, PAPER.size[1] - 118)
    _middle(setter, sheet, dossier.made, Role.BODY, LINE, PAPER.size[1] - 92)
    return sheet.finish()


def _middle(setter: Setter, sheet: Sheet, text: str, role: Role, size: float, base: float) -> None:
    """A line in the middle of the page, smaller where it is long."""
    line = setter.fitting(text, role, size, PAPER.measure, least=6)
    sheet.text(line, (PAPER.size[0] - line.width) / 2, base)


def _contents(setter: Setter, dossier: Bound, starts: Sequence[int], total: int) -> Page:
    """A line for each part: number, title, dots, page."""
    sheet = Sheet()
    _middle(setter, sheet, "目　　录", Role.TITLE, CONTENTS_TITLE, PAPER.top + 40)
    right = PAPER.left + PAPER.measure
    for number, (part, start) in enumerate(zip(dossier.parts, starts, strict=True), start=1):
        base = PAPER.top + 96 + (number - 1) * CONTENTS_PITCH
        page = setter.line(str(start), Role.BODY, CONTENTS_SIZE)
        room = PAPER.measure - page.width - 40
        title = setter.fitting(f"{number}. {part.title}", Role.BODY, CONTENTS_SIZE, room, least=6)
        sheet.text(title, PAPER.left, base)
        sheet.text(page, right - page.width, base)
        dots = _dots(setter, PAPER.measure - title.width - page.width - 10)
        sheet.text(dots, right - page.width - 5 - dots.width, base)
    mark = setter.line(_mark(1, total), Role.BODY, 9.5)
    sheet.text(mark, PAPER.left + (PAPER.measure - mark.width) / 2, PAPER.size[1] - 11 * MM)
    return sheet.finish()


def _dots(setter: Setter, room: float) -> Line:
    one = setter.line(DOT, Role.BODY, CONTENTS_SIZE).width
    return setter.line(DOT * max(0, int(room / one)), Role.BODY, CONTENTS_SIZE)
