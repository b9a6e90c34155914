"""The sentences that this school keeps writing, so that they need not be written again."""

import re
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.visits.model import Visit

MOST = 9  # each has a digit
LONGEST = 60
RECENT = 400  # visits looked at
SENTENCES = re.compile(r"[^。；;\n]+[。；;]?")
SHIPPED = {
    "found": (
        "父母在家，关心学习。", "父母在外务工，跟祖辈生活。", "家里没有人辅导作业。", "作业能按时完成。",
        "回家看电视、玩手机较多。", "路远，上下学没有人接送。", "家庭有困难，已享受资助。",
    ),
    "measures": (
        "介绍在校表现，请家长多鼓励。", "请家长每天检查作业。", "约定每周和父母通一次电话。",
        "安排任课教师每周补一次课。", "安排同村学生结伴上下学。", "核对资助材料。",
    ),
    "promise": ("按时送孩子到校", "有事先向班主任请假", "每周和孩子通电话", "控制看电视、玩手机的时间"),
    "at_home": ("父亲", "母亲", "爷爷", "奶奶", "外公", "外婆"),
}  # fmt: skip


def phrases(session: Session) -> dict[str, tuple[str, ...]]:
    """For each field of a visit the school's own sentences, the most used first, filled up with shipped ones."""
    columns = {name: getattr(Visit, name) for name in SHIPPED}
    query = select(*columns.values()).where(Visit.withdrawn_at.is_(None)).order_by(Visit.id.desc()).limit(RECENT)
    rows = session.execute(query).all()
    found = {}
    for place, name in enumerate(columns):
        whole = name in ("promise", "at_home")
        found[name] = usual((row[place] for row in rows), SHIPPED[name], whole=whole)
    return found


def usual(texts: Iterable[str], shipped: Iterable[str], *, whole: bool) -> tuple[str, ...]:
    """What was written at least twice, the most used first, then what comes with the program."""
    counted: Counter[str] = Counter()
    for text in texts:
        parts = [text] if whole else SENTENCES.findall(text)
        counted.update({part.strip() for part in parts if 1 < len(part.strip()) <= LONGEST})
    own = [part for part, times in counted.most_common(MOST) if times > 1]
    return tuple(dict.fromkeys([*own, *shipped]))[:MOST]
