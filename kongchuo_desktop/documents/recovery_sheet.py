"""The recovery sheet: the one thing that opens the book when the password is forgotten."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import segno

from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.finished_files import put_whole
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Fit, Line
from kongchuo_desktop.documents.pdf_file import A4, Page, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Setter, baseline
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet

LEFT = 24 * MM
MEASURE = A4[0] - 2 * LEFT
HALF = A4[1] / 2
CODE_SIZE, STEP = 22.0, 17.0  # size of a sign and its room, in points: all signs as wide as one
GROUP_GAP = 22.0
ACROSS = 3  # groups to a row
QR_SIDE = 34 * MM
COPIES = ("第一联　校长保管", "第二联　另一位负责人或中心校保管")
ADVICE = (
    "1.忘记密码，或换了电脑打不开账本时，用上面的恢复码打开，再重新设定密码。恢复码不分大小写，没有字母 I、L、O、U。",
    "2.拿到恢复码的人能打开全部学生资料。请封入信封、签名封口，锁进学校保险柜或档案柜，不拍照、不发微信。",
    "3.两联分开存放，不与电脑、U盘放在一起。更换保管人时当面移交并登记。",
    "4.密码和恢复码都丢失，账本谁也打不开，本程序的开发者也不例外。",
)


def draw_recovery_sheet(
    out: Path, *, school: str, code: str, made_on: date, typefaces: Typefaces | None = None
) -> None:
    """Write the sheet: two copies on one A4, to be cut apart. `code` is groups joined by hyphens."""
    ink = Ink(typefaces or load_typefaces())
    setter = Setter(ink)
    sheet = Sheet()
    for number, copy in enumerate(COPIES):
        _draw_copy(setter, sheet, number * HALF, (school, code, copy), made_on)
    sheet.rule(Rule(10 * MM, HALF, A4[0] - 10 * MM, HALF, 0.6, (4, 3)))
    pages: list[Page] = [sheet.finish()]
    put_whole(out, assemble(pages, prepare_fonts(ink.fonts()), Properties("账本恢复码", school)))


def _draw_copy(setter: Setter, sheet: Sheet, top: float, told: tuple[str, str, str], made_on: date) -> None:
    """One copy from its top edge down."""
    school, code, copy = told
    top += 15 * MM
    name = setter.fitting(school, Role.HEADING, 14, MEASURE - 190, least=8)
    sheet.text(name, LEFT, top + 12)
    label = setter.line(copy, Role.KAI, 12)
    sheet.text(label, LEFT + MEASURE - label.width, top + 12)
    sheet.rule(Rule(LEFT, top + 19, LEFT + MEASURE, top + 19, 0.7))
    title = setter.line("控辍账本恢复码", Role.TITLE, 20)
    sheet.text(title, (A4[0] - title.width) / 2, top + 50)
    top += 68
    _draw_code(setter, sheet, top, code.split("-"))
    _draw_qr(sheet, LEFT + MEASURE - QR_SIDE, top, code)
    top += QR_SIDE + 12
    for text in ADVICE:
        for line in setter.lines(text, Role.BODY, Fit(11, MEASURE, 11)):
            sheet.text(line, LEFT, top + baseline(16, 11))
            top += 16
        top += 2
    _draw_signing(setter, sheet, top + 8, made_on)


def _draw_code(setter: Setter, sheet: Sheet, top: float, groups: Sequence[str]) -> None:
    """The groups three to a row, each sign in a room of its own, numbered so that one group can be asked for."""
    for number, group in enumerate(groups):
        left = LEFT + number % ACROSS * (STEP * len(group) + GROUP_GAP)
        base = top + 26 + number // ACROSS * 34
        sheet.text(setter.line(f"{number + 1}", Role.BODY, 8), left, base)
        for place, sign in enumerate(group):
            line = setter.line(sign, Role.HEADING, CODE_SIZE)
            sheet.text(line, left + 8 + (place + 0.5) * STEP - line.width / 2, base)
        right = left + 8 + STEP * len(group)
        sheet.rule(Rule(left + 8, base + 5, right, base + 5, 0.4))


def _draw_qr(sheet: Sheet, left: float, top: float, code: str) -> None:
    """The same code for a camera; quiet zone included."""
    matrix = segno.make(code, error="m", micro=False).matrix
    side = QR_SIDE / (len(matrix) + 8)
    dark = (
        (left + (column + 4) * side, top + (row + 4) * side)
        for row, modules in enumerate(matrix)
        for column, module in enumerate(modules)
        if module
    )
    sheet.squares(dark, side)


def _draw_signing(setter: Setter, sheet: Sheet, top: float, made_on: date) -> None:
    """Day of making, keeper, place of keeping."""
    day = setter.line(f"制作日期：{made_on.year}年{made_on.month}月{made_on.day}日", Role.BODY, 11)
    sheet.text(day, LEFT, top + 12)
    for number, text in enumerate(("保管人（签字）：", "存放处：")):
        line: Line = setter.line(text, Role.BODY, 11)
        left = LEFT + 160 + number * 160
        sheet.text(line, left, top + 12)
        sheet.rule(Rule(left + line.width, top + 15, left + 150 - number * 18, top + 15))
