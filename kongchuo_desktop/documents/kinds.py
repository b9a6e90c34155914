"""What a paper is: a key, a title, the questions it asks."""

from dataclasses import dataclass

from kongchuo_desktop.reports.kinds import Choice


@dataclass(frozen=True)
class PaperKind:
    """A paper of the catalogue. What it says comes from the desk, how it looks from its module in `documents`."""

    key: str
    title: str
    choices: tuple[Choice, ...] = ()
    about: str = ""


def each_choice(*, by_class: bool) -> Choice:
    """Into how many files a layer of letters goes."""
    options = (("", "全部一个文件"), ("signer", "每人一个文件"), ("class", "每班一个文件"))
    return Choice("each", "存成", options if by_class else options[:2])


CLASS = Choice("class", "班级", source="classes")
