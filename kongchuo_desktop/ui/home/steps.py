"""What to do next: the first step big, the others below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kongchuo_desktop.school.overview import NextStep
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, label

Take = Callable[[NextStep], object]


@dataclass(frozen=True)
class StepAct:
    """The button of a step, and where it leads."""

    title: str
    page: str
    request: object = None
    icon: str = "right"


ACTS = {
    "import-pupils": StepAct("导入学生名册", "intake", "pupils", "intake"),
    "import-staff": StepAct("导入教职工", "intake", "staff", "intake"),
    "class-heads": StepAct("指定班主任", "classes", ("heads",), "classes"),
    "incomplete": StepAct("补全学生资料", "pupils", ("incomplete",), "pupils"),
}


def act_of(step: NextStep) -> StepAct:
    """Where a step leads; print-… and collect-… go to the agreements."""
    if step.key in ACTS:
        return ACTS[step.key]
    verb = step.key.partition("-")[0]
    if verb == "collect":
        return StepAct("登记签回", "agreements", (step.key, None), "check")
    return StepAct("打印责任书", "agreements", (step.key, None), "print")


def big_step(steps: Sequence[NextStep], take: Take) -> QWidget:
    """The next step with its reason and one main button; a calm word when nothing is left."""
    card, column = _card("接下来")
    if not steps:
        column.addWidget(
            label("名册、教职工和责任书都齐了。新的一天有新的事，再来这里看。", role="sentence", wrap=True)
        )
        return card
    step = steps[0]
    title, why = split_sentence(step.sentence)
    column.addWidget(label(title, role="title", wrap=True))
    if why:
        column.addWidget(label(why, role="sentence", wrap=True))
    column.addSpacing(8)
    act = act_of(step)
    made = button(act.title, kind="main", icon=icon(act.icon, COLOURS.on_accent), run=lambda: take(step))
    made.setObjectName("next_step")
    made.setMaximumWidth(220)
    column.addWidget(made)
    return card


def split_sentence(sentence: str) -> tuple[str, str]:
    """What to do, and why: parted at the first colon of either width."""
    for colon in ("\uff1a", ":"):
        title, found, why = sentence.partition(colon)
        if found:
            return title, why
    return sentence, ""


def small_steps(steps: Sequence[NextStep], take: Take) -> QWidget:
    """The steps after it, each a button."""
    card, column = _card("然后")
    for step in steps:
        made = button(step.sentence.rstrip("。"), kind="link", icon=icon(act_of(step).icon, COLOURS.accent))
        made.clicked.connect(lambda _checked=False, step=step: take(step))
        made.setToolTip(act_of(step).title)
        column.addWidget(made)
    return card


def _card(heading: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(8)
    column.addWidget(label(heading, role="label"))
    return card, column
