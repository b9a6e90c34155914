"""The manual knows every page of the window, its anchors and links hold, its pictures are there and are used."""

import re

from kongchuo_desktop.desk.manual import read_manual
from kongchuo_desktop.kit.resources import manual_folder
from kongchuo_desktop.ui.pages import PAGES
from tests.architecture.tree import modules

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


SHORTCUT = re.compile(r'"((?:Ctrl\+|Shift\+|Alt\+)+[A-Za-z0-9+]+|F\d{1,2})"')
SAID_AS = {
    "PgUp": "PageUp",
    "PgDn": "PageDown",
    "PgDown": "PageDown",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
}


def test_every_key_of_the_window_stands_in_the_table_of_keys() -> None:
    chapter = read_manual().by_anchor["keys"]
    table = " ".join(topic.text for topic in chapter.topics)
    lacking = set()
    for path in modules():
        if "ui" in path.parts:
            for keys in SHORTCUT.findall(path.read_text(encoding="utf-8")):
                *held, last = keys.split("+")
                words = "+".join((*held, SAID_AS.get(last, last)))
                if not re.search(rf"(?<![\w+]){re.escape(words)}(?!\w)", table):
                    lacking.add(f"{path.name}: {words}")
    assert not lacking
