"""Typefaces on disk: which glyph a character has, how wide it is, which face stands in when one lacks it."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import uharfbuzz as hb

from kongchuo_desktop.documents.characters import is_unseen
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import resource

EM = 1000
# The dash of Chinese text fills its square; the fonts keep that shape under U+2015.
SHAPED_AS = {"—": "―"}
# OS/2 fsType: 2 = no embedding, 0x100 = no subsetting, 0x200 = bitmaps only.
NOT_EMBEDDABLE = 0x0002 | 0x0100 | 0x0200


class Role(StrEnum):
    """What a face is used for on paper."""

    BODY = "body"  # 仿宋, or 宋
    TITLE = "title"  # 小标宋
    HEADING = "heading"  # 黑体
    KAI = "kai"  # 楷体


# File names by role, best first; the first that is there leads, the others stand in character by character.
BUNDLED: Mapping[Role, tuple[str, ...]] = {
    Role.BODY: ("NotoSerifSC-Regular.ttf",),
    Role.TITLE: ("NotoSerifSC-Black.ttf",),
    Role.HEADING: ("NotoSansSC-Medium.ttf", "NotoSansSC-Regular.ttf"),
    Role.KAI: ("LXGWWenKai-Regular.ttf",),
}
STAND_IN = (
    "NotoSerifSC-Regular.ttf",
    "HanaMinB.ttf",
    "LXGWWenKai-Regular.ttf",
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Medium.ttf",
)
# What offices expect where Windows has it.
OFFICE: Mapping[Role, tuple[str, ...]] = {
    Role.BODY: ("simfang.ttf", "FZFSK.TTF"),
    Role.TITLE: ("FZXBSJW.TTF",),
    Role.HEADING: ("simhei.ttf",),
    Role.KAI: ("simkai.ttf",),
}
SAYS: Mapping[str, str] = {
    "NotoSerifSC-Regular.ttf": "正文宋体",
    "NotoSerifSC-Black.ttf": "标题粗宋",
    "NotoSansSC-Medium.ttf": "黑体",
    "LXGWWenKai-Regular.ttf": "楷体",
    "HanaMinB.ttf": "生僻字字体",
}


class FontsMissingError(UserError):
    """Not one face to print with."""


class Face:
    """One font file with TrueType outlines, measured in thousandths of its size."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.name = "".join(letter for letter in path.stem if letter.isascii() and letter.isalnum()) or "Face"
        self.source = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self._font = hb.Font(self.source)
        self._font.scale = (EM, EM)
        extents = self._font.get_font_extents("ltr")
        self.ascent: int = extents.ascender
        self.descent: int = extents.descender

    @cached_property
    def embeddable(self) -> bool:
        """Whether reportlab's kind of PDF may and can carry it: glyf outlines, and no ban in the font."""
        if "glyf" not in self.source.table_tags:
            return False
        table = self.source.reference_table("OS/2").data
        return len(table) < 10 or not int.from_bytes(table[8:10], "big") & NOT_EMBEDDABLE

    def glyph(self, character: str) -> int:
        """The glyph's number, 0 when the face lacks the character."""
        shaped = self._font.get_nominal_glyph(ord(SHAPED_AS.get(character, character)))
        return shaped or self._font.get_nominal_glyph(ord(character)) or 0

    def advance(self, glyph: int) -> int:
        """Width of a glyph in thousandths."""
        return int(self._font.get_glyph_h_advance(glyph))


@dataclass(frozen=True)
class Typefaces:
    """The faces of each role, the leading one first, and what this machine lacks (Chinese names)."""

    chains: Mapping[Role, tuple[Face, ...]]
    lacking: tuple[str, ...] = ()

    def find(self, role: Role, character: str) -> tuple[Face, int]:
        """The first face of the role that has the character, and its glyph; glyph 0 when none has it."""
        chain = self.chains[role]
        for face in chain:
            glyph = face.glyph(character)
            if glyph:
                return face, glyph
        return chain[0], 0

    def missing_characters(self, text: str) -> set[str]:
        """Characters that no face can print, to be named before printing."""
        return {
            character for character in set(text) if not is_unseen(character) and not self.find(Role.BODY, character)[1]
        }


def load_typefaces(folder: Path | None = None, office: Sequence[Path] | None = None) -> Typefaces:
    """The bundled faces; an office machine's own lead where they may be embedded (None: as this machine has them)."""
    folder = folder or resource("fonts")
    office = office_folders(os.environ) if office is None else office
    shelf = _Shelf((folder,))
    own = _Shelf(office)
    chains: dict[Role, tuple[Face, ...]] = {}
    stand_in = tuple(shelf.faces(STAND_IN))
    for role in Role:
        leading = (*own.faces(OFFICE[role]), *shelf.faces(BUNDLED[role]))
        chains[role] = tuple(dict.fromkeys((*leading, *stand_in)))
    if not any(chains.values()):
        raise FontsMissingError(
            f"打印用的字体一个也没有找到（应在“{folder}”里）。"
            "请重新安装本程序，或运行 packaging/fetch_fonts.py 取回字体。"
        )
    lacking = tuple(word for name, word in SAYS.items() if not (folder / name).is_file())
    return Typefaces(chains, lacking)


def office_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where Windows keeps the fonts of the machine and of the user; nothing on other systems."""
    places = []
    if windows := environment.get("WINDIR"):
        places.append(Path(windows) / "Fonts")
    if local := environment.get("LOCALAPPDATA"):
        places.append(Path(local) / "Microsoft" / "Windows" / "Fonts")
    return tuple(places)


class _Shelf:
    """Faces of some folders, each file opened once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._open: dict[Path, Face] = {}

    def faces(self, names: Iterable[str]) -> Iterator[Face]:
        for path in (folder / name for name in names for folder in self._folders):
            if not path.is_file():
                continue
            face = self._open.get(path) or Face(path)
            self._open[path] = face
            if face.embeddable:
                yield face
