"""The sentences that this school keeps writing about persuading, and those that come with the program."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.returns.model import CaseStep
from kongchuo_desktop.school.returns.rules import PLAN
from kongchuo_desktop.school.visits.phrases import RECENT, usual

SHIPPED = {
    "text": (
        "电话联系监护人，讲明义务教育法规定，要求尽快送孩子返校。", "家长电话打不通，已联系其亲属转告。",
        "到家中见到孩子和监护人，了解离校原因，讲明辍学的后果。", "家中无人，邻居说全家外出，已留下联系电话。",
        "和村干部一起上门，村里答应协助做工作。", "商定补课、住宿和资助，打消孩子的顾虑。",
    ),
    "result": (
        "家长答应送孩子返校", "孩子愿意返校，家长支持", "家长同意，孩子不愿意", "家长不同意返校", "没有联系上",
        "没有见到孩子", "已送达，家长签收",
    ),
}  # fmt: skip


def phrases(session: Session) -> dict[str, tuple[str, ...]]:
    """For the course and the result of a step, the most used first."""
    query = (
        select(CaseStep.text, CaseStep.result)
        .where(CaseStep.withdrawn_at.is_(None), CaseStep.kind != PLAN)  # a plan of help is no course of persuading
        .order_by(CaseStep.id.desc())
        .limit(RECENT)
    )
    rows = session.execute(query).all()
    return {
        "text": usual((text for text, _ in rows), SHIPPED["text"], whole=False),
        "result": usual((result for _, result in rows), SHIPPED["result"], whole=True),
    }
