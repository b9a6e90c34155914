"""300 bound files (一人一案), 300 visit forms and 1,000 of them, against the same pages on a bare reportlab canvas.

Whole processes, start and imports included, in seconds of processor. Floor: every line of the finished pages drawn by
`drawString` at its place, every rule by `line`, every photograph by `drawImage`, with reportlab's own TTFonts and
without `rl_accel`, as reportlab comes.
"""

import pickle
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

if sys.argv[1:2] == ["bare"]:
    sys.modules["_rl_accel"] = None  # type: ignore[assignment]

from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kongchuo_desktop.documents import dossier_paper, form_layout, form_paper
from kongchuo_desktop.documents.dossier_paper import Bound, draw_dossiers
from kongchuo_desktop.documents.form_content import (
    Block,
    Box,
    Boxes,
    Form,
    Grid,
    GridColumn,
    Picture,
    Pictures,
)
from kongchuo_desktop.documents.form_paper import draw_forms
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Line
from kongchuo_desktop.documents.pdf_extras import Jpeg
from kongchuo_desktop.documents.pdf_file import A4
from kongchuo_desktop.documents.sheet import Rule, Sheet
from kongchuo_desktop.kit.resources import resource as resource_file
from tests.benchmarks.letters import CODES, FAMILY, GIVEN, RUN
from tests.benchmarks.measure import compare
from tests.benchmarks.visit_sheets import visit_forms
from tests.documents.pictures import photo

DOSSIERS, FORMS = 300, 1000
SCHOOL = "河湾乡河边村小学"
TOLD = (
    "父母在外务工，随祖父母生活，每周通一次电话",
    "学习吃力，作业不能按时完成",
    "家住上寨村，离校六公里",
    "已返校上课，情绪稳定",
)
PARTS = ("学生基本情况表", "四清一览", "学籍变动与签约记录", "考勤与缺课处理记录", "重点关注登记", "家访记录", "大事记")


@dataclass
class Drawn:
    """One page as a bare canvas would be told it."""

    texts: list[tuple[str, str, float, float, float]] = field(default_factory=list)
    rules: list[tuple[float, ...]] = field(default_factory=list)
    images: list[tuple[bytes, float, float, float, float]] = field(default_factory=list)


def name_of(number: int) -> str:
    return FAMILY[number % len(FAMILY)] + GIVEN[number % len(GIVEN)] + GIVEN[number * 7 % len(GIVEN)]


def dossiers(count: int = DOSSIERS) -> list[Bound]:
    """Invented files of about nine pages, each with two photographs of its own."""
    return [_dossier(number) for number in range(count)]


def _dossier(number: int) -> Bound:
    name, room = name_of(number), f"{'一二三四五六'[number % 6]}年级{number % 3 + 1}班"
    facts = (("学生姓名", name), ("班　　级", room), ("学 籍 号", f"G52232820{number:010}"))
    return Bound(
        "学生关爱档案", SCHOOL, name, tuple(_parts(number, name, room)), "一人一案", facts, "2026年11月22日", room
    )


def _parts(number: int, name: str, room: str) -> list[Form]:
    person = Boxes(
        tuple(
            (Box(f"栏目{row}", TOLD[(row + number) % 4][:6]), Box("情况", name if row else room)) for row in range(9)
        ),
        portrait=b"",
    )
    clear = Boxes(
        tuple((Box(aspect, "\n".join(TOLD[:3]), lines=6),) for aspect in ("原因清", "家访清", "帮扶清", "效果清"))
    )
    columns = (GridColumn("日期", 1, "center"), GridColumn("类别", 1, "center"), GridColumn("事情", 6))
    days = [(f"2026-{month:02}-{1 + number % 27:02}", "家访", f"{name}：{TOLD[month % 4]}") for month in range(1, 13)]
    photos = Pictures(
        tuple(Picture(photo(640, 480, colour=f"#{number % 256:02x}{n * 99:02x}40"), name) for n in (0, 1))
    )
    visits = tuple(_visit_boxes(name, n) for n in range(3))
    blocks: tuple[tuple[Block, ...], ...] = (
        (person,), (clear,), *((Grid(columns, tuple(days[:many])),) for many in (5, 8, 4)), (*visits, photos),
        (Grid(columns, tuple(days * 3)),),
    )  # fmt: skip
    return [Form(title, made, name=name) for title, made in zip(PARTS, blocks, strict=True)]


def _visit_boxes(name: str, number: int) -> Boxes:
    return Boxes((
        (Box("方式", "入户"), Box("家访人", "罗秀英、村干部", 2)),
        (Box("在家的人", "祖母"), Box("目的", "学习辅导", 2)),
        (Box("了解情况", f"{name}{TOLD[number]}", lines=2),), (Box("商定措施", TOLD[3 - number]),),
    ))  # fmt: skip


def forms(count: int = FORMS) -> list[Form]:
    """The form that is taken along on a visit, pre-filled, a page each."""
    return visit_forms(count)


def drawn_pages(what: str, folder: Path) -> list[Drawn]:
    """What stands on the finished pages, piece by piece."""
    pages: list[Drawn] = []
    inks: list[Ink] = []

    class Watched(Sheet):
        def __init__(self, size: tuple[float, float] = A4) -> None:
            super().__init__(size)
            pages.append(Drawn())

        def text(self, line: Line, left: float, baseline: float) -> None:
            super().text(line, left, baseline)
            for font, size, body in RUN.findall(line.code):
                codes = "".join(CODES.findall(body))
                used = inks[-1]._used[int(font)]
                text = "".join(used[int(codes[at : at + 4], 16)].character for at in range(0, len(codes), 4))
                known = inks[-1]._faces[int(font)].path.stem
                pages[-1].texts.append((known, text, float(size), left, self.size[1] - baseline))

        def rule(self, rule: Rule, left: float = 0.0, top: float = 0.0) -> None:
            super().rule(rule, left, top)
            up = self.size[1]
            ends = (rule.left + left, up - rule.top - top, rule.right + left, up - rule.bottom - top)
            pages[-1].rules.append((*ends, rule.width))

        def image(self, image: Jpeg, left: float, top: float, width: float, height: float) -> None:
            super().image(image, left, top, width, height)
            pages[-1].images.append((image.content, left, self.size[1] - top - height, width, height))

    class Kept(Ink):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            inks.append(self)

    with _replaced("Sheet", Watched, (form_layout, dossier_paper)), _replaced("Ink", Kept, (form_paper, dossier_paper)):
        make(what, folder)
    return pages


@contextmanager
def _replaced(name: str, other: type, modules: tuple[ModuleType, ...]) -> Iterator[None]:
    before = getattr(modules[0], name)
    for module in modules:
        setattr(module, name, other)
    yield
    for module in modules:
        setattr(module, name, before)


def make(what: str, folder: Path) -> None:
    """Our own way."""
    if what == "dossiers":
        draw_dossiers(dossiers(), DOSSIERS, folder / "dossiers.pdf")
    elif what == "dossiers each":
        draw_dossiers(dossiers(), DOSSIERS, Path(tempfile.mkdtemp(dir=folder)), each="signer")
    else:
        draw_forms(forms(), folder / "forms.pdf")


def bare_canvas(pages: list[Drawn], path: Path) -> None:
    """The floor."""
    for font in {text[0] for page in pages for text in page.texts}:
        pdfmetrics.registerFont(TTFont(font, str(resource_file("fonts", f"{font}.ttf"))))
    canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
    for page in pages:
        for *ends, width in page.rules:
            canvas.setLineWidth(width)
            canvas.line(*ends)
        for jpeg, left, up, wide, high in page.images:
            canvas.drawImage(ImageReader(BytesIO(jpeg)), left, up, wide, high)
        for font, text, size, left, up in page.texts:
            canvas.setFont(font, size)
            canvas.drawString(left, up, text)
        canvas.showPage()
    canvas.save()


def in_process(way: str, folder: Path) -> float:
    """Processor seconds of one way, in a process of its own."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", __spec__.name, *way.split("/"), str(folder)], check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def main() -> int:
    """Exit code 1 when a goal is missed."""
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, goal in (("dossiers", 0.6), ("forms", 0.9)):
            pages = drawn_pages(what, folder)
            lines, images = sum(len(page.texts) for page in pages), sum(len(page.images) for page in pages)
            print(f"{what}: {len(pages)} pages, {lines} lines, {images} photographs")
            (folder / what).write_bytes(pickle.dumps(pages))
            cases = {"bare canvas": f"bare/{what}", "one file": f"ours/{what}"}
            if what == "dossiers":
                cases["a file each"] = "ours/dossiers each"
            found = compare(
                f"{what} against a bare canvas",
                {case: (lambda way=way: in_process(way, folder)) for case, way in cases.items()},  # type: ignore[misc]
                rounds=2,
                goals={"one file": goal},
            )
            missed += len(found.missed)
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) > 2:
        if sys.argv[1] == "bare":
            sys.modules["__main__"].Drawn = Drawn  # type: ignore[attr-defined]
            bare_canvas(
                pickle.loads((Path(sys.argv[3]) / sys.argv[2]).read_bytes()),  # noqa: S301 - our own
                Path(sys.argv[3]) / "bare.pdf",
            )
        else:
            make(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main())
