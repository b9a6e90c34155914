"""学生关爱档案卡: one page for each child, what is known printed, the rest left to write by hand."""

from kongchuo_desktop.desk.dossier_records import Records
from kongchuo_desktop.desk.dossier_sheet import Child
from kongchuo_desktop.documents.form_content import Block, Box, Boxes, Form, Gap, Grid, GridColumn, Signatures

VISITS = 6  # lines of the card


def archive_card(child: Child, records: Records, school: str) -> Form:
    """The card of a child."""
    pupil = child.pupil
    adults = sorted(pupil.guardians, key=lambda one: one.position)[:2]
    holding = [mark for mark in child.marks if mark.until is None]
    kinds = "、".join(dict.fromkeys(mark.kind for mark in holding))
    why = "；".join(f"{mark.kind}：{mark.why}" for mark in holding if mark.why)
    home = child.home
    carer = " ".join(filter(None, (home.carer, home.texts.get("carer_phone", "")))) if home else ""
    where = "；".join(parent.words for parent in home.parents if parent.stay.state) if home else ""
    rows: list[tuple[Box, ...]] = [
        (Box("姓名", pupil.name), Box("性别", pupil.sex)),
        (Box("出生日期", pupil.birth), Box("民族", str(pupil.fields.get("ethnicity") or ""))),
        (Box("学籍号", child.number(pupil.student_number)),),
        (Box("班级", pupil.class_name), Box("班主任", child.head)),
        (Box("家庭住址", _address(child)),),
        *((Box(one.relation or "家长", one.name), Box("电话", one.phone)) for one in adults),
        (Box("实际照料人", carer), Box("父母去向", where)),
        (Box("关注类别", kinds),),
        (Box("原因", why, lines=2),),
        (Box("帮扶人", child.helper), Box("电话", child.helper_phone)),
        (Box("帮扶措施", _help(child), lines=2),),
    ]
    blocks: tuple[Block, ...] = (
        Boxes(tuple(rows), portrait=child.portrait),
        Gap(0.5),
        _visits(records),
        Signatures(("班主任", "家长")),
    )
    return Form("学生关爱档案卡", blocks, school=school, name=pupil.name, group=pupil.class_name)


def _address(child: Child) -> str:
    fields = child.pupil.fields
    return str(fields.get("current_address") or fields.get("home_address") or child.pupil.village)


def _help(child: Child) -> str:
    """The newest things that are being done."""
    told = [words.rstrip("。；，") for _, words in child.story.clear("帮扶")]
    return "；".join(dict.fromkeys(told[-3:]))


def _visits(records: Records) -> Grid:
    columns = (
        GridColumn("家访日期", 1.1, "center"), GridColumn("方式", 0.7, "center"), GridColumn("家访人", 1.2, "center"),
        GridColumn("情况与措施", 4.0), GridColumn("家长签字", 1.0, "center"),
    )  # fmt: skip
    rows = tuple(
        (f"{one.day:%Y-%m-%d}", one.form, one.who, one.measures or one.found, "")
        for one in records.visits[-(VISITS - 2) :]
    )
    return Grid(columns, rows, "家访记录", least=VISITS)
