"""What is done about beds: given, moved, ended; rooms added and changed; classes put into one room."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import boarding, combined
from kongchuo_desktop.school.enrolment.beds import bed_words, sex_objection
from kongchuo_desktop.school.enrolment.boarding import DormitoryFacts
from kongchuo_desktop.school.enrolment.combined import CombinedFacts
from kongchuo_desktop.school.types import CampusId, ClassId, DormitoryId, StaffId
from kongchuo_desktop.ui.enrolment.boarding_lines import BoarderLine, Boarding
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office

Lines = tuple[BoarderLine, ...]
SEXES = (("男", "男生"), ("女", "女生"), ("", "不分"))
STEP = "-"  # between room and bed in the choice of a bed


class BoardingActs:
    """The acts of the section."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def ask_bed(self, seen: Boarding, lines: Lines) -> None:
        """Ask which bed one child gets, or into which room several go."""
        wanted = [line for line in lines if line.child.status == "在读"]
        if not wanted:
            self._office.tell.mistake("选中的孩子不在读，不能安排床位。")
            return
        sexes = {line.child.sex for line in wanted if line.child.sex}
        if len(sexes) > 1:
            self._office.tell.mistake("选中的有男生也有女生，请分开安排。")
            return
        fit = [room for room in seen.rooms if not sex_objection(room.sex, next(iter(sexes), "")) and room.free]
        if len(wanted) > 1:
            fit = [room for room in fit if len(room.free) >= len(wanted)]
        if not fit:
            self._office.tell.mistake(
                f"没有住得下 {len(wanted)} 人的寝室。请先添加寝室、增加床位，或者分几次安排。"
                if seen.rooms else "还没有寝室，请先添加寝室。"
            )  # fmt: skip
            return
        self._bed_box(wanted, fit)

    def _bed_box(self, wanted: Sequence[BoarderLine], fit: Sequence[DormitoryFacts]) -> None:
        one = wanted[0] if len(wanted) == 1 else None
        if one:
            choices = tuple(
                (f"{room.id}{STEP}{bed}", f"{room.full_name}　{bed_words(bed)}") for room in fit for bed in room.free
            )
        else:
            choices = tuple((str(room.id), f"{room.full_name}（空 {len(room.free)} 张）") for room in fit)
        parts = (
            Field("bed", "床位" if one else "寝室", "choice", required=True, choices=choices),
            Field("since", "从哪天起", "date", required=True, width=14),
        )
        moving = [line for line in wanted if line.stay is not None]
        told = f"原来的床（{moving[0].room}）到前一晚为止。" if one and moving else ""
        if moving and not one:
            told = f"其中 {len(moving)} 人是换寝室，原来的床到前一晚为止。"
        FormBox(
            self._page, f"给{one.child.name}安排床位" if one else f"给 {len(wanted)} 人安排床位", parts, act="安排",
            run=lambda given: self._give(wanted, given["bed"], given["since"]), today=self._office.today,
            sentence=told or ("" if one else "按床号从小到大住进空床。"),
            values={"bed": choices[0][0], "since": self._office.today()},
        ).open()  # fmt: skip

    def _give(self, wanted: Sequence[BoarderLine], choice: str, since: date) -> None:
        room, _, bed = choice.partition(STEP)
        dormitory = DormitoryId(int(room))

        def verb(session: Session) -> None:
            if bed:
                boarding.give_bed(session, pupil_id=wanted[0].child.id, dormitory_id=dormitory, bed=bed, since=since)
            else:
                ids = [line.child.id for line in wanted]
                boarding.give_beds(session, pupil_ids=ids, dormitory_id=dormitory, since=since)

        told = wanted[0].child.name if len(wanted) == 1 else f"{len(wanted)} 人"
        self._office.write("安排床位", verb, done=lambda _none: self._office.tell.toast(f"已安排床位：{told}"))

    def ask_leave(self, lines: Lines) -> None:
        """Ask for the last night, and whether the children now go home every day."""
        stays = [line.stay for line in lines if line.stay is not None]
        if not stays:
            self._office.tell.mistake("选中的孩子没有床位，不用退。")
            return
        named = stays[0].name if len(stays) == 1 else f" {len(stays)} 人"
        parts = (
            Field("last", "最后一晚", "date", required=True, width=14),
            Field("day_pupil", "以后走读（学生资料里也改成走读）", "flag"),
        )

        def run(given: Mapping[str, Any]) -> None:
            self._office.write(
                "退床位",
                lambda session: boarding.leave_beds(
                    session, stay_ids=[stay.id for stay in stays], last_night=given["last"],
                    day_pupil=given["day_pupil"],
                ),
                done=lambda number: self._office.tell.toast(f"已退 {number} 张床"),
            )  # fmt: skip

        still = all(stay.status == "在读" for stay in stays)
        FormBox(
            self._page, f"{named}退床位".strip(), parts, act="退床", run=run, today=self._office.today,
            values={"last": self._office.today() - timedelta(days=1), "day_pupil": still},
        ).open()  # fmt: skip

    def ask_room(self, seen: Boarding, room: DormitoryFacts | None = None) -> None:
        """Ask for a new room, or for what is to change of one."""
        parts: list[FormPart] = [
            Field("name", "寝室名称", required=True, longest=40, hint="如 男生1号寝室、教学楼二楼东间"),
            Field("sex", "谁住", "choice", required=True, choices=SEXES, width=10),
            Field("beds", "床位数", "number", required=True, width=6, hint="上下铺各算一张；不再使用的填 0"),
            Field("keeper_id", "宿管", "choice", choices=tuple((one.id, one.name) for one in seen.staff)),
        ]
        if len(seen.campuses) > 1:
            choices = tuple((place.id, place.name) for place in seen.campuses)
            parts.append(Field("campus_id", "校区或教学点", "choice", required=True, choices=choices))
        parts.append(Field("note", "备注", longest=200))
        values: dict[str, Any] = {"sex": "男", "beds": 8}
        if room:
            values = {"name": room.name, "sex": room.sex, "beds": room.beds, "keeper_id": room.keeper_id or "",
                      "campus_id": room.campus_id, "note": room.note}  # fmt: skip
        else:
            values["campus_id"] = next((place.id for place in seen.campuses if place.is_main), "")
        FormBox(
            self._page, f"修改{room.full_name}" if room else "添加寝室", parts, act="保存",
            run=lambda given: self._set_room(room, given), today=self._office.today, values=values,
        ).open()  # fmt: skip

    def _set_room(self, room: DormitoryFacts | None, given: Mapping[str, Any]) -> None:
        today = self._office.today()
        keeper, campus = given.get("keeper_id"), given.get("campus_id")

        def verb(session: Session) -> None:
            boarding.set_dormitory(
                session, dormitory_id=room.id if room else None, name=given["name"], sex=given["sex"] or "",
                beds=given["beds"], keeper_id=StaffId(int(keeper)) if keeper else None,
                campus_id=CampusId(int(campus)) if campus else None, note=given["note"], today=today,
            )  # fmt: skip

        self._office.write("设置寝室", verb, done=lambda _none: self._office.tell.toast(f"已保存寝室“{given['name']}”"))

    def ask_remove(self, room: DormitoryFacts) -> None:
        """Take a room off the list."""
        if self._office.tell.confirm_danger(f"删除寝室“{room.full_name}”（{room.beds} 张床）。", act="删除"):
            self._office.write(
                "删除寝室", lambda session: boarding.remove_dormitory(session, dormitory_id=room.id),
                done=lambda _none: self._office.tell.toast(f"已删除寝室“{room.full_name}”"),
            )  # fmt: skip

    def ask_combined(self, seen: Boarding, room: CombinedFacts | None = None) -> None:
        """Ask which classes are taught in one room."""
        held = {one.id for one in room.classes} if room else set()
        parts: list[FormPart] = [
            Field("name", "复式班名称", required=True, longest=40, hint="如 一二年级复式班"),
            Field("since", "从哪天起", "date", required=True, width=14),
            *(Field(f"class:{one.id}", one.full_name, "flag") for one in seen.classes),
        ]
        values: dict[str, Any] = {f"class:{one.id}": one.id in held for one in seen.classes}
        values |= {"name": room.name if room else "", "since": room.since if room else self._office.today()}
        FormBox(
            self._page, f"修改{room.name}" if room else "添加复式班", parts, act="保存",
            run=lambda given: self._set_combined(room, given), today=self._office.today, values=values,
            sentence="勾选在同一间教室上课的班。点名、责任书仍按各班办理。",
        ).open()  # fmt: skip

    def _set_combined(self, room: CombinedFacts | None, given: Mapping[str, Any]) -> None:
        today = self._office.today()
        ids = [ClassId(int(key.partition(":")[2])) for key, on in given.items() if key.startswith("class:") and on]

        def verb(session: Session) -> None:
            combined.set_combined(
                session, room_id=room.id if room else None, name=given["name"], class_ids=ids, since=given["since"],
                today=today,
            )  # fmt: skip

        self._office.write("设置复式班", verb, done=lambda _none: self._office.tell.toast(f"已保存“{given['name']}”"))

    def end_combined(self, room: CombinedFacts) -> None:
        """The classes are taught apart again from today."""
        yesterday = self._office.today() - timedelta(days=1)
        if self._office.tell.confirm(f"“{room.name}”从今天起不再合班，{room.class_names}分开上课。", act="结束合班"):
            self._office.write(
                "结束复式班", lambda session: combined.end_combined(session, room_id=room.id, last_day=yesterday),
                done=lambda _none: self._office.tell.toast(f"已结束“{room.name}”"),
            )  # fmt: skip
