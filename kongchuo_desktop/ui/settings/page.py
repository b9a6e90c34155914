"""设置: sections at the left, one of them open at the right; each is read when it is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.ui.help.place import MARK
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.small_list import add_item


@dataclass(frozen=True)
class SectionKind:
    """One section: its module under ui/settings and the class in it."""

    key: str
    title: str
    module: str
    factory: str

    def make(self, office: Office) -> "Section":
        """Import and make it."""
        factory = getattr(import_module(f"kongchuo_desktop.ui.settings.{self.module}"), self.factory)
        made = cast("Callable[[Office], Section]", factory)(office)
        made.setProperty(MARK, self.key)
        return made


SECTIONS = (
    SectionKind("school", "学校", "school", "SchoolSection"),
    SectionKind("terms", "学期与校历", "terms", "TermsSection"),
    SectionKind("villages", "村", "villages", "VillagesSection"),
    SectionKind("rules", "目标与规则", "rules", "RulesSection"),
    SectionKind("backup", "备份与恢复", "backup", "BackupSection"),
    SectionKind("password", "密码与恢复码", "password", "PasswordSection"),
    SectionKind("machine", "这台电脑", "machine", "MachineSection"),
    SectionKind("log", "操作记录", "log", "LogSection"),
    SectionKind("about", "关于和更新", "about", "AboutSection"),
)


class SettingsPage(Page):
    """One section at a time."""

    title = "设置"
    watches = frozenset(
        {"school", "term", "calendar_day", "class_day_off", "village", "school_class", "campus", "rule_value",
         "audit_entry"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._kinds = SECTIONS
        self._made: dict[str, Section] = {}
        self.contents = QListWidget()
        self.contents.setAccessibleName("设置目录")
        self.contents.setObjectName("contents")
        self.contents.setFixedWidth(160)
        for kind in SECTIONS:
            add_item(self.contents, kind.title)
        self.contents.currentRowChanged.connect(self._open)
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.contents)
        row.addWidget(self._stack, 1)
        self.setFocusProxy(self.contents)

    def refresh(self) -> None:
        """Read the section in front again."""
        if self.contents.currentRow() < 0:
            self.contents.setCurrentRow(0)
        else:
            self.section.refresh()

    @property
    def section(self) -> "Section":
        """The section in front."""
        return self._made[self._kinds[self.contents.currentRow()].key]

    def state_sentence(self) -> str:
        """What the section in front says."""
        return self.section.state_sentence() if self.contents.currentRow() >= 0 else ""

    def open_request(self, request: object) -> None:
        """Open a section by its key; (key, request) hands it what it is asked for."""
        key, inner = request if isinstance(request, tuple) else (request, None)
        keys = [kind.key for kind in self._kinds]
        if key in keys:
            self.contents.setCurrentRow(keys.index(key))
            if inner is not None:
                self.section.open_request(inner)

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Every section."""
        return tuple((kind.title, partial(self.open_request, kind.key)) for kind in self._kinds[1:])

    def front_part(self) -> QWidget:
        return self.section if self.contents.currentRow() >= 0 else self

    def save_form(self) -> bool:
        """Ctrl+S."""
        return self.section.save_form()

    def _open(self, place: int) -> None:
        kind = self._kinds[place]
        if kind.key not in self._made:
            section = kind.make(self.office)
            section.state_changed.connect(self.state_changed)
            self._made[kind.key] = section
            self._stack.addWidget(_room(section) if section.scrolls else _plain(section))
        section = self._made[kind.key]
        frame = section.parentWidget()
        while frame is not None and self._stack.indexOf(frame) < 0:
            frame = frame.parentWidget()
        if frame is not None:
            self._stack.setCurrentWidget(frame)
        section.refresh()
        self.state_changed.emit()


def _room(section: QWidget) -> QScrollArea:
    room = QScrollArea(widgetResizable=True)
    room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(32, 24, 32, 24)
    column.addWidget(section)
    room.setWidget(inside)
    return room


def _plain(section: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(section)
    return frame
