"""The register of one layer as the list shows it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.agreements.service import STATES, Issued, LayerState
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

UNSIGNED = frozenset(STATES[:3])
NOT_ISSUED = frozenset({STATES[0]})
PARTY = {"pupil": "学生", "staff": "签订人", "village": "签订单位", "school": "签订人"}


@dataclass(frozen=True)
class AgreementLine:
    """One signer of a layer; `name` already tells namesakes apart, `words` what finds it."""

    issued: Issued
    name: str
    village: str
    words: str

    @property
    def key(self) -> tuple[str, int]:
        """Who signs: party kind and id."""
        return self.issued.party_kind, self.issued.party_id


@dataclass(frozen=True)
class LayerSeen:
    """One layer with its register, and how far all layers are."""

    kind: str
    lines: tuple[AgreementLine, ...]
    layers: tuple[LayerState, ...]


def read_layer(session: Session, *, kind: str, today: date) -> LayerSeen:
    """The register of a layer; the register itself tells namesakes apart."""
    issued = agreements.register(session, kind=kind, today=today)
    people = pupil_room.pupils(session, today=today) if any(one.party_kind == "pupil" for one in issued) else ()
    facts: dict[int, pupil_room.PupilFacts] = {person.id: person for person in people}
    return LayerSeen(kind, tuple(_line(one, facts) for one in issued), agreements.layers(session, today=today))


def _line(issued: Issued, facts: dict[int, pupil_room.PupilFacts]) -> AgreementLine:
    child = facts.get(issued.party_id) if issued.party_kind == "pupil" else None
    words = pupil_room.search_key(child) if child else f"{issued.party}\n{issued.class_name}"
    return AgreementLine(issued, issued.party, child.village if child else "", f"{words}\n{issued.number}")


def _day(attribute: str, key: str, heading: str) -> Column:
    def text(line: AgreementLine) -> str:
        day: date | None = getattr(line.issued, attribute)
        return f"{day:%Y-%m-%d}" if day else ""

    return Column(key, heading, text, 112, kind="date")


def _identity(line: AgreementLine) -> Hashable:
    return line.key


def _state_place(line: AgreementLine) -> int:
    return STATES.index(line.issued.state)


def _tone(line: AgreementLine) -> str:
    return "amber" if line.issued.state in UNSIGNED and line.issued.handed_out_on else ""


def register_kind(party_kind: str, acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of one kind of signer."""
    child = party_kind == "pupil"
    columns = (
        Column("party", PARTY[party_kind], lambda line: line.name, 192),
        Column(
            "class",
            "班级",
            lambda line: line.issued.class_name,
            120,
            filtered=child,
            shown=party_kind in ("pupil", "staff"),
        ),
        Column("village", "村", lambda line: line.village, 104, filtered=child, shown=child),
        Column("state", "状态", lambda line: line.issued.state, 88, sort=_state_place, filtered=True, tone=_tone),
        Column("number", "编号", lambda line: line.issued.number, 208),
        _day("handed_out_on", "handed_out", "发放"),
        _day("signed_on", "signed", "签订"),
        _day("returned_on", "returned", "收回"),
        Column("note", "备注", lambda line: line.issued.note, 160),
    )
    return ListKind(
        key=f"agreements-{party_kind}", title="责任书登记", columns=columns, identity=_identity,
        words=lambda line: line.words, unit="份", acts=acts, empty=empty,
    )  # fmt: skip
