"""服务区儿童: school-age children of the villages who are no pupils here; where each is, proven how."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.enrolment import area
from kongchuo_desktop.school.enrolment.area import PLACEMENTS, AreaFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.service import number_objection
from kongchuo_desktop.ui.enrolment.area_lines import ASK, OVER, AreaLine, area_kind, read_area
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.pupils.form import phone_objection
from kongchuo_desktop.ui.words import button

Lines = tuple[AreaLine, ...]
Seen = tuple[Lines, tuple[int, ...], tuple[tuple[object, str], ...]]  # lines, pupils by now, villages
EMPTY = (
    "服务区里到了上学年龄、却不在本校的孩子登记在这里：在哪里上学、有什么证明。"
    "也可以在“学籍核查”里拿村里的名单比对，把查出来的孩子一次收进来。"
)
ENDS = ("户口已迁走", "已成为本校学生", "超过义务教育年龄", "已去世", "重复登记")


class AreaSection(ListSection):
    """Requests: an Opens narrows the list to those who should be asked about."""

    title = "服务区儿童"
    watches = frozenset({"area_child", "village", "pupil"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.lines: Lines | None = None
        self._ours: tuple[int, ...] = ()
        self._villages: tuple[tuple[object, str], ...] = ()
        self.build(area_kind(self._row_acts(), Empty(EMPTY, "scene-school", "登记第一个孩子", self.new)))
        self.list.bar.insertWidget(
            2, button("要核实的", kind="quiet", run=lambda: self.list.narrow("state", frozenset({ASK})))
        )
        self.list.bar.insertWidget(3, button("登记表", kind="quiet", icon=icon("print"), run=self.print_list))
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new)

    def question(self) -> Callable[[Session], Seen]:
        today = self.office.today()

        def ask(session: Session) -> Seen:
            lines, ours = read_area(session, today=today)
            villages = tuple((village.id, village.name) for village in identity.villages(session))
            return lines, ours, villages

        return ask

    def state_sentence(self) -> str:
        if self.lines is None:
            return ""
        here = [line for line in self.lines if line.state != OVER]
        if not here:
            return "还没有登记"
        asked = sum(line.state == ASK for line in here)
        told = f"{asked} 人去向没有证明或该再核实" if asked else "去向都有证明"
        ours = f"，{len(self._ours)} 人已成为本校学生" if self._ours else ""
        return f"{len(here)} 名适龄儿童不在本校，{told}{ours}"

    def main_act(self) -> MainAct | None:
        if self.lines is None:
            return None
        if self._ours:
            return MainAct(f"移出 {len(self._ours)} 名本校学生", self._close_ours, "check")
        return MainAct("登记儿童", self.new, "add")

    def opened(self, row: AreaLine) -> None:
        self._ask_check((row,))

    def opened_by(self, request: object) -> None:
        self.list.narrow("state", frozenset({ASK}))

    def new(self) -> None:
        """Enter a child."""
        self._ask("登记服务区儿童", None, {"placement": PLACEMENTS[0]})

    def print_list(self) -> None:
        """服务区适龄儿童登记表."""
        today = self.office.today()
        self.office.read(
            lambda session: report_kind("area").tabulate(session, {}, today),
            lambda table: preview_table(self, self.office, table),
        )

    def _fields(self) -> tuple[Field, ...]:
        return (
            Field("name", "姓名", required=True, longest=60, width=12),
            Field("sex", "性别", "choice", choices=(("", ""), ("男", "男"), ("女", "女")), width=6),
            Field("id_number", "身份证件号", longest=30, check=lambda text: number_objection("居民身份证", text) or ""),
            Field("birth_date", "出生日期", "date", width=14, hint="有身份证件号可以不填"),
            Field("village_id", "村", "choice", choices=((None, ""), *self._villages)),
            Field("guardian_name", "监护人", longest=60),
            Field("guardian_phone", "监护人电话", longest=40, check=phone_objection),
            Field("placement", "现在的去向", "choice", required=True, choices=tuple((one, one) for one in PLACEMENTS)),
            Field("school_name", "就读学校", longest=120, hint="在外就读的写学校全称"),
            Field("proof", "证明", longest=200, hint="如 在读证明、学籍系统截图、县里的缓学批复"),
            Field("checked_on", "核实日期", "date", width=14),
            Field("note", "备注", longest=200),
        )

    def _ask(self, title: str, child: AreaFacts | None, values: Mapping[str, Any]) -> None:
        number = child.id if child else None
        today = self.office.today()
        FormBox(
            self, title, self._fields(), act="保存", today=self.office.today, values=values,
            run=lambda given: self.office.write(
                title,
                lambda session: area.save(session, child_id=number, fields=given, today=today),
                done=lambda _id: self.office.tell.toast(f"已保存：{given['name']}"),
            ),
        ).open()  # fmt: skip

    def _ask_check(self, lines: Lines) -> None:
        child = lines[0].child
        names = (field.key for field in self._fields())
        values = {name: getattr(child, name) for name in names} | {"checked_on": self.office.today()}
        self._ask(f"核实{child.name}的去向", child, values)

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("核实、修改…", self._ask_check, icon="check", most=1),
            RowAct("不再跟踪…", self._ask_close, icon="close"),
            RowAct("重新跟踪", self._reopen, icon="undo", most=1),
        )

    def _ask_close(self, lines: Lines) -> None:
        wanted = [line.child.id for line in lines if line.state != OVER]
        if not wanted:
            self.office.tell.mistake("选中的已经不再跟踪了。")
            return
        part = Field("why", "为什么不再跟踪", "choice", required=True, choices=tuple((e, e) for e in ENDS), free=True)
        FormBox(
            self, f"不再跟踪 {len(wanted)} 名儿童", (part,), act="移出名单", today=self.office.today,
            sentence="记录留着，随时可以重新跟踪。", run=lambda given: self._close(wanted, given["why"]),
        ).open()  # fmt: skip

    def _close(self, ids: list[int], why: str) -> None:
        today = self.office.today()
        self.office.write(
            "不再跟踪服务区儿童",
            lambda session: area.close(session, ids=ids, why=why, day=today),
            done=lambda count: self.office.tell.toast(f"已移出 {count} 人"),
        )

    def _close_ours(self) -> None:
        self._close(list(self._ours), "已成为本校学生")

    def _reopen(self, lines: Lines) -> None:
        child = lines[0].child
        self.office.write(
            "重新跟踪服务区儿童",
            lambda session: area.reopen(session, child_id=child.id),
            done=lambda _none: self.office.tell.toast(f"已重新跟踪：{child.name}"),
        )

    def show_seen(self, seen: Seen) -> None:
        self.lines, self._ours, self._villages = seen
        self.list.set_rows(self.lines)

    def first_shown(self) -> None:
        lines = self.lines or ()
        if any(line.state == OVER for line in lines):
            self.list.narrow("state", frozenset({line.state for line in lines} - {OVER}))
