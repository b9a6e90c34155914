"""公示: put up for the decided, objections noted and settled, taken down."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.aid import public
from kongchuo_desktop.school.aid.public import NoticeFacts, ObjectionFacts
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office


class PublicActs:
    """The acts about 公示."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def ask_publish(self, children: Sequence[PupilFacts], year: int) -> None:
        """Where and from when; only class and name are hung up."""
        parts = (
            Field("title", "公示标题", required=True, longest=120),
            Field("place", "张贴地点", required=True, longest=120),
            Field("first", "从哪天起", "date", required=True, width=14),
        )  # fmt: skip
        self._form(
            f"公示 {len(children)} 名学生", parts, "公示", "资助公示",
            lambda session, given: public.publish(session, year=year, children=children, **given),
            sentence="公示只写班级和姓名，不写证件号、住址、电话、困难原因。",
            values={
                "title": f"{year}学年家庭经济困难学生认定结果公示", "place": "学校公示栏", "first": self._office.today()
            },
            told="已登记公示",
        )  # fmt: skip

    def ask_hanging(self, notice: NoticeFacts, objections: Sequence[ObjectionFacts]) -> None:
        """What is to be done about a 公示 that is up."""
        waiting = [one for one in objections if one.notice_id == notice.id]
        choices = (
            Choice("down", "撤下公示", "main"),
            Choice("object", "登记异议"),
            *((Choice("settle", "异议处理结果"),) if waiting else ()),
        )
        told = f"{notice.first:%Y-%m-%d} 到 {notice.last:%Y-%m-%d}，{notice.place}，{len(notice.lines)} 人"
        sentence = f"{told}，{len(waiting)} 件异议没有处理完" if waiting else told
        chosen = self._office.tell.choose(f"{notice.title}？", choices, safe="object", detail=f"{sentence}。")
        if chosen == "down":
            day = self._office.today()
            self._office.write(
                "撤下公示", lambda session: public.take_down(session, notice_id=notice.id, day=day),
                done=lambda _none: self._office.tell.toast("已登记撤下公示"),
            )  # fmt: skip
        elif chosen == "object":
            self._ask_objection(notice)
        elif chosen == "settle":
            self._ask_settle(waiting[0])

    def _ask_objection(self, notice: NoticeFacts) -> None:
        parts = (
            Field("raised_by", "谁提出的", longest=60, hint="可不写姓名"),
            Field("text", "异议内容", "lines", required=True, longest=500),
            Field("day", "日期", "date", required=True, width=14),
        )
        self._form(
            "登记异议", parts, "登记", "登记公示异议",
            lambda session, given: public.object_to(session, notice_id=notice.id, **given),
            sentence=f"{notice.title}。", values={"day": self._office.today()}, told="已登记异议",
        )  # fmt: skip

    def _ask_settle(self, one: ObjectionFacts) -> None:
        parts = (
            Field("outcome", "处理结果", "lines", required=True, longest=500),
            Field("day", "日期", "date", required=True, width=14),
        )
        self._form(
            "异议处理结果", parts, "保存", "处理公示异议",
            lambda session, given: public.settle_objection(session, objection_id=one.id, **given),
            sentence=f"{one.day:%Y-%m-%d} {one.raised_by}：{one.text}", values={"day": self._office.today()},
            told="已保存处理结果",
        )  # fmt: skip

    def _form(
        self, title: str, parts: Sequence[Field], act: str, name: str, verb: Any, *, sentence: str,
        values: Mapping[str, Any], told: str,
    ) -> None:  # fmt: skip
        FormBox(
            self._page, title, parts, act=act, today=self._office.today, values=values, sentence=sentence,
            run=lambda given: self._office.write(
                name, lambda session: verb(session, given), done=lambda _any: self._office.tell.toast(told)
            ),
        ).open()  # fmt: skip
