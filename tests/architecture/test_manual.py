"""The manual knows every page of the window, its anchors and links hold, its pictures are there and are used."""

import re

from kongchuo_desktop.desk.manual import read_manual
from kongchuo_desktop.kit.resources import manual_folder
from kongchuo_desktop.ui.pages import PAGES

TEXT = (manual_folder() / "manual.md").read_text(encoding="utf-8")
PICTURES = manual_folder() / "pictures"
MOST_PICTURES, HEAVIEST = 16, 66_000


def test_every_page_has_its_place_in_the_manual() -> None:
    """F1 on a page opens its own chapter: put `<a id="key"></a>` before the heading."""
    known = read_manual().by_anchor
    assert not [kind.key for kind in PAGES if kind.key not in known]


def test_anchors_are_given_once_and_links_lead_somewhere() -> None:
    anchors = re.findall(r'<a id="([\w-]+)"></a>', TEXT)
    assert len(anchors) == len(set(anchors))
    assert not set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) - set(anchors)


def test_pictures_are_there_used_few_and_small() -> None:
    shown = set(re.findall(r"\]\(pictures/([\w-]+\.png)\)", TEXT))
    lying = {path.name: path.stat().st_size for path in PICTURES.glob("*")} if PICTURES.exists() else {}
    assert shown == set(lying)
    assert len(lying) <= MOST_PICTURES
    assert not {name: size for name, size in lying.items() if size > HEAVIEST}


def test_the_manual_speaks_to_teachers() -> None:
    """No program's insides: those words belong into docs/development.md."""
    assert not re.findall(r"\b(?:SQL\w*|PySide|Qt|JSON|API|null|schema)\b", TEXT)
