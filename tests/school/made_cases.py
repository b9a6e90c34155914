"""A small school with cases in every state, for tests of letters, papers and reports."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
STEPS = (
    ("电话联系", date(2026, 10, 13), "母亲说孩子不想来"),
    ("入户劝返", date(2026, 10, 14), "孩子答应考虑"),
    ("村校联合劝返", date(2026, 10, 20), "父亲同意下周送回"),
)
OPENED = {  # name → when it left, from what, the sign, the cause
    "韦小山": (date(2026, 10, 12), "缺课", "旷课三天", "学习困难厌学"),
    "罗雨": (date(2026, 9, 1), "未报到", "开学没有来", "随父母外出"),
    "石青": (date(2026, 9, 14), "村民反映", "在集市帮工", "外出务工"),
    "龙飞": (date(2026, 10, 8), "缺课", "国庆后没有来", "沉迷网络"),
    "吴敏": (date(2026, 9, 7), "名单", "名单列出", "家庭困难"),
}


def made_cases(book: Database) -> dict[str, int]:
    """Cases by the child's name: 韦小山 away with three steps, 罗雨 away and untouched, 石青 back after a relapse, 龙飞
    closed with proof, 吴敏 closed without. 韦小山, 罗雨 and 石青 live in 河湾村, the others in no village known."""
    children = found_school(book)
    with book.write("立案") as session:
        identity.change_school(session, changes={"township": "青石镇", "county": "望山县", "address": "河湾村1组"})
        village = identity.village_ids(session, names=frozenset({"河湾村"}))["河湾村"]
        for name in ("韦小山", "罗雨", "石青"):
            session.get_one(Pupil, children[name]).village_id = village
        numbers = {name: _open(session, children[name], name) for name in OPENED}
        for kind, day, result in STEPS:
            casework.add_step(
                session, case_id=numbers["韦小山"], kind=kind, day=day, people="梁老师、村支书", place="家中",
                text="讲明义务教育法，问清困难", result=result, now=NOW, by="梁老师",
            )  # fmt: skip
        back = (("石青", date(2026, 9, 28)), ("龙飞", date(2026, 10, 19)), ("吴敏", date(2026, 9, 14)))
        for name, day in back:
            casework.record_return(session, case_id=numbers[name], day=day, how="父亲送回", today=TODAY)
        _open(session, children["石青"], "石青", left=date(2026, 10, 26))
        casework.record_return(session, case_id=numbers["石青"], day=date(2026, 11, 9), how="自己回来", today=TODAY)
        casework.close_case(
            session, case_id=numbers["龙飞"], how="返校", evidence="点名册", day=date(2026, 11, 10), by="校长"
        )  # fmt: skip
        casework.close_case(
            session, case_id=numbers["吴敏"], how="返校", evidence="", day=date(2026, 10, 30), by="校长",
            without_proof=True,
        )  # fmt: skip
    return numbers


def _open(session: Session, child: PupilId, name: str, *, left: date | None = None) -> int:
    away, source, sign, cause = OPENED[name]
    number = casework.open_case(
        session, pupil_id=child, day=left or away, left_on=left or away, opened_from=source, sign=sign, today=TODAY
    )
    casework.describe(session, case_id=number, cause=cause, whereabouts="", holder_id=None)
    return number
