"""What is done about pairs: made, changed, handed over, ended, summed up, wished for or refused."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.pairing import service
from kongchuo_desktop.school.pairing.rules import END_REASONS
from kongchuo_desktop.school.pairing.service import PairDraft, PairFacts
from kongchuo_desktop.school.types import PairId, PupilId, StaffId
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pairs.lines import named
from kongchuo_desktop.ui.pairs.new_pair import Helpers, NewPairBox, read_helpers

REASONS = tuple((why, why) for why in END_REASONS)
WISHES = (("yes", "希望与他结对"), ("no", "不要与他结对"), ("none", "取消已注明的意愿"))
ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "none": None}
PROMISE = (
    Field("talks_per_month", "每月谈心（次）", "number", width=6),
    Field("visits_per_month", "每月家访（次）", "number", width=6),
)
OUTSIDE = (Field("helper_unit", "单位职务", longest=80), Field("helper_phone", "电话", longest=40))
Pairs = Sequence[PairFacts]


class PairActs:
    """The acts of the list."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office

    def ask_new(self, pupil_id: PupilId | None = None) -> None:
        """Ask who helps whom."""

        def show(helpers: Helpers) -> None:
            box = NewPairBox(self._page, self._office, helpers, run=self._make)
            if pupil_id is not None:
                box.preset(pupil_id)
            box.open()

        self._with_helpers(show)

    def ask_change(self, pair: PairFacts) -> None:
        """Aim, subject and promise of a pair."""
        fields: list[FormPart] = [
            Field("aim", "帮扶目标", "lines", longest=300), Field("subject", "侧重学科", longest=40), *PROMISE
        ]  # fmt: skip
        fields += () if pair.staff_id or pair.helper_pupil_id else OUTSIDE
        values = {part.key: getattr(pair, part.key) for part in fields if isinstance(part, Field)}

        def change(given: dict[str, Any]) -> None:
            for key in ("talks_per_month", "visits_per_month"):
                given[key] = given[key] or 0
            self._write(
                "修改结对", lambda session: service.change(session, pair_id=pair.id, fields=given),
                f"已保存：{named((pair,))}",
            )  # fmt: skip

        self._box(f"{named((pair,))}的目标和约定", fields, "保存", change, values)

    def ask_hand_over(self, pairs: Pairs) -> None:
        """Ask which teacher takes over, of one pair or of all of a teacher who leaves."""
        taught = tuple(pair for pair in pairs if pair.staff_id is not None and pair.until is None)
        if not taught:
            self._office.tell.mistake("选中的没有正在进行的教师帮扶；同学、干部结对请结束后重新结对。")
            return

        def show(helpers: Helpers) -> None:
            givers = {pair.staff_id for pair in taught}
            takers = [one for one in helpers.adults if len(givers) > 1 or one.id not in givers]
            fields = (
                Field("to", "交给哪位教师", "choice", required=True, choices=tuple((o.id, o.words) for o in takers)),
                Field("why", "原因", "choice", required=True, choices=REASONS, free=True, longest=100),
                Field("day", "从哪天起", "date", required=True, width=14),
            )
            values = {"why": "教师调离", "day": self._office.today()}
            names = "、".join(dict.fromkeys(pair.helper for pair in taught))
            self._box(
                f"移交{names}的 {len(taught)} 名学生", fields, "移交", partial(self._hand_over, taught), values,
                "目标和每月约定照旧，原来的结对在这一天结束，记录都保留。",
            )  # fmt: skip

        self._with_helpers(show)

    def ask_end(self, pairs: Pairs) -> None:
        """Ask why pairs end."""
        open_ones = tuple(pair for pair in pairs if pair.until is None)
        if not open_ones:
            self._office.tell.mistake("选中的已经结束了。")
            return
        fields = (
            Field("why", "为什么结束", "choice", required=True, choices=REASONS, free=True, longest=100),
            Field("day", "从哪天起结束", "date", required=True, width=14),
        )
        self._box(
            f"结束{named(open_ones)}的结对", fields, "结束", partial(self._end, [pair.id for pair in open_ones]),
            {"day": self._office.today()}, "记录都保留；结束后两周内写一份总结。",
        )  # fmt: skip

    def ask_summary(self, pair: PairFacts) -> None:
        """What came of a pair."""
        fields = (Field("text", "总结", "lines", hint="做了什么，有什么变化，还要注意什么；清空就是撤回"),)
        today = self._office.today()
        self._box(
            f"{named((pair,))}的结对总结", fields, "保存",
            lambda given: self._write(
                "写结对总结",
                lambda session: service.sum_up(session, pair_id=pair.id, text=given["text"] or "", day=today),
                f"已保存总结：{named((pair,))}",
            ),
            {"text": pair.summary}, f"目标：{pair.aim}" if pair.aim else "",
        )  # fmt: skip

    def ask_wish(self, child: PupilId, name: str, staff_id: StaffId | None, *, wanted: str = "yes") -> None:
        """Note whom a child wants, or does not want; proposals heed it."""

        def show(helpers: Helpers) -> None:
            people = tuple((one.id, one.name) for one in helpers.adults)
            fields = (
                Field("staff_id", "教师", "choice", required=True, choices=people),
                Field("wanted", "意愿", "choice", required=True, choices=WISHES),
                Field("why", "理由", longest=200, hint="如 家长提出、以前有过误会"),
            )
            self._box(
                f"{name}的结对意愿", fields, "保存", partial(self._wish, child, name),
                {"staff_id": staff_id or people[0][0], "wanted": wanted},
                "做结对建议时照办：注明不要的不会配在一起。现有的结对不受影响。",
            )  # fmt: skip

        self._with_helpers(show)

    def delete(self, pair: PairFacts) -> None:
        """Remove what was entered by mistake, after asking."""
        if self._office.tell.confirm_danger(
            f"删除{named((pair,))}的结对？", act="删除", detail="只用于登记错了的；正常结束请用“结束”，记录会保留。"
        ):
            self._write(
                "删除误登的结对", lambda session: service.delete(session, pair_id=pair.id), f"已删除：{named((pair,))}"
            )

    def _make(self, draft: PairDraft, name: str) -> None:
        office, today = self._office, self._office.today()
        office.write(
            "新结对", lambda session: service.make(session, draft=draft, today=today),
            done=lambda number: office.tell.toast(f"已结对：{name}", undo=lambda: self._take_back((number,))),
        )  # fmt: skip

    def _take_back(self, ids: Sequence[PairId]) -> None:
        def verb(session: Session) -> None:
            for number in ids:
                service.delete(session, pair_id=number)

        self._write("撤销新结对", verb, "已撤销")

    def _hand_over(self, pairs: Pairs, given: dict[str, Any]) -> None:
        today, to = self._office.today(), StaffId(int(given["to"]))
        self._office.write(
            "移交结对",
            lambda session: service.hand_over(
                session, pair_ids=[pair.id for pair in pairs], to=to, day=given["day"], why=given["why"], today=today
            ),
            done=lambda made: self._office.tell.toast(f"已移交 {len(made)} 对"),
        )  # fmt: skip

    def _end(self, ids: Sequence[PairId], given: dict[str, Any]) -> None:
        today = self._office.today()
        self._office.write(
            "结束结对",
            lambda session: service.end(session, pair_ids=ids, day=given["day"], why=given["why"], today=today),
            done=lambda count: self._office.tell.toast(f"已结束 {count} 对，请写总结"),
        )

    def _wish(self, child: PupilId, name: str, given: dict[str, Any]) -> None:
        today, by = self._office.today(), self._office.database.actor
        self._write(
            "注明结对意愿",
            lambda session: service.set_wish(
                session, pupil_id=child, staff_id=StaffId(int(given["staff_id"])),
                wanted=ANSWERS[given["wanted"]], why=given["why"], by=by, day=today,
            ),
            f"已注明{name}的意愿",
        )  # fmt: skip

    def _with_helpers(self, show: Any) -> None:
        today = self._office.today()
        self._office.read(lambda session: read_helpers(session, today=today), show, latest=self)

    def _write(self, act: str, verb: Any, told: str) -> None:
        self._office.write(act, verb, done=lambda _none: self._office.tell.toast(told))

    def _box(
        self, title: str, fields: Sequence[FormPart], act: str, run: Any, values: dict[str, Any], sentence: str = ""
    ) -> None:
        FormBox(
            self._page, title, fields, act=act, run=run, today=self._office.today, values=values, sentence=sentence
        ).open()
