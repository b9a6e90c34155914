"""核查: what does not agree between families, recognition, lists and cards; each opens the child."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import checks
from kongchuo_desktop.school.aid.checks import Finding
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.ui.aid.terms import TermRow, choose_term
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.office import Office

EMPTY = (
    "还没有查出不符。困难家庭、认定、发放名册、卡号和考勤互相对照：离校仍列支、重复、漏报、无依据、两户共用一卡，"
    "一有出入就列在这里。"
)


@dataclass(frozen=True)
class ChecksSeen:
    """The findings of a term."""

    terms: tuple[TermSpan, ...]
    term: TermSpan | None
    findings: tuple[Finding, ...]
    comparable: bool = False


def read_checks(session: Session, *, key: str, today: date) -> ChecksSeen:
    """What does not agree in a term."""
    terms, term = choose_term(session, key, today=today)
    return ChecksSeen(
        terms, term, checks.findings(session, term=term, today=today) if term else (), checks.comparable(session)
    )


class ChecksSection(ListSection):
    """Requests: a kind of finding shows only these."""

    title = "核查"
    watches = frozenset({
        "pupil", "pupil_guardian", "family_status", "family_member", "aid_rule", "aid_recognition", "payment_list",
        "payment_line", "bank_card", "absence_mark", "register", "term",
    })  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: ChecksSeen | None = None
        self.terms = TermRow()
        self.terms.chosen.connect(lambda _key: self.refresh())
        empty = Empty(EMPTY, "scene-safe", "看发放名册", lambda: office.go("aid", "payments"))
        self.build(_kind(self._acts(), empty), over=self.terms)

    def question(self) -> Callable[[Session], ChecksSeen]:
        today, key = self.office.today(), self.terms.key
        return lambda session: read_checks(session, key=key, today=today)

    def show_seen(self, seen: ChecksSeen) -> None:
        self.terms.put(seen.terms, seen.term)
        counts = {kind: sum(found.kind == kind for found in seen.findings) for kind in checks.KINDS}
        self.terms.sentence.setText("，".join(f"{kind} {count}" for kind, count in counts.items() if count))
        self.list.set_rows(seen.findings)

    def opened(self, row: Finding) -> None:
        self.office.go("pupils", row.pupil.id)

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        people = len({found.pupil.id for found in self.seen.findings})
        if people:
            return f"{len(self.seen.findings)} 项不符，涉及 {people} 人"
        return "没有发现不符" if self.seen.comparable else "还没有可以核查的资助记录"

    def opened_by(self, request: object) -> None:
        if request in checks.KINDS:
            self.list.narrow("kind", frozenset({str(request)}))

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].pupil.id), icon="pupils", most=1),
            RowAct(
                "看应享受", lambda lines: self.office.go("aid", ("entitled", lines[0].pupil.id)), icon="list", most=1
            ),
        )


def _identity(found: Finding) -> Hashable:
    return (found.kind, found.pupil.id, found.sentence)


def _words(found: Finding) -> str:
    child = found.pupil
    return f"{child.name}\n{child.pinyin}\n{child.initials}\n{child.class_name}\n{found.sentence}"


def _kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    columns = (
        Column("kind", "问题", lambda found: found.kind, 136, filtered=True, tone=lambda _found: "amber",
               sort=lambda found: checks.KINDS.index(found.kind)),
        Column("pupil", "学生", lambda found: found.pupil.name, 128),
        Column("class", "班级", lambda found: found.pupil.class_name, 104, filtered=True),
        Column("why", "情况", lambda found: found.sentence, 560),
        Column("status", "状态", lambda found: found.pupil.status, 72, shown=False, filtered=True),
        Column("number", "学籍号", lambda found: found.pupil.student_number, 176, shown=False),
    )  # fmt: skip
    return ListKind(
        key="aid_checks", title="资助核查表", columns=columns, identity=_identity, words=_words, unit="项", acts=acts,
        empty=empty,
    )  # fmt: skip
