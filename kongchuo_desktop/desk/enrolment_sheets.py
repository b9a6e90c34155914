"""Forms about children who left or attend elsewhere: 随迁就读情况核实表 by child, 毕业去向登记表 by class."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.enrolment_subjects import EVERYBODY, birth_on_paper, on_paper
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.documents.form_content import Box, Boxes, Form, Grid, GridColumn, Signatures
from kongchuo_desktop.documents.kinds_enrolment import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import destinations, elsewhere
from kongchuo_desktop.school.enrolment.destinations import GraduateFacts
from kongchuo_desktop.school.enrolment.elsewhere import StayFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

TITLES = {kind.key: kind.title for kind in KINDS}
CHECKS = (
    GridColumn("核实日期", 1.4, "center"), GridColumn("方式", 0.8, "center"), GridColumn("核实的情况", 3.2),
    GridColumn("凭据", 1.8), GridColumn("核实人", 1, "center"),
)  # fmt: skip
GONE_TO = (
    GridColumn("序号", 0.6, "center"), GridColumn("姓名", 1.3, "center"), GridColumn("性别", 0.6, "center"),
    GridColumn("去向", 1.1, "center"), GridColumn("升入或就读学校", 2.4), GridColumn("所在地", 1.5),
    GridColumn("凭据", 2.3), GridColumn("证书编号", 2.5, "center"), GridColumn("领取人签字", 1.3, "center"),
)  # fmt: skip


def elsewhere_forms(session: Session, *, on: date, stay_ids: Sequence[int] = (), class_name: str = "") -> list[Form]:
    """One form a child: where it is, who minds it, every check so far and room for the next ones."""
    school = identity.school(session)
    found = [
        stay for stay in elsewhere.stays(session, on=on, ended=bool(stay_ids))
        if (not stay_ids or stay.id in stay_ids) and class_name in ("", stay.class_name)
    ]  # fmt: skip
    ids = frozenset(stay.pupil_id for stay in found if stay.pupil_id)
    people = {one.id: one for one in pupil_room.pupils(session, today=on, ids=ids, status=EVERYBODY)} if ids else {}
    return [_elsewhere(stay, people.get(stay.pupil_id) if stay.pupil_id else None, school.name) for stay in found]


def _elsewhere(stay: StayFacts, child: PupilFacts | None, school: str) -> Form:
    adult = child.guardians[0] if child and child.guardians else None
    known = child.fields if child else {}
    rows = (
        (Box("学生姓名", stay.name, 1.2), Box("性别", stay.sex, 0.8),
         Box("出生日期", birth_on_paper(child.birth) if child else "", 1.2)),
        (Box("学籍号", child.student_number if child else "", 1.3), Box("本校班级", stay.class_name, 1)),
        (Box("家庭住址", str(known.get("home_address") or stay.village)),),
        (Box("监护人", adult.name if adult else "", 1.2), Box("关系", adult.relation if adult else "", 0.8),
         Box("联系电话", adult.phone if adult else "", 1.2)),
        (Box("就读学校", stay.school_name, 1.6), Box("起始日期", on_paper(stay.since), 1)),
        (Box("所在地", stay.region),),
        (Box("同住的人", stay.with_whom, 1), Box("联系电话", stay.phone, 1)),
        (Box("村监管人", stay.minder, 1), Box("监管电话", stay.minder_phone, 1)),
    )  # fmt: skip
    checks = tuple((f"{one.day:%Y-%m-%d}", one.how, one.found, one.proof, one.checked_by) for one in stay.checks)
    blocks = (
        Boxes(rows), Grid(CHECKS, checks, title="核实记录", least=max(6, len(checks) + 3)),
        Signatures(("班主任", "村监管人"), seal=f"{school}（盖章）"),
    )  # fmt: skip
    foot = "每次核实当天填写：电话、视频、学籍平台、回执、上门都算；连续两次联系不上的，报告校长和乡镇。"
    return Form("随迁就读情况核实表", blocks, school=school, name=stay.name, group=stay.class_name, foot=foot)


def destination_forms(session: Session, *, year: int, class_name: str = "") -> list[Form]:
    """A page a class: where each graduate went, what proves it, the certificate's number and room to sign for it."""
    school = identity.school(session)
    people = [one for one in destinations.graduates(session, year=year) if class_name in ("", one.event.from_class)]
    return [
        _destinations(name, tuple(group), school.name, year)
        for name, group in groupby(people, key=lambda one: one.event.from_class)
    ]


def _destinations(name: str, people: tuple[GraduateFacts, ...], school: str, year: int) -> Form:
    rows = tuple(
        (str(n), one.event.name, one.event.sex, one.kind, one.school_name, one.region, one.proof, one.certificate, "")
        for n, one in enumerate(people, start=1)
    )
    unknown = sum(1 for one in people if not one.kind)
    told = f"{name}　共 {len(people)} 人，去向已核实 {len(people) - unknown} 人，未核实 {unknown} 人"
    blocks = (Grid(GONE_TO, rows, least=len(rows)), Signatures(("班主任", "校长"), seal=f"{school}（盖章）"))
    return Form(
        "毕业生去向和领证登记表", blocks, school=school, subtitle=f"{year_name(year)}　{told}", name=name, group=name,
        landscape=True, foot="凭据：录取名单、报到回执、就读证明、学籍系统截图等。本表归入学籍档案，长期保存。",
    )  # fmt: skip


def gathered(session: Session, key: str, answers: Mapping[str, str], *, on: date) -> list[Form]:
    """The forms that the answers of a paper ask for."""
    room = answers.get("class", "")
    if key == "elsewhere_form":
        return elsewhere_forms(session, on=on, class_name=room)
    text = answers.get("year", "").strip()
    if text and not (text.isdecimal() and len(text) == 4):
        raise UserError(f"学年请写开始的那一年，如 2026，不是“{text}”。")
    found = destinations.years(session)
    year = int(text) if text else (found[0] if found else identity.school(session).current_year)
    return destination_forms(session, year=year, class_name=room)


def maker(key: str) -> Callable[..., Made]:
    """The command's way: a .pdf, or a folder with a file for each."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.form_paper import draw_forms, remarks

        with database.write(f"打印{TITLES[key]}") as session:
            forms = gathered(session, key, answers, on=now.date())
            if not forms:
                raise UserError(f"没有要印{TITLES[key]}的学生。")
            audit.record_event(session, kind="print", what=TITLES[key], count=len(forms))
        files = draw_forms(forms, out, each="" if out.suffix.lower() == ".pdf" else "signer")
        return Made(files, len(forms), remarks(forms))

    return make
