"""资助 on paper: who is entitled and why, with sums in figures and capitals."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import SIGNED
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.aid import checks, payments, rules, service
from kongchuo_desktop.school.aid.programmes import programme
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan

TERM = Choice("term", "学期", source="terms")
CLASS = Choice("class", "班级", source="classes")
PROGRAMME = Choice("programme", "项目", source="programmes")


def _asked(session: Session, choices: Mapping[str, str], today: date) -> service.TermEntitled:
    answers = checked(ENTITLED, choices)
    term = service.term_of(session, key=answers["term"], today=today)
    wanted = programme(session, answers["programme"]).key if answers["programme"] else ""
    found = service.entitled(session, term=term, today=today)
    lines = tuple(
        one for one in found.lines
        if (not answers["class"] or one.class_name == answers["class"])
        and wanted in ("", one.entitlement.programme.key)
    )  # fmt: skip
    return service.TermEntitled(found.term, found.day, lines)


def entitled_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """应享受资助学生名单."""
    found = _asked(session, choices, today)
    rows: list[tuple[Cell, ...]] = [
        (
            number, one.class_name, one.pupil.name, one.pupil.sex, one.pupil.student_number, one.pupil.id_number,
            "寄宿" if one.boarding else "非寄宿", one.entitlement.programme.title,
            "实物" if one.entitlement.amount.in_kind else rules.money(one.entitlement.cents), _ground(one.entitlement),
        )
        for number, one in enumerate(found.lines, start=1)
    ]  # fmt: skip
    total = sum(one.entitlement.cents for one in found.lines)
    rows.append(("", "合计", f"{len(found.lines)}人", "", "", "", "", "", rules.money(total), rules.in_capitals(total)))
    notes = (
        f"按{found.day.isoformat()}在册和住宿情况计算；合计{rules.money(total)}元（{rules.in_capitals(total)}）。",
        *_documents(found),
        SIGNED,
    )
    return Table(
        f"{found.term.name}应享受资助学生名单", COLUMNS, tuple(rows), identity.school(session).name, notes,
        landscape=True,
    )  # fmt: skip


def _ground(one: rules.Entitlement) -> str:
    """Why the child; the document, the same for all of a programme, stands below the table."""
    return one.why.removesuffix(f"。依据：{one.amount.document}")


def _documents(found: service.TermEntitled) -> tuple[str, ...]:
    told = {(one.entitlement.programme.title, one.entitlement.amount.document) for one in found.lines}
    return tuple(f"{title}的文件：{document}。" for title, document in sorted(told))


def entitled_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The shape other programs rely on; amounts are yuan a term. `in_kind`: what is given without money."""
    found = _asked(session, choices, today)
    return {
        "term": found.term.key,
        "counted_on": found.day.isoformat(),
        "entitled": [_entitled_json(one) | {"amount": one.entitlement.cents / 100} for one in found.money],
        "total": sum(one.entitlement.cents for one in found.lines) / 100,
        "in_kind": [_entitled_json(one) for one in found.lines if one.entitlement.amount.in_kind],
    }


def _entitled_json(one: service.Entitled) -> dict[str, Any]:
    return {
        "student_number": one.pupil.student_number, "id_number": one.pupil.id_number, "name": one.pupil.name,
        "class": one.class_name, "programme": one.entitlement.programme.title, "why": one.entitlement.why,
    }  # fmt: skip


def payments_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """资助发放花名册: every list of a term, a correction beside the first; with card and room to sign."""
    answers = checked(PAYMENTS, choices)
    term = service.term_of(session, key=answers["term"], today=today)
    wanted = programme(session, answers["programme"]).key if answers["programme"] else ""
    found = [one for one in payments.lists(session, today=today, term=term.key) if wanted in ("", one.programme)]
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        name = one.title if one.corrects is None else f"{one.title}（更正第{one.number}份）"
        for line in one.lines:
            rows.append((
                len(rows) + 1, name, line.class_name, line.pupil.name, line.pupil.id_number, line.card_holder,
                line.card_number, rules.money(line.cents), line.signed_on.isoformat() if line.signed_on else "",
            ))  # fmt: skip
    total = sum(one.cents for one in found)
    children = len({line.pupil.id for one in found for line in one.lines})
    notes = (
        f"共{len(found)}份名册，{children}名学生，合计{rules.money(total)}元（{rules.in_capitals(total)}）。",
        SIGNED,
    )
    return Table(
        f"{term.name}资助发放花名册", PAYMENT_COLUMNS, tuple(rows), identity.school(session).name, notes, landscape=True
    )  # fmt: skip


def payments_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """Every list of a term with its lines and sums; amounts are yuan."""
    answers = checked(PAYMENTS, choices)
    term = service.term_of(session, key=answers["term"], today=today)
    wanted = programme(session, answers["programme"]).key if answers["programme"] else ""
    found = [one for one in payments.lists(session, today=today, term=term.key) if wanted in ("", one.programme)]
    return {
        "term": term.key,
        "lists": [
            {
                "programme": one.title, "number": one.number, "corrects": one.corrects, "why": one.why,
                "state": one.state, "total": one.cents / 100, "total_in_words": rules.in_capitals(one.cents),
                "lines": [
                    {
                        "student_number": line.pupil.student_number, "id_number": line.pupil.id_number,
                        "name": line.pupil.name, "class": line.class_name, "amount": line.cents / 100,
                        "card": line.card_number, "holder": line.card_holder, "why": line.why,
                    }
                    for line in one.lines
                ],
            }
            for one in found
        ],
        "total": sum(one.cents for one in found) / 100,
    }  # fmt: skip


def checks_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """资助核查表: what does not agree between the tables, child by child."""
    found, term = _findings(session, choices, today)
    rows = tuple(
        (number, one.kind, one.pupil.class_name, one.pupil.name, one.pupil.student_number, one.sentence)
        for number, one in enumerate(found, start=1)
    )
    told = f"共{len(found)}项。" if found else "没有发现不符。"
    return Table(f"{term.name}资助核查表", CHECK_COLUMNS, rows, identity.school(session).name, (told, SIGNED))


def _findings(session: Session, choices: Mapping[str, str], today: date) -> tuple[tuple[checks.Finding, ...], TermSpan]:
    answers = checked(CHECKS, choices)
    term = service.term_of(session, key=answers["term"], today=today)
    found = checks.findings(session, term=term, today=today)
    return tuple(one for one in found if answers["kind"] in ("", one.kind)), term


def checks_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """Findings with their children, and how many of each kind."""
    found, term = _findings(session, choices, today)
    return {
        "term": term.key,
        "counts": {kind: sum(one.kind == kind for one in found) for kind in checks.KINDS},
        "findings": [
            {
                "kind": one.kind, "name": one.pupil.name, "student_number": one.pupil.student_number,
                "id_number": one.pupil.id_number, "class": one.pupil.class_name, "why": one.sentence,
            }
            for one in found
        ],
    }  # fmt: skip


COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("class", "班级", 11), Column("name", "姓名", 9),
    Column("sex", "性别", 5, "center"), Column("student_number", "学籍号", 21), Column("id_number", "身份证件号", 20),
    Column("boarding", "住宿", 7, "center"), Column("programme", "资助项目", 22),
    Column("amount", "金额（元）", 10, "right", "money"), Column("why", "依据", 44),
)  # fmt: skip
PAYMENT_COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("programme", "项目", 24), Column("class", "班级", 11),
    Column("name", "学生", 9), Column("id_number", "身份证件号", 20), Column("holder", "持卡人", 9),
    Column("card", "一卡通卡号", 22), Column("amount", "金额（元）", 10, "right", "money"),
    Column("signed", "家长签字", 14),
)  # fmt: skip
CHECK_COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("kind", "问题", 16), Column("class", "班级", 11),
    Column("name", "学生", 9), Column("student_number", "学籍号", 21), Column("why", "情况", 40),
)  # fmt: skip
ENTITLED = ReportKind(
    "entitled", "应享受资助学生名单", entitled_table, (TERM, PROGRAMME, CLASS), group="资助",
    about="按规则算出谁该享受、多少、为什么", as_json=entitled_json,
)  # fmt: skip
PAYMENTS = ReportKind(
    "payments", "资助发放花名册", payments_table, (TERM, PROGRAMME), group="资助",
    about="各项目发放名册，更正另列一份，带卡号和签字栏", as_json=payments_json,
)  # fmt: skip
CHECKS = ReportKind(
    "aid-checks", "资助核查表", checks_table,
    (TERM, Choice("kind", "问题", (("", "全部"), *((kind, kind) for kind in checks.KINDS)))), group="资助",
    about="离校仍列支、重复、漏报、无依据、两户共用一卡等", as_json=checks_json,
)  # fmt: skip
KINDS = (ENTITLED, PAYMENTS, CHECKS)
