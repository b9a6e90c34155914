"""Office forms on paper: one file, one for each form, or one for each class or village."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import groupby
from pathlib import Path

from kongchuo_desktop.documents.agreements import NothingToPrintError, Progress
from kongchuo_desktop.documents.faces import Typefaces, load_typefaces
from kongchuo_desktop.documents.finished_files import put_whole
from kongchuo_desktop.documents.form_content import Form
from kongchuo_desktop.documents.form_layout import draw_form, set_form
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.pdf_extras import Bookmark
from kongchuo_desktop.documents.pdf_file import Page, PreparedFonts, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.kit.text import safe_file_name


def draw_forms(
    forms: Sequence[Form],
    out: Path,
    *,
    each: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    typefaces: Typefaces | None = None,
) -> tuple[Path, ...]:
    """Write forms; the files. `each` is "" (out is a .pdf), "signer" or "class" (out is a folder).

    Raises NothingToPrintError, CancelledError, or UserError where the place can't be written.
    """
    following = Progress(progress or (lambda _done, _total: None), cancelled)
    ink = Ink(typefaces or load_typefaces())
    return write_files(list(_drawn(forms, ink, following)), ink, out, each=each, following=following)


def write_files(drawn: "Sequence[Drawn]", ink: Ink, out: Path, *, each: str, following: Progress) -> tuple[Path, ...]:
    """Put drawn pages into their files, all with the fonts of the one ink."""
    fonts = prepare_fonts(ink.fonts())
    files = []
    for batch in batches(drawn, out, each):
        following.step(len(drawn), len(drawn))
        put_whole(batch.path, batch.render(fonts))
        files.append(batch.path)
    return tuple(files)


def forms_pdf(forms: Sequence[Form], *, typefaces: Typefaces | None = None) -> bytes:
    """Forms as one PDF in memory, for a preview."""
    ink = Ink(typefaces or load_typefaces())
    drawn = list(_drawn(forms, ink, Progress()))
    return Batch(Path(), drawn).render(prepare_fonts(ink.fonts()))


def characters(forms: Sequence[Form]) -> str:
    """Every character that the forms want to show, each once."""
    return "".join(sorted({sign for form in forms for sign in _text_of(form)}))


def unprintable(forms: Sequence[Form], *, typefaces: Typefaces | None = None) -> tuple[str, ...]:
    """Characters that no face can print, to be told before printing."""
    return tuple(sorted((typefaces or load_typefaces()).missing_characters(characters(forms))))


def remarks(forms: Sequence[Form], *, typefaces: Typefaces | None = None) -> tuple[str, ...]:
    """What has to be told about a batch, as finished sentences."""
    lacking = unprintable(forms, typefaces=typefaces)
    return (f"这些字没有字体可印，请手写补上：{'、'.join(lacking)}。",) if lacking else ()


def _text_of(part: object) -> Iterator[str]:
    """All text in a value and what it is made of."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _text_of(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _text_of(getattr(part, field.name))


@dataclass(frozen=True)
class Drawn:
    """A form and its pages; `under`: what begins on which of them, where it has parts worth a bookmark."""

    form: Form
    pages: tuple[Page, ...]
    under: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Batch:
    """The forms of one file."""

    path: Path
    drawn: Sequence[Drawn]

    def render(self, fonts: PreparedFonts) -> bytes:
        """The file's bytes, with a bookmark for each form where there are several."""
        first = self.drawn[0].form
        subject = first.name if len(self.drawn) == 1 else f"{len(self.drawn)}份"
        pages = [page for one in self.drawn for page in one.pages]
        return assemble(pages, fonts, Properties(first.title, first.school, subject), self.bookmarks())

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """One for each form, those of a class under its name."""
        if len(self.drawn) == 1:
            return tuple(Bookmark(title, page) for title, page in self.drawn[0].under)
        marks: list[tuple[str, Bookmark]] = []
        page = 0
        for one in self.drawn:
            under = tuple(Bookmark(title, page + place) for title, place in one.under)
            marks.append((one.form.group, Bookmark(one.form.name or one.form.title, page, under)))
            page += len(one.pages)
        groups = [(name, [mark for _, mark in mine]) for name, mine in groupby(marks, key=lambda pair: pair[0])]
        if len(groups) == 1 or any(not name for name, _ in groups):
            return tuple(mark for _, mark in marks)
        return tuple(Bookmark(name, mine[0].page, tuple(mine)) for name, mine in groups)


def _drawn(forms: Sequence[Form], ink: Ink, following: Progress) -> Iterator[Drawn]:
    if not forms:
        raise NothingToPrintError("没有可打印的内容：名单是空的，请先选择要打印的学生。")
    setter = Setter(ink)
    for number, form in enumerate(forms, start=1):
        yield Drawn(form, tuple(draw_form(setter, set_form(setter, form))))
        following.step(number, len(forms))


def batches(drawn: Sequence[Drawn], out: Path, each: str) -> Iterator[Batch]:
    """Which forms go into which file; names are safe, and never the same twice."""
    if not each:
        yield Batch(out, drawn)
    elif each == "class":
        groups: dict[str, list[Drawn]] = {}  # as they come
        for one in drawn:
            groups.setdefault(one.form.group, []).append(one)
        for number, (group, mine) in enumerate(groups.items(), start=1):
            yield Batch(out / safe_file_name(f"{number:02d} {group or '未分班'}", suffix=".pdf"), mine)
    else:
        width = len(str(len(drawn)))
        for number, one in enumerate(drawn, start=1):
            name = " ".join(filter(None, (f"{number:0{width}d}", one.form.group, one.form.name or one.form.title)))
            yield Batch(out / safe_file_name(name, suffix=".pdf"), [one])
