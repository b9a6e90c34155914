"""What the papers of 资助 for families say: notice with receipt, application, a child's card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.desk.visit_forms import address_of, on_paper
from kongchuo_desktop.documents.form_content import Block, Box, Boxes, Form, Gap, Grid, GridColumn, Signatures, Words
from kongchuo_desktop.school.aid import shipped
from kongchuo_desktop.school.aid.history import StatusFacts
from kongchuo_desktop.school.aid.payments import Card
from kongchuo_desktop.school.aid.recognition import RecognitionFacts
from kongchuo_desktop.school.aid.rules import Amount, Entitlement, Ground, money, paid
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.identity.service import SchoolFacts
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts

RULES = "教财〔2018〕16号"
GROUPS = (
    ("脱贫户（含脱贫不稳定）", ("脱贫户", "脱贫不稳定")), ("边缘易致贫户", ("边缘易致贫",)),
    ("突发严重困难户", ("突发严重困难",)), ("城乡低保", ("农村低保", "城市低保")),
    ("特困供养", ("农村特困", "城市特困")),
    ("孤儿", ("孤儿",)), ("事实无人抚养儿童", ("事实无人抚养",)), ("残疾学生", ("困难残疾学生",)),
    ("残疾人子女", ("残疾人子女",)), ("烈士子女", ("烈士子女",)),
)  # fmt: skip
OTHER = ("人均收入低", "受灾", "突发意外", "家人残疾或年迈，劳力少", "家人患大病", "几个孩子同时上学")
PROMISE = "以上情况都是真实的。如有不实，我愿意退回资助并承担责任。"
CUT = "………………　沿虚线剪下，签字后由学生交回班主任　………………"
SIGNED = "签字：　　　　　　　　　　年　　月　　日"


@dataclass(frozen=True)
class AidTold:
    """What the book holds about one child for these papers."""

    pupil: PupilFacts
    grounds: tuple[Ground, ...] = ()
    recognised: RecognitionFacts | None = None
    statuses: tuple[StatusFacts, ...] = ()
    entitled: tuple[tuple[TermSpan, Entitlement], ...] = ()
    paid: tuple[tuple[str, ...], ...] = ()  # term, programme, amount, list, paid on
    card: Card | None = None
    free: tuple[tuple[str, str, str], ...] = ()  # term, what every pupil gets, by which document or how many days
    offered: tuple[tuple[str, Amount], ...] = ()  # title and amount of what there is for a child of its stage


def notice(told: AidTold, *, school: SchoolFacts, term: TermSpan) -> Form:
    """资助政策告知书: what there is, how to apply, and a receipt to tear off."""
    child = told.pupil
    before = [amount.groups for _, amount in told.offered]
    offered = "\n".join(
        f"· {_offer(title, amount, same=place > 0 and before[place - 1] == amount.groups)}"
        for place, (title, amount) in enumerate(told.offered)
    )
    blocks: tuple[Block, ...] = (
        Words(f"{child.class_name}{child.name}同学的家长："),
        Words(f"国家对义务教育阶段学生{'、'.join(one.title for one in shipped.free())}，不用申请。"
              f"家庭经济困难的学生还可以得到生活补助，认定按{RULES}办理。现把有关事项告诉您："),
        Words("一、有哪些补助", "heading"), Words(offered or "· 以县里当年公布的为准。"),
        Words("二、谁可以申请", "heading"),
        Words(f"{'、'.join(label for label, _ in GROUPS)}等家庭的学生，"
              "以及受灾、患病、突发意外等原因造成经济困难的学生。"
              "名单上已有的家庭学校会主动核对，没有接到学校通知的也可以申请。"),
        Words("三、怎样申请", "heading"),
        Words("向班主任领取申请表，如实填写，不需要村里盖章证明。班级评议、学校认定以后，"
              "只公示班级和姓名，不公开家庭情况；对结果有意见，公示期内可以向学校提出。每学年认定一次，"
              "家里情况变化了随时告诉学校。补助全部打进监护人的卡里，学校和老师不收任何手续费。"),
        Words(f"申请表请在　　　月　　　日前交给班主任。联系电话：{school.phone or '＿＿＿＿＿＿＿＿'}"),
        Signatures((), seal=f"{school.name}（公章）"),
        Words(CUT, "centred"),
        Words("回　　执", "centred"),
        Words(f"《资助政策告知书》（{term.name}）已收到，内容已了解。□ 申请　　□ 不申请"),
        Boxes((
            (Box("学生", child.name), Box("班级", child.class_name)),
            (Box("家长签字"), Box("日期", on_paper(None))),
        )),
    )  # fmt: skip
    return Form(
        "学生资助政策告知书", blocks, school=school.name, subtitle=term.name, name=child.name, group=child.class_name
    )


def _offer(title: str, amount: Amount, *, same: bool) -> str:
    who = "、".join(one.removeprefix("认定") for one in amount.groups) or "全体学生"
    who = "同上" if same and len(amount.groups) > 2 else who
    kind = "学校认定为" if amount.groups and amount.groups[0].startswith("认定") else ""
    return f"{title}：{paid(amount)}。对象：{kind}{who}（{amount.document.split('：')[0]}）"


MEMBERS = (
    GridColumn("姓名", 1.1), GridColumn("年龄", 0.6, "center"), GridColumn("与学生关系", 1.0, "center"),
    GridColumn("工作（学习）单位", 2.2), GridColumn("职业", 0.9), GridColumn("年收入（元）", 1.1, "right"),
    GridColumn("健康状况", 1.0),
)  # fmt: skip


def application(told: AidTold, *, school: str, year: int, today: date) -> Form:
    """家庭经济困难学生认定申请表: known facts filled in, groups ticked, opinions left to write."""
    child, state = told.pupil, told.recognised
    fields = child.fields
    held = {one.group for one in told.grounds}
    groups = "  ".join(f"{'■' if held & set(names) else '□'}{label}" for label, names in GROUPS)
    signed = state and state.applied_on
    basic = Boxes((
        (Box("学生姓名", child.name), Box("性别", child.sex, 0.6), Box("出生年月", child.birth[:7])),
        (Box("班级", child.class_name), Box("民族", fields.get("ethnicity") or "", 0.6),
         Box("住宿", "寄宿" if child.boarding else "走读")),
        (Box("身份证件号", child.id_number, 1.6), Box("户口性质", fields.get("hukou_kind") or ""),),
        (Box("家庭住址", address_of(child), 1.6), Box("家庭人口", "　　　　人")),
        (Box("监护人", _adult(child.guardians), 1.6), Box("电话", _phone(child))),
    ))  # fmt: skip
    rows = tuple((one.name, _age(one, today), one.relation, one.workplace, "", "", "") for one in child.guardians[:4])
    applied = Boxes((
        (Box("特殊群体", groups, lines=3),),
        (Box("其他情形", "  ".join(f"□{one}" for one in OTHER), lines=2),),
        (Box("人均年收入", (state.income if state else "") or "　　　　　　元"),
         Box("申请日期", on_paper(signed or None))),
        (Box("申请理由", state.reason if state else "", lines=2),),
        (Box("个人承诺\n（照抄下面\n一行）", "", lines=3, foot=f"家长{SIGNED}"),),
    ))  # fmt: skip
    opinions = Boxes((
        (Box("班级评议", _levels(state.class_level if state else ""), lines=2, foot=f"评议组长{SIGNED}"),),
        (Box("学校认定", _levels(state.level if state else ""), lines=2, foot=f"负责人（盖章）{SIGNED}"),),
    ))  # fmt: skip
    blocks = (
        basic, Grid(MEMBERS, rows, "家庭成员", least=4), applied,
        Words(f"请照抄：{PROMISE}", "small"), Gap(0.2), opinions,
    )  # fmt: skip
    return Form(
        "家庭经济困难学生认定申请表", blocks, school=school, subtitle=f"{year}—{year + 1}学年", name=child.name,
        group=child.class_name, foot="本表只用于学生资助，由学校保管，不外传。",
    )  # fmt: skip


def card(told: AidTold, *, school: str) -> Form:
    """一人一卡: how the family was counted, what the child was entitled to term by term, what was paid."""
    child = told.pupil
    paid_to = f"{told.card.holder}（尾号{told.card.number[-4:]}）" if told.card else ""
    state = told.recognised
    head = Boxes((
        (Box("学生", child.name), Box("性别", child.sex, 0.6), Box("班级", child.class_name)),
        (Box("学籍号", child.student_number, 1.6), Box("住宿", "寄宿" if child.boarding else "走读")),
        (Box("监护人", _adult(child.guardians), 1.6), Box("电话", _phone(child))),
        (Box("持卡人", paid_to, 1.6), Box("本学年认定", state.level if state else "")),
    ))  # fmt: skip
    family = tuple(
        (
            one.category, one.monitor if one.monitor != one.category else "", f"{one.head}户", one.village, one.since,
            f"{one.until.isoformat()}（{one.ended_why}）" if one.until else "",
        )
        for one in told.statuses
    )  # fmt: skip
    due = tuple(
        (span.name, one.programme.title, "实物" if one.amount.in_kind else money(one.cents), _ground(one))
        for span, one in told.entitled
    )
    blocks = (
        head, Gap(0.4),
        Grid(
            (GridColumn("户类型", 1.3), GridColumn("监测类别", 1.2), GridColumn("户主", 1.1), GridColumn("村", 1.0),
             GridColumn("识别时间", 1.0, "center"), GridColumn("到期", 1.7)), family, "家庭情况", least=3,
        ),
        Gap(0.4),
        Grid(
            (GridColumn("学期", 1.4), GridColumn("项目", 2.4), GridColumn("金额（元）", 0.9, "right"),
             GridColumn("理由", 2.7)), due, "应享受", least=4,
        ),
        Gap(0.4),
        Grid(
            (GridColumn("学期", 1.4), GridColumn("全体学生免费享受，不用申请", 3.3), GridColumn("说明", 2.7)),
            told.free,
            "两免和营养餐",
        ),
        Gap(0.4),
        Grid(
            (GridColumn("学期", 1.4), GridColumn("项目", 2.4), GridColumn("金额（元）", 0.9, "right"),
             GridColumn("名册", 1.5), GridColumn("发放日期", 1.2, "center")), told.paid, "已列支", least=4,
        ),
        Signatures(("经办人（签字）", "家长（签字）")),
    )  # fmt: skip
    return Form("学生资助一人一卡", blocks, school=school, name=child.name, group=child.class_name)


def _ground(one: Entitlement) -> str:
    """The ground and the kind of pupil, without the amount beside which it stands."""
    return one.why.split("。依据")[0].split("，每")[0].split("，免费")[0]


def _levels(chosen: str) -> str:
    options = "  ".join(f"{'■' if one == chosen else '□'}{one}" for one in ("特别困难", "困难", "一般困难", "不认定"))
    return f"{options}\n理由："


def _adult(adults: Sequence[GuardianFacts]) -> str:
    return "、".join(f"{one.name}（{one.relation}）" if one.relation else one.name for one in adults[:2])


def _phone(child: PupilFacts) -> str:
    return next((one.phone for one in child.guardians if one.phone), child.phone)


def _age(adult: GuardianFacts, today: date) -> str:
    """Full years by the year in the ID number, or ""."""
    year = adult.id_number[6:10]
    return str(today.year - int(year)) if len(adult.id_number) == 18 and year.isdigit() else ""
