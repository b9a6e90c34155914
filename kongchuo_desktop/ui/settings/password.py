"""密码与恢复码: a new password for this machine, a new recovery sheet."""

from pathlib import Path
from typing import Any

from kongchuo_desktop.desk import books
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.storage.passwords import password_objection
from kongchuo_desktop.ui.files import PDF, choose_save
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.moving_in import is_password
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.words import button


class PasswordSection(Section):
    """Two cards: the password, the recovery code."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        fields = (
            Field("old", "现在的密码", required=True, secret=True, width=20),
            Field("new", "新密码", required=True, secret=True, width=20, hint="几个不相干的词连起来，好记又安全"),
            Field("again", "新密码再输一遍", required=True, secret=True, width=20),
        )
        self.form = Form(fields, today=office.today)
        self.form.submitted.connect(self._change)
        card = self.add_card("改密码", "只改这台电脑上打开账本用的密码；恢复码不变。")
        card.addWidget(self.form)
        self.change = button("改密码", kind="main", run=self._change)
        self.change.setMaximumWidth(160)
        card.addWidget(self.change)
        card = self.add_card(
            "换一张恢复码页",
            "恢复码页丢了，或者给不该看的人看过，就换一张新的。旧的从此打不开账本，只能打开以前的备份。",
        )
        self.renew = button("换新的恢复码…", run=self._renew)
        self.renew.setMaximumWidth(200)
        card.addWidget(self.renew)
        self.column.addStretch(1)

    def state_sentence(self) -> str:
        """What to do with them."""
        return "密码自己记住，恢复码页锁在学校的柜子里。"

    def save_form(self) -> bool:
        """Ctrl+S."""
        self._change()
        return True

    def _change(self) -> None:
        if not self.form.check():
            return
        given = self.form.values()
        if given["new"] != given["again"]:
            self.form.object_to("again", "和上面的新密码不一样，请再输一遍。")
            self.form.go_to("again")
            return
        database, places = self.office.database, self.office.places

        def work(_progress: object) -> tuple[str, str]:
            if not is_password(database, places, given["old"]):
                return "old", "现在的密码不对。"
            with database.read() as session:
                school = identity.school(session).name
            objection = password_objection(given["new"], (school, database.actor))
            if objection:
                return "new", objection
            database.set_password(given["new"])
            return "", ""

        self.office.tasks.run(work, done=self._changed, title="正在改密码")

    def _changed(self, answer: tuple[str, str]) -> None:
        field, sentence = answer
        if field:
            self.form.object_to(field, sentence)
            self.form.go_to(field)
            return
        self.form.put({"old": "", "new": "", "again": ""})
        self.office.tell.toast("密码已改，下次用新密码打开")

    def _renew(self) -> None:
        sentence = "换新的恢复码后，旧的恢复码页就作废了。"
        if not self.office.tell.confirm_danger(
            sentence, act="换新的", detail="请先准备好打印机或U盘，新恢复码页要马上存好。"
        ):
            return
        path = choose_save(self, self.office, purpose="sheet", name="恢复码.pdf", kinds=PDF)
        if path is None:
            return
        database, now = self.office.database, self.office.clock()

        def work(_progress: object) -> Path:
            with database.read() as session:
                school = identity.school(session).name
            _require_room(path)
            code = database.new_recovery_code()
            books.write_recovery_sheet(path, school=school, code=code, made_on=now)
            return path

        self.office.tasks.run(work, done=self._renewed, title="正在换恢复码")

    def _renewed(self, path: Any) -> None:
        self.office.tell.made_file(path, "新恢复码页已存好，请打印后锁起来，并删除电脑上的文件")


def _require_room(path: Path) -> None:
    """A place that can't be written must be found out before the old code is gone."""
    probe = path.with_name(f".{path.name}.试写")
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise UserError(f"不能写入“{path.parent}”，恢复码没有换。请换一个文件夹再试。") from error
