"""Responsibility agreements on paper: one file, one for each signer, or one for each class."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.documents.agreement_content import AgreementContent
from kongchuo_desktop.documents.agreement_layout import choose_manner, draw, lay_out_within
from kongchuo_desktop.documents.faces import Typefaces, load_typefaces
from kongchuo_desktop.documents.finished_files import put_whole
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.pdf_file import Page, PreparedFonts, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import safe_file_name

# A parent's letter is one leaf with its slip; the others may take both sides of one.
MOST_PAGES = {"parent": 1}
SHEET_SIDES = 2


class NothingToPrintError(UserError):
    """An empty batch."""


class CancelledError(UserError):
    """The user stopped the work; what was finished stays, nothing half-written does."""


@dataclass(frozen=True)
class Progress:
    """How the caller follows long work and stops it."""

    done: Callable[[int, int], None] = lambda _done, _total: None
    cancelled: Callable[[], bool] = lambda: False

    def step(self, done: int, total: int) -> None:
        """Tell how far; raises CancelledError when asked to stop."""
        if self.cancelled():
            raise CancelledError("已按您的要求停止打印，没有留下不完整的文件。")
        self.done(done, total)


@dataclass(frozen=True)
class Printed:
    """What a batch became: its files, and how many pages each letter has."""

    files: tuple[Path, ...]
    pages: int
    letters: int


def draw_agreements(
    contents: Sequence[AgreementContent],
    out: Path,
    *,
    each: str = "",
    typefaces: Typefaces | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Write the letters. `each` is "" (out is a .pdf), "signer" or "class" (out is a folder).

    Raises NothingToPrintError, CancelledError, or UserError where the place can't be written.
    """
    progress = progress or Progress()
    ink = Ink(typefaces or load_typefaces())
    letters = list(_pages(contents, ink, progress))
    fonts = prepare_fonts(ink.fonts())
    files = []
    for batch in _batches(contents, letters, out, each):
        progress.step(len(contents), len(contents))
        put_whole(batch.path, batch.render(fonts))
        files.append(batch.path)
    return Printed(tuple(files), sum(len(pages) for pages in letters), len(contents))


def agreements_pdf(contents: Sequence[AgreementContent], *, typefaces: Typefaces | None = None) -> bytes:
    """The letters as one PDF in memory, for a preview."""
    ink = Ink(typefaces or load_typefaces())
    letters = list(_pages(contents, ink, Progress()))
    return _Batch(Path(), contents, letters).render(prepare_fonts(ink.fonts()))


@dataclass(frozen=True)
class _Batch:
    """The letters of one file."""

    path: Path
    contents: Sequence[AgreementContent]
    letters: Sequence[Sequence[Page]]

    def render(self, fonts: PreparedFonts) -> bytes:
        first = self.contents[0]
        title = f"{first.year}{first.wording.title}（{first.wording.parties}）"
        subject = first.signer if len(self.contents) == 1 else f"{len(self.contents)}份"
        pages = [page for letter in self.letters for page in letter]
        return assemble(pages, fonts, Properties(title, first.school, subject))


def _pages(contents: Sequence[AgreementContent], ink: Ink, progress: Progress) -> Iterator[list[Page]]:
    """Lay out and draw every letter; all of a batch in one size."""
    if not contents:
        raise NothingToPrintError("没有可打印的责任书：名单是空的，请先选择要打印的人。")
    setter = Setter(ink)
    most = MOST_PAGES.get(contents[0].wording.kind, SHEET_SIDES)
    manner = choose_manner(setter, contents, most)
    for number, content in enumerate(contents, start=1):
        yield draw(setter, content, lay_out_within(setter, content, manner, most))
        progress.step(number, len(contents))


def _batches(
    contents: Sequence[AgreementContent], letters: Sequence[Sequence[Page]], out: Path, each: str
) -> Iterator[_Batch]:
    """Which letters go into which file; names are safe, and never the same twice."""
    if not each:
        yield _Batch(out, contents, letters)
        return
    pairs = list(zip(contents, letters, strict=True))
    width = len(str(len(pairs)))
    if each == "class":
        groups: dict[str, list[tuple[AgreementContent, Sequence[Page]]]] = {}  # classes as they come
        for pair in pairs:
            groups.setdefault(pair[0].group, []).append(pair)
        for number, (group, mine) in enumerate(groups.items(), start=1):
            name = safe_file_name(f"{number:02d} {group or '未分班'}", suffix=".pdf")
            yield _Batch(out / name, [pair[0] for pair in mine], [pair[1] for pair in mine])
        return
    for number, (content, letter) in enumerate(pairs, start=1):
        name = safe_file_name(f"{number:0{width}d} {content.group} {content.signer}", suffix=".pdf")
        yield _Batch(out / name, [content], [letter])
