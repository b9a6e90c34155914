"""Who makes which paper: one file in desk/ and one line here for each paper that is neither agreement nor letter.

A maker imports what draws (reportlab) inside the function.
"""

from collections.abc import Callable
from typing import Any

from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.documents import (
    kinds_aid,
    kinds_dossier,
    kinds_enrolment,
    kinds_manual,
    kinds_pairs,
    kinds_returns,
    kinds_villages,
    kinds_visits,
)

Maker = Callable[..., Made]  # called as (database, answers, out=, now=)


def _enrolment(key: str) -> Maker:
    def make(*given: Any, **named: Any) -> Made:
        from kongchuo_desktop.desk import enrolment_papers, enrolment_sheets

        maker = enrolment_papers.maker if enrolment_papers.makes(key) else enrolment_sheets.maker
        return maker(key)(*given, **named)

    return make


def _dossier(key: str) -> Maker:
    def make(*given: Any, **named: Any) -> Made:
        from kongchuo_desktop.desk.dossier import maker

        return maker(key)(*given, **named)

    return make


def _visits(key: str) -> Maker:
    def make(*given: Any, **named: Any) -> Made:
        from kongchuo_desktop.desk.visit_papers import maker

        return maker(key)(*given, **named)

    return make


def _pairs(key: str) -> Maker:
    def make(*given: Any, **named: Any) -> Made:
        from kongchuo_desktop.desk.pair_papers import maker

        return maker(key)(*given, **named)

    return make


def _aid(key: str) -> Maker:
    def make(*given: Any, **named: Any) -> Made:
        from kongchuo_desktop.desk.aid_papers import maker

        return maker(key)(*given, **named)

    return make


def _returns(key: str) -> Maker:
    def make(*given: Any, **named: Any) -> Made:
        from kongchuo_desktop.desk.return_papers import maker

        return maker(key)(*given, **named)

    return make


def _villages(*given: Any, **named: Any) -> Made:
    from kongchuo_desktop.desk.village_lists import make

    return make(*given, **named)


def _manual(key: str) -> Maker:
    def make(*given: Any, **named: Any) -> Made:
        from kongchuo_desktop.desk.manual_papers import make as made

        return made(key, *given, **named)

    return make


MAKERS: dict[str, Maker] = {
    **{kind.key: _manual(kind.key) for kind in kinds_manual.KINDS},
    **{kind.key: _dossier(kind.key) for kind in kinds_dossier.KINDS},
    **{kind.key: _enrolment(kind.key) for kind in kinds_enrolment.KINDS},
    **{kind.key: _visits(kind.key) for kind in kinds_visits.KINDS},
    **{kind.key: _pairs(kind.key) for kind in kinds_pairs.KINDS},
    **{kind.key: _aid(kind.key) for kind in kinds_aid.KINDS},
    **{kind.key: _returns(kind.key) for kind in kinds_returns.KINDS},
    **{kind.key: _villages for kind in kinds_villages.KINDS},
}
