"""关于和更新: which program this is, where things lie, a newer one from a stick, licences, words for support."""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTreeWidget, QTreeWidgetItem

from kongchuo_desktop.desk import about
from kongchuo_desktop.desk.update_file import KINDS, Update, bring_over, look
from kongchuo_desktop.ui.files import choose_open
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.licence_box import LicenceBox
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.tell import open_with_desktop
from kongchuo_desktop.ui.words import button, label

WHAT = "小学校的控辍保学工作台。不用上网，一所学校一本加密的账。自由软件，可以拷给别的学校用。"
LICENCES_HIGH = 300
PART = Qt.ItemDataRole.UserRole


class AboutSection(Section):
    """Four cards: version, update, places, licences."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.stamp = about.stamp()
        self._whose()
        self._update()
        self._places()
        self.parts = self._licences()
        self.column.addStretch(1)

    def refresh(self) -> None:
        """The list of licences is read when the section is opened."""
        if not self.parts.topLevelItemCount():
            self.office.tasks.run(lambda _progress: about.parts(), done=self._show_parts, latest=self)

    def state_sentence(self) -> str:
        return f"控辍 {self.stamp.version}"

    def copy_for_support(self) -> None:
        """Versions and the newest records of bugs to the clipboard."""
        records = about.newest_records(self.office.places.settings / "logs")
        QGuiApplication.clipboard().setText(about.support_text(records))
        self.office.tell.toast("已复制，可以粘贴到微信或邮件里：只有版本和故障记录，没有姓名和内容")

    def choose_update(self) -> None:
        """Ask for the installer on the stick, look at it beside the window."""
        kinds = f"安装文件 (*{KINDS.get(sys.platform, '.deb')});;所有文件 (*)"
        path = choose_open(self, self.office, purpose="update", title="选U盘上的安装文件", kinds=kinds)
        if path is not None:
            running = self.stamp.version
            self.office.tasks.run(
                lambda _progress: look(path, running=running, system=sys.platform),
                done=self._ask,
                title="正在核对安装文件",
            )

    def _ask(self, update: Update) -> None:
        checked = (
            "校验文件核对过，没有损坏。" if update.checked else "旁边没有校验文件（.sha256），只核对了名称和版本。"
        )
        sentence = f"把程序从 {self.stamp.version} 更新到 {update.version}？"
        detail = f"{checked}\n先备份账本并读回核对，再关上程序，交给系统的安装程序；装好以后照常打开，账本还在原处。"
        if self.office.tell.confirm(sentence, act="备份并更新", detail=detail):
            folder = self.office.places.settings / "update"
            self.office.tasks.run(
                lambda _progress: bring_over(update, folder),
                done=self.office.update_wanted.emit,
                title="正在把安装文件拷到电脑上",
            )

    def _whose(self) -> None:
        own = self.stamp
        when = "，".join(filter(None, (own.day, own.commit)))
        card = self.add_card(f"控辍 {own.version}" + (f"（{when}）" if when else ""), WHAT)
        row = QHBoxLayout()
        row.addWidget(button("复制给技术支持", run=self.copy_for_support, tip="版本和故障记录，不含姓名、校名和内容"))
        row.addStretch(1)
        card.addLayout(row)

    def _update(self) -> None:
        sentence = "不用上网：把新版的安装文件放在U盘里。程序先核对，再备份账本，然后交给系统的安装程序。"
        card = self.add_card("更新", sentence)
        row = QHBoxLayout()
        self.update_button = button("用U盘上的文件更新…", run=self.choose_update)
        row.addWidget(self.update_button)
        row.addStretch(1)
        card.addLayout(row)

    def _places(self) -> None:
        card = self.add_card("放在哪里")
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        places, database = self.office.places, self.office.database
        for number, (title, path) in enumerate((
            ("账本", database.path),
            ("备份", places.school_backups(database.school_uid)),
            ("故障记录", places.settings / "logs"),
        )):  # fmt: skip
            folder = path if path.suffix != database.path.suffix else path.parent
            opens = button("打开文件夹", kind="link", run=partial(self._open, folder))
            opens.setAccessibleName(f"打开{title}的文件夹")
            grid.addWidget(label(title, role="label"), number, 0)
            grid.addWidget(label(str(path), wrap=True, selectable=True), number, 1)
            grid.addWidget(opens, number, 2)
        card.addLayout(grid)

    def _open(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        open_with_desktop(folder)

    def _licences(self) -> QTreeWidget:
        card = self.add_card(
            "许可", f"本程序按 {about.OWN_LICENCE} 发布。下面是程序里用到的、别人做的部分，回车看许可全文。"
        )
        tree = QTreeWidget()
        tree.setAccessibleName("用到的软件和字体")
        tree.setRootIsDecorated(False)
        tree.setHeaderLabels(["名称", "版本", "许可", "用途"])
        for place, width in enumerate((220, 100, 250)):
            tree.setColumnWidth(place, width)
        tree.setMinimumHeight(LICENCES_HIGH // 2)
        tree.setMaximumHeight(LICENCES_HIGH)
        tree.itemActivated.connect(lambda item, _column: self.show_licence(item))
        card.addWidget(tree)
        return tree

    def _show_parts(self, parts: tuple[about.Part, ...]) -> None:
        for part in parts:
            item = QTreeWidgetItem(self.parts, [part.name, part.version, part.licence, part.use])
            item.setData(0, PART, part)
            item.setToolTip(2, part.licence)

    def show_licence(self, item: QTreeWidgetItem) -> None:
        """The whole text in a box."""
        part = item.data(0, PART)
        LicenceBox(self, f"{part.name} {part.version}".strip(), about.licence_text(part)).open()
