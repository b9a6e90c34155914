"""The counsellor's lock: set once, opened for the sitting, shut again by hand or when the window locks."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.visits import counselling
from kongchuo_desktop.school.visits.counselling import Note
from kongchuo_desktop.school.visits.talks import TalkFacts
from kongchuo_desktop.storage.key_cost import KeyCost, cost_for_this_machine
from kongchuo_desktop.storage.recovery_code import GROUPS
from kongchuo_desktop.storage.sealing import NoteKey
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

ABOUT = (
    "辅导密码和开账本的密码不是一回事：只有设它的辅导教师能看记录内容，"
    "校长、班主任、导出、一人一案里都只看得到“做过辅导”。"
)


class CounselLock(QObject):
    """Holds the opened key; `turned` when it was opened or shut."""

    turned = Signal()

    def __init__(self, page: QWidget, office: Office) -> None:
        super().__init__(page)
        self._page, self._office = page, office
        self.key: NoteKey | None = None
        self.name = ""

    def ask(self, known: tuple[str, ...]) -> None:
        """Open with a password; where nobody has one yet, set it."""
        if not known:
            self.ask_new()
            return
        FormBox(
            self._page, "解锁心理辅导记录",
            (
                Field("name", "辅导教师", "choice", required=True, choices=tuple((name, name) for name in known)),
                Field("password", "辅导密码", secret=True),
                Field("code", "或恢复码", hint=f"忘记密码时用设密码那天抄下的恢复码（{GROUPS} 组）"),
            ),
            act="解锁", run=self._unlock, today=self._office.today,
            sentence="解锁到本次使用结束；每次查看都有记录。", values={"name": known[0]},
        ).open()  # fmt: skip

    def ask_new(self) -> None:
        """Set a counsellor's password."""
        FormBox(
            self._page, "设置辅导密码",
            (
                Field("name", "辅导教师", required=True, longest=60),
                Field("password", "辅导密码", required=True, secret=True),
                Field("again", "再输一遍", required=True, secret=True),
            ),
            act="设置", run=self._make, today=self._office.today, sentence=ABOUT,
            values={"name": self._office.database.actor},
        ).open()  # fmt: skip

    def ask_change(self) -> None:
        """Another password while it is open."""
        FormBox(
            self._page, f"改{self.name}的辅导密码",
            (Field("password", "新密码", required=True, secret=True),
             Field("again", "再输一遍", required=True, secret=True)),
            act="改密码", run=self._change, today=self._office.today, sentence="恢复码不变。",
        ).open()  # fmt: skip

    def shut(self) -> None:
        """Lock again."""
        self.key, self.name = None, ""
        self.turned.emit()

    def read(self, talk: TalkFacts, done: Callable[[Note], object]) -> None:
        """A note in the clear, put on record."""
        key = self.key
        if key is None:
            return
        self._office.write(
            "查看心理辅导记录", lambda session: counselling.read_note(session, key=key, talk_id=talk.id), done=done
        )

    def _unlock(self, values: dict[str, Any]) -> None:
        name = values["name"]

        def question(session: Session) -> NoteKey:
            return counselling.unlock(session, name=name, password=values["password"], code=values["code"])

        self._office.read(question, lambda key: self._opened(name, key), title="正在解锁")

    def _make(self, values: dict[str, Any]) -> None:
        if values["password"] != values["again"]:
            raise UserError("两遍密码不一样，没有设置，请再输一遍。")
        now, name, cost = self._office.clock(), values["name"], self._cost()

        def verb(session: Session) -> tuple[NoteKey, str]:
            return counselling.make_key(session, name=name, password=values["password"], cost=cost(), now=now)

        def done(answer: tuple[NoteKey, str]) -> None:
            key, code = answer
            self._opened(name, key)
            self._office.tell.information(
                "辅导密码已设好。请把下面的恢复码抄在纸上锁好，只显示这一次。",
                f"{code}\n\n忘记密码时只有它能打开记录；两样都丢了，记录就再也看不到了。",
            )

        self._office.write("设置辅导密码", verb, done=done)

    def _change(self, values: dict[str, Any]) -> None:
        key, cost = self.key, self._cost()
        if key is None:
            return
        if values["password"] != values["again"]:
            raise UserError("两遍密码不一样，没有改，请再输一遍。")

        def verb(session: Session) -> None:
            counselling.change_password(session, key=key, password=values["password"], cost=cost())

        self._office.write("改辅导密码", verb, done=lambda _none: self._office.tell.toast("辅导密码已改"))

    def _cost(self) -> Callable[[], KeyCost]:
        """What a guess costs, worked out beside the window."""
        fixed = self._office.places.cost
        return (lambda: fixed) if fixed is not None else cost_for_this_machine

    def _opened(self, name: str, key: NoteKey) -> None:
        self.key, self.name = key, name
        self.turned.emit()
