"""Where an import begins: cards to choose or drop a file on, and the imports so far."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSettings, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.storage.batches import Batch
from kongchuo_desktop.ui.empty import ROSTER
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.intake.words import KINDS, KindWords, kind_words
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.words import button, label

ACROSS = 4  # cards in a row
NONE = "还没有导入过。导入之后，这里列出每一次，随时可以整次撤销。"


class StartPane(QWidget):
    """Says what may come in; asks the page for the rest."""

    wanted = Signal(str)  # kind
    take_back_wanted = Signal(object)  # Batch

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.cards = {kind: _card(words, partial(self.wanted.emit, kind)) for kind, words in KINDS.items()}
        empty = Empty(NONE, "scene-list", ROSTER, partial(self.wanted.emit, "pupils"))
        self.list = ListView(_list_kind(self._ask, empty), settings)
        self.list.find_line.hide()
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(24, 16, 24, 8)
        grid.setSpacing(12)
        for place, card in enumerate(self.cards.values()):
            grid.addWidget(card, place // ACROSS, place % ACROSS)
            grid.setColumnStretch(place % ACROSS, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        cards = QScrollArea()
        cards.setWidgetResizable(True)
        cards.setFrameShape(QFrame.Shape.NoFrame)
        cards.setWidget(inside)
        column.addWidget(cards, 4)
        self._past = label("以前的导入", role="heading")
        self._past.setContentsMargins(24, 8, 24, 0)
        column.addWidget(self._past)
        column.addWidget(self.list, 3)

    def show_batches(self, batches: Sequence[Batch]) -> None:
        """List the imports so far, newest first."""
        self.list.set_rows(batches)
        self._past.setVisible(bool(batches))

    def kind_at(self, spot: QPoint) -> str:
        """The kind of the card at a spot; pupils elsewhere."""
        under = (kind for kind, card in self.cards.items() if card.rect().contains(card.mapFrom(self, spot)))
        return next(under, "pupils")

    def _ask(self, rows: tuple[Batch, ...]) -> None:
        if rows[0].taken_back_at is None:
            self.take_back_wanted.emit(rows[0])


def _card(words: KindWords, run: Callable[[], object]) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    card.setToolTip("可以把文件拖到这里")
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(6)
    column.addWidget(label(f"导入{words.title}", role="heading"))
    column.addWidget(label(words.about, role="hint", wrap=True))
    column.addStretch(1)
    row = QHBoxLayout()
    row.addWidget(button("选择文件…", icon=icon(words.icon), run=run))
    row.addStretch(1)
    column.addLayout(row)
    return card


def _count(key: str) -> Column:
    headings = {"new": "新增", "changed": "更新", "unchanged": "无变化", "doubtful": "存疑", "refused": "拒收"}
    return Column(
        key,
        headings[key],
        lambda batch: str(batch.counts.get(key, 0)),
        80,
        sort=lambda batch: batch.counts.get(key, 0),
        align="right",
        kind="number",
    )


def _list_kind(ask: Callable[[tuple[Batch, ...]], object], empty: Empty) -> ListKind:
    return ListKind(
        key="imports",
        title="导入记录",
        columns=(
            Column("at", "时间", lambda batch: f"{batch.at:%Y-%m-%d %H:%M}", 168),
            Column("kind", "名册", lambda batch: kind_words(batch.kind), 112),
            Column("file", "文件", lambda batch: batch.file_name, 280),
            *(_count(key) for key in ("new", "changed", "unchanged", "doubtful", "refused")),
            Column("actor", "操作人", lambda batch: batch.actor, 96),
            Column("state", "状态", _state, 176),
        ),
        identity=lambda batch: batch.id,
        words=lambda batch: batch.file_name,
        unit="次",
        acts=(RowAct("撤销这次导入", ask, icon="undo", most=1),),
        empty=empty,
    )


def _state(batch: Batch) -> str:
    return f"已撤销 {batch.taken_back_at:%m-%d %H:%M}" if batch.taken_back_at else "已写入"
