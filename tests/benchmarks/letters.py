"""500 parents' agreements into one PDF, and into a file each, against the same pages on a bare reportlab canvas.

Whole processes, start and imports included, in seconds of processor: on a shared machine the clock on the wall tells
of the others. Floor: every line of the finished letters drawn by `drawString` at its place, every rule by `line`, with
reportlab's own TTFonts and without `rl_accel`, as reportlab comes. Where LibreOffice is there, it converts the same
text, once.
"""

import pickle
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

if sys.argv[1:2] == ["bare"]:
    sys.modules["_rl_accel"] = None  # type: ignore[assignment]

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kongchuo_desktop.documents import agreement_layout
from kongchuo_desktop.documents.agreement_content import AgreementContent
from kongchuo_desktop.documents.agreements import MOST_PAGES, draw_agreements
from kongchuo_desktop.documents.faces import load_typefaces
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Line
from kongchuo_desktop.documents.pdf_file import A4
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.documents.sheet import Rule, Sheet
from kongchuo_desktop.kit.resources import resource as resource_file
from kongchuo_desktop.school.agreements.wording import shipped
from tests.benchmarks.measure import compare

LETTERS = 500
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国志远雨涵子轩梓萱浩然欣怡"
RUN = re.compile(r"/K(\d+) ([\d.]+) Tf \S+ Tc \[(.*?)\]TJ")
CODES = re.compile(r"<([0-9a-f]+)>")


Text = tuple[str, str, float, float, float]  # font, text, size, x, y
Plain = tuple[list[Text], list[tuple[float, ...]]]


@dataclass
class Drawn:
    """One page as a bare canvas would be told it."""

    texts: list[Text] = field(default_factory=list)
    rules: list[tuple[float, ...]] = field(default_factory=list)


def letters(count: int = LETTERS) -> list[AgreementContent]:
    """Invented parents' letters, each different."""
    wording = shipped("parent")
    found = []
    for number in range(count):
        family = FAMILY[number % len(FAMILY)]
        name = family + GIVEN[number % len(GIVEN)] + GIVEN[number * 7 % len(GIVEN)]
        values = {
            "学生姓名": name,
            "班级": f"{'一二三四五六'[number % 6]}年级{number % 3 + 1}班",
            "家长姓名": family + GIVEN[number * 3 % len(GIVEN)],
            "与学生关系": "父亲" if number % 2 else "母亲",
            "就读方式": "住校" if number % 3 else "走读",
            "班主任": "罗秀英",
            "班主任电话": f"1380000{number:04}",
            "家访次数": "1",
            "告知节数": "4",
        }
        paper = f"河小控责〔2026〕家{number + 1:03}号"
        found.append(
            AgreementContent(wording, paper, "河湾乡河边村小学", "2026—2027学年", name, values["班级"], values)
        )
    return found


def drawn_pages(contents: list[AgreementContent]) -> list[Drawn]:
    """What stands on the finished pages, line by line."""
    ink = Ink(load_typefaces())
    pages: list[Drawn] = []

    class Watched(Sheet):
        def __init__(self) -> None:
            super().__init__()
            pages.append(Drawn())

        def text(self, line: Line, left: float, baseline: float) -> None:
            super().text(line, left, baseline)
            for font, size, body in RUN.findall(line.code):
                codes = "".join(CODES.findall(f"{body}"))
                used = ink._used[int(font)]
                text = "".join(used[int(codes[at : at + 4], 16)].character for at in range(0, len(codes), 4))
                name = ink._faces[int(font)].path.stem
                pages[-1].texts.append((name, text, float(size), left, A4[1] - baseline))

        def rule(self, rule: Rule, left: float = 0.0, top: float = 0.0) -> None:
            super().rule(rule, left, top)
            up = A4[1]
            ends = (rule.left + left, up - rule.top - top, rule.right + left, up - rule.bottom - top)
            pages[-1].rules.append((*ends, rule.width))

    agreement_layout.Sheet = Watched  # type: ignore[misc]
    try:
        setter = Setter(ink)
        manner = agreement_layout.choose_manner(setter, contents, MOST_PAGES["parent"])
        for content in contents:
            agreement_layout.draw(setter, content, agreement_layout.lay_out(setter, content, manner))
    finally:
        agreement_layout.Sheet = Sheet  # type: ignore[misc]
    return pages


def bare_canvas(pages: list[Plain], path: Path) -> None:
    """The floor."""
    fonts = {text[0] for texts, _ in pages for text in texts}
    for font in fonts:
        pdfmetrics.registerFont(TTFont(font, str(resource_file("fonts", f"{font}.ttf"))))
    canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
    for texts, rules in pages:
        for *ends, width in rules:
            canvas.setLineWidth(width)
            canvas.line(*ends)
        for font, text, size, left, up in texts:
            canvas.setFont(font, size)
            canvas.drawString(left, up, text)
        canvas.showPage()
    canvas.save()


def libre_office(contents: list[AgreementContent], folder: Path) -> float | None:
    """Seconds of LibreOffice for the same text in one document; None where it isn't installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    source = folder / "letters.fodt"
    source.write_text("".join(_flat_text(contents)), encoding="utf-8")
    began = time.perf_counter()
    subprocess.run(
        [program, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began


def _flat_text(contents: list[AgreementContent]) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?><office:document '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        '<style:style style:name="New" style:family="paragraph"><style:paragraph-properties '
        'fo:break-before="page"/></style:style></office:automatic-styles><office:body><office:text>'
    )
    for content in contents:
        yield f'<text:p text:style-name="New">{escape(content.filled(content.wording.title))}</text:p>'
        for paragraph in content.paragraphs():
            yield f"<text:p>{escape(content.filled(paragraph.text))}</text:p>"
        for column in content.wording.sign:
            yield "".join(f"<text:p>{escape(content.filled(row))}</text:p>" for row in column.rows)
    yield "</office:text></office:body></office:document>"


def in_process(way: str, folder: Path) -> float:
    """Processor seconds of one way, in a process of its own."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", __spec__.name, way, str(folder)], check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def run_way(way: str, folder: Path) -> None:
    """What the process does."""
    if way == "one":
        draw_agreements(letters(), folder / "one.pdf")
    elif way == "each":
        draw_agreements(letters(), Path(tempfile.mkdtemp(dir=folder)), each="signer")
    else:
        bare_canvas(pickle.loads((folder / "pages").read_bytes()), folder / "bare.pdf")  # noqa: S301 - our own


def main() -> int:
    """Exit code 1 when a goal is missed."""
    contents = letters()
    pages = drawn_pages(contents)
    print(f"{len(contents)} letters, {len(pages)} pages, {sum(len(page.texts) for page in pages)} lines")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = [(page.texts, page.rules) for page in pages]
        (folder / "pages").write_bytes(pickle.dumps(plain))
        ours = compare(
            "agreements against a bare canvas",
            {
                "bare canvas": lambda: in_process("bare", folder),
                "bare canvas, rl_accel": lambda: in_process("accelerated", folder),
                "one file": lambda: in_process("one", folder),
            },
            rounds=5,
            goals={"one file": 0.5},
        )
        files = compare(
            "a file for each signer against one file",
            {"one file": lambda: in_process("one", folder), "500 files": lambda: in_process("each", folder)},
            rounds=5,
            goals={"500 files": 1.5},
        )
        seconds = libre_office(contents, folder)
        if seconds is None:
            print("  LibreOffice: not on this machine")
        else:
            print(f"  LibreOffice, one document: {seconds / ours.measured[-1].median:.1f} times ours")
    return 1 if ours.missed or files.missed else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run_way(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.exit(main())
