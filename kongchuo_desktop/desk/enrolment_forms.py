"""Application forms of enrolment as plain content: 转学, 休学, 复学. Words are our own; what is unknown stays open."""

from kongchuo_desktop.desk.enrolment_subjects import Subject, birth_on_paper, on_paper
from kongchuo_desktop.documents.form_content import Box, Boxes, Form, Words

SIGNED_BY_GUARDIAN = "监护人（签字）：　　　　　　　　　　年　　月　　日"
SIGNED_BY_TEACHER = "班主任（签字）：　　　　　　　　　　年　　月　　日"
SEALED = "负责人（签字）：　　　　\n（盖章）　　　年　月　日"
SEALED_WIDE = "负责人（签字）：　　　　　　（盖章）　　　　年　　月　　日"
CUT = "………………　沿虚线剪下，转入学校填好盖章后交回　………………"


def transfer_form(about: Subject) -> Form:
    """转学申请表: the guardian's application, both schools, both offices, the receipt below the cut."""
    event, school = about.event, about.school.name
    coming = event is not None and event.kind == "转入"
    elsewhere = event.place if event else ""
    here, there = about.class_name, ""
    left, joined = (elsewhere, school) if coming else (school, elsewhere)
    left_room, joined_room = (there, here) if coming else (here, there)
    applied = f"本人申请将孩子转到{joined or '＿＿＿＿＿＿＿＿＿＿'}就读，以上内容属实，愿意配合办理学籍手续。"
    rows = (
        *_of_child(about),
        (Box("转出学校", left, 2), Box("年级班级", left_room)),
        (Box("转入学校", joined, 2), Box("年级班级", joined_room)),
        (
            Box("转出地区" if coming else "转入地区", event.region if event else "", 2),
            Box("转学日期", on_paper(event.day if event else None)),
        ),
        (Box("转学原因", event.reason if event else "", lines=2),),
        (Box("监护人\n申请", applied, lines=2, foot=SIGNED_BY_GUARDIAN),),
        (Box("转出学校\n意见", lines=3, foot=SEALED), Box("转入学校\n意见", lines=3, foot=SEALED)),
        (Box("转出地\n主管部门\n意见", lines=3, foot=SEALED), Box("转入地\n主管部门\n意见", lines=3, foot=SEALED)),
    )
    number = about.child.student_number or "＿＿＿＿＿＿＿＿"
    slip = (
        f"{left or '＿＿＿＿＿＿＿＿＿＿'}：贵校学生{about.child.name}（学籍号{number}）已于＿＿＿＿年＿＿月＿＿日"
        "到我校＿＿＿年级＿＿＿班就读，学籍接续手续已经办理。特此回执。"
    )
    blocks = (
        Boxes(rows), Words(CUT, "centred"), Words("转　学　回　执", "centred"),
        Words(slip), Words("转入学校（盖章）：　　　　　　　　经办人：　　　　　　　　年　　月　　日", "right"),
    )  # fmt: skip
    return _form(
        about, "转学申请表", blocks, "一式三份：转出学校、转入学校、学籍主管部门各存一份；回执由转出学校归入学籍档案。"
    )


def leave_form(about: Subject) -> Form:
    """休学申请表: reason and proof, from when until when, the opinions of teacher, school and office."""
    event = about.event
    handed_in = [paper.name for paper in event.papers if paper.received_on] if event else []
    proof = "、".join(name for name in handed_in if not name.endswith("申请表"))  # this paper is the application
    applied = "因上述原因申请休学。休学期间由本人负责孩子的监护和安全，期满前按时到学校办理复学。"
    rows = (
        *_of_child(about),
        (Box("年级班级", about.class_name, 1), Box("班主任", about.head, 1)),
        (Box("休学起", on_paper(event.day if event else None)),
         Box("预计复学", on_paper(event.expected_return if event else None))),
        (Box("休学原因", event.reason if event else "", lines=2),),
        (Box("诊断医院\n证明材料", proof, lines=2),),
        (Box("监护人\n申请", applied, lines=2, foot=SIGNED_BY_GUARDIAN),),
        (Box("班主任\n意见", lines=2, foot=SIGNED_BY_TEACHER),),
        (Box("学校\n意见", lines=3, foot=SEALED_WIDE),),
        (Box("主管部门\n意见", lines=3, foot=SEALED_WIDE),),
    )  # fmt: skip
    foot = (
        "附医院诊断证明或其他证明材料。一式两份，学校和学籍主管部门各存一份。"
        "休学期满不办复学又不返校的，学校按辍学开展劝返。"
    )
    return _form(about, "休学申请表", (Boxes(rows),), foot)


def return_form(about: Subject) -> Form:
    """复学申请表: how long the child was away, into which class it comes back."""
    event, leave = about.event, about.leave
    applied = "孩子已经可以正常学习，申请复学。"
    rows = (
        *_of_child(about),
        (Box("原班级", event.from_class if event else about.class_name),
         Box("编入班级", event.to_class if event else "")),
        (Box("休学起", on_paper(leave.day if leave else None)),
         Box("复学日期", on_paper(event.day if event else None))),
        (Box("休学原因", leave.reason if leave else "", lines=2),),
        (Box("康复等\n证明材料", lines=2),),
        (Box("监护人\n申请", applied, lines=2, foot=SIGNED_BY_GUARDIAN),),
        (Box("接收班级\n意见", lines=2, foot=SIGNED_BY_TEACHER),),
        (Box("学校\n意见", lines=3, foot=SEALED_WIDE),),
        (Box("主管部门\n意见", lines=3, foot=SEALED_WIDE),),
    )  # fmt: skip
    return _form(
        about, "复学申请表", (Boxes(rows),), "因病休学的附医院康复证明。一式两份，学校和学籍主管部门各存一份。"
    )


def _of_child(about: Subject) -> tuple[tuple[Box, ...], ...]:
    child, adult = about.child, about.adult
    known = child.fields
    return (
        (Box("学生姓名", child.name, 1.2), Box("性别", child.sex, 0.8), Box("民族", known["ethnicity"], 1)),
        (Box("出生日期", birth_on_paper(child.birth), 1), Box("身份证件号", child.id_number, 1.2)),
        (Box("学籍号", child.student_number, 1), Box("户籍地址", known["home_address"] or child.village, 1.2)),
        (Box("现住址", about.home),),
        (Box("监护人", adult.name if adult else "", 1.2), Box("关系", adult.relation if adult else "", 0.8),
         Box("联系电话", adult.phone if adult else "", 1)),
    )  # fmt: skip


def _form(about: Subject, title: str, blocks: tuple[Boxes | Words, ...], foot: str) -> Form:
    return Form(
        title, blocks, school=about.school.name, name=about.child.name, group=about.class_name or "未编班", foot=foot
    )
