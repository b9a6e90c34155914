"""A form dealt to its pages: the roomiest style that saves a page, boxes grown into what is free, head and foot."""

from dataclasses import dataclass, replace

from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.form_content import Boxes, Form, Grid, Signatures
from kongchuo_desktop.documents.form_flow import Flow, Leaf, deal, draw_leaf
from kongchuo_desktop.documents.form_parts import set_block, set_head
from kongchuo_desktop.documents.form_style import STYLES, FormStyle, Ground, held
from kongchuo_desktop.documents.lines import Fit, Line
from kongchuo_desktop.documents.pdf_file import A4, Page
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet

BINDING, OUTER = 25 * MM, 20 * MM  # the bound edge is at the left; of a turned page at its top
TOP, BOTTOM = 21 * MM, 22 * MM
FOOT, PAGE_MARK = 8.5, 9.5  # sizes, points
FOOT_PITCH = 11.5
MARK_BASE = 11 * MM  # of the page number, from the lower edge
FEW_BLANK = 2
NEARLY = 0.34  # a last page filled to at most this part is worth setting the form tighter
MOST_GROWN = 70.0  # points that a box of several lines may grow
WORTH_GROWING = 30.0


@dataclass(frozen=True, slots=True)
class Paper:
    """Size and margins of a form's pages, in points."""

    size: tuple[float, float]
    left: float
    top: float
    measure: float
    height: float

    @classmethod
    def of(cls, landscape: bool, foot_lines: int) -> "Paper":
        """An A4 page, upright or turned, with room for the foot."""
        more = max(0, foot_lines - 1) * FOOT_PITCH
        if landscape:
            size = (A4[1], A4[0])
            return cls(size, OUTER, BINDING, size[0] - 2 * OUTER, size[1] - BINDING - BOTTOM - more)
        return cls(A4, BINDING, TOP, A4[0] - BINDING - OUTER, A4[1] - TOP - BOTTOM - more)


@dataclass(frozen=True, slots=True)
class SetForm:
    """A form on its pages, still without page numbers."""

    form: Form
    paper: Paper
    leaves: tuple[Leaf, ...]
    foot: tuple[Line, ...]


def set_form(setter: Setter, form: Form, *, fill: bool = True) -> SetForm:
    """Lay a form out; with `fill` the boxes of a form of one page grow until the page is full."""
    foot = _foot_lines(setter, form)
    paper = Paper.of(form.landscape, len(foot))
    style, leaves = _fitting(setter, form, paper)
    if fill and len(leaves) == 1:
        leaves = _grown(setter, form, paper, style, leaves)
    return SetForm(form, paper, tuple(leaves), foot)


def _foot_lines(setter: Setter, form: Form) -> tuple[Line, ...]:
    if not form.foot:
        return ()
    measure = Paper.of(form.landscape, 0).measure
    return tuple(setter.lines(form.foot, Role.BODY, Fit(FOOT, measure, FOOT, justified=False)))


def _flows(setter: Setter, form: Form, paper: Paper, style: FormStyle, grow: float = 0.0) -> list[Flow]:
    ground = Ground(setter, style, paper.measure, paper.height, grow)
    flows = set_head(ground, form)
    for number, block in enumerate(form.blocks, start=1):
        if isinstance(block, Signatures):
            flows[-1] = replace(flows[-1], piece=held(flows[-1].piece))  # no page with nothing but signatures
        flows += set_block(ground, block, number)
    while flows[-1].afresh and not flows[-1].height:
        flows.pop()
    return flows


def _fitting(setter: Setter, form: Form, paper: Paper) -> tuple[FormStyle, list[Leaf]]:
    """The roomiest style; a tighter one, then one with fewer blank rows, where that saves a page of little content."""
    leaves = deal(_flows(setter, form, paper, STYLES[0]), paper.height)
    if len(leaves) == 1 or leaves[-1].height > NEARLY * paper.height:
        return STYLES[0], leaves
    lean = _without_blank_rows(form)
    tries = [(form, style) for style in STYLES[1:]] + ([(lean, style) for style in STYLES] if lean != form else [])
    for tried, style in tries:
        tighter = deal(_flows(setter, tried, paper, style), paper.height)
        if len(tighter) < len(leaves):
            return style, tighter
    return STYLES[0], leaves


def _without_blank_rows(form: Form) -> Form:
    """The same form with at most two blank rows in each grid: they are there to be written on, not to cost a page."""
    blocks = tuple(
        replace(block, least=min(block.least, len(block.rows) + FEW_BLANK)) if isinstance(block, Grid) else block
        for block in form.blocks
    )
    return replace(form, blocks=blocks)


def _grown(setter: Setter, form: Form, paper: Paper, style: FormStyle, leaves: list[Leaf]) -> list[Leaf]:
    """Boxes of several lines share what the page leaves free, as long as it stays one page."""
    tall = sum(
        1
        for block in form.blocks
        if isinstance(block, Boxes)
        for row in block.rows
        if any(box.lines > 1 for box in row)
    )
    spare = paper.height - leaves[0].height
    if not tall or spare < WORTH_GROWING:
        return leaves
    grown = deal(_flows(setter, form, paper, style, min(MOST_GROWN, (spare - 4) / tall)), paper.height)
    return grown if len(grown) == 1 else leaves


def draw_form(setter: Setter, form: SetForm) -> list[Page]:
    """The form's pages, numbered within it."""
    total = len(form.leaves)
    return [
        draw_page(setter, form, leaf, f"第 {number} 页　共 {total} 页", number > 1)
        for number, leaf in enumerate(form.leaves, start=1)
    ]


def draw_page(setter: Setter, form: SetForm, leaf: Leaf, mark: str, later: bool) -> Page:
    """One page: what stands on it, its number, its foot; a later page says at the top what it belongs to."""
    paper = form.paper
    sheet = Sheet(paper.size)
    draw_leaf(leaf, sheet, paper.left, paper.top)
    if later:
        _running_head(setter, form, sheet)
    number = setter.line(mark, Role.BODY, PAGE_MARK)
    sheet.text(number, paper.left + (paper.measure - number.width) / 2, paper.size[1] - MARK_BASE)
    base = paper.size[1] - MARK_BASE - FOOT_PITCH * 1.4
    for place, line in enumerate(reversed(form.foot)):
        sheet.text(line, paper.left, base - place * FOOT_PITCH)
    return sheet.finish()


def _running_head(setter: Setter, form: SetForm, sheet: Sheet) -> None:
    """School and title at the left, the name and the number at the right, in one small line over a hairline."""
    paper, told = form.paper, form.form
    base = paper.top - 11
    right = "　".join(filter(None, (told.name, told.number)))
    end = setter.fitting(right, Role.KAI, 9, paper.measure * 0.45, least=4)
    title = "　".join(filter(None, (told.school, told.title)))
    start = setter.fitting(title, Role.KAI, 9, paper.measure - end.width - 12, least=4)
    if start.width + end.width <= paper.measure:
        sheet.text(start, paper.left, base)
        sheet.text(end, paper.left + paper.measure - end.width, base)
    sheet.rule(Rule(paper.left, base + 4, paper.left + paper.measure, base + 4, 0.4))
