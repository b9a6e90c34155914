"""What letters about a case (劝返个案) say of it: since when the child is away, what was done, what follows."""

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.desk.enrolment_subjects import on_paper
from kongchuo_desktop.desk.letter_values import Ground, of_child, of_school
from kongchuo_desktop.kit.text import full_width_marks
from kongchuo_desktop.school.notices.rules import DAYS
from kongchuo_desktop.school.returns.cases import CaseFacts, StepFacts
from kongchuo_desktop.school.returns.rules import BACK, PLAN, SUSPECTED

MOST_STEPS = 6  # told one by one in a report, the latest
DATED = "学校按下列日期了解孩子在校情况，并与你联系：{}"
UNDATED = "学校继续了解孩子在校情况，班主任随时与你联系"
LONGEST = 48  # characters of one step in a report


def values(common: Ground, one: CaseFacts, *, days: int) -> dict[str, str]:
    """Placeholders of a case. `days`: the time that the letter gives, 0 for none."""
    child = one.pupil
    return {
        **of_school(common), **of_child(common, child), **_leaving(one, common.on), **_return(one, common.on),
        "已做工作": done_so_far(one), "缺课原因": _cause(one), "联系记录": full_width_marks(_course(one)),
        "劝返经过": full_width_marks(_course(one)) or "学校正在设法与监护人联系。",
        "离校原因": _cause(one) or "离校原因正在了解。",
        "去向": f"孩子现在{one.whereabouts}。" if one.whereabouts else "孩子现在何处正在了解。",
        "村民委员会": committee(common.school.township, child.village),
        "帮扶人": one.holder or "班主任", "认定": one.stage(common.on) or SUSPECTED,
        **({DAYS: str(days)} if days else {}),
    }  # fmt: skip


def committee(township: str, village: str) -> str:
    """青石镇河湾村村民委员会; of a community its 居民委员会."""
    if not village:
        return ""
    return f"{township}{village}{'居民委员会' if village.endswith('社区') else '村民委员会'}"


def _leaving(one: CaseFacts, on: date) -> dict[str, str]:
    last = one.episodes[-1]
    again = f"（第{last.number}次离校）" if last.number > 1 else ""
    since = on_paper(last.left_on)
    if one.opened_from == "未报到" and last.number == 1:
        away = f"应于{since}到校报到，至今没有到校"
    else:
        away = f"自{since}起没有到校{again}，至今已{(on - last.left_on).days}天"
    gone = f"自{since}起离校{again}"
    return {"离校情况": away if one.away else gone, "离校经过": gone, "缺课情况": away if one.away else gone}


def _return(one: CaseFacts, on: date) -> dict[str, str]:
    """What the letter of return says; where the child is not back yet, room to write the day."""
    back, room = one.episodes[-1].returned_on, one.pupil.class_name or "原班级"
    to_come = [watch.due for watch in one.watches if watch.due >= on and watch.confirmed_on is None]
    looks = "、".join(f"{day.month}月{day.day}日" for day in to_come)
    if back is None:
        return {
            "返校情况": "已商定返校复学", "返校安排": f"请于＿＿＿＿年＿＿月＿＿日前送孩子到校，编入{room}",
            "跟踪安排": DATED.format("返校后第一周、第二周、第一个月、第二个月"),
        }  # fmt: skip
    return {
        "返校情况": f"已于{on_paper(back)}返校复学", "返校安排": f"孩子编入{room}",
        "跟踪安排": DATED.format(looks) if looks else UNDATED,
    }  # fmt: skip


def _cause(one: CaseFacts) -> str:
    told = "，".join(filter(None, (one.cause, one.sign.rstrip("。"))))
    return f"{told}。" if told else ""


def present_steps(one: CaseFacts) -> tuple[StepFacts, ...]:
    """Steps of the last time away."""
    return tuple(step for step in one.steps if step.day >= one.episodes[-1].left_on)


def done_so_far(one: CaseFacts) -> str:
    """学校已于10月14日电话联系、10月16日入户劝返。 Letters count on the day of their delivery."""
    told = []
    for step in present_steps(one):
        day = step.delivered_on if step.notice_id else step.day
        if day is not None and step.kind not in (BACK, PLAN):
            told.append(f"{day.month}月{day.day}日{step.kind}")
    return f"学校已于{'、'.join(dict.fromkeys(told))}。" if told else "学校正在设法与监护人联系。"


def _course(one: CaseFacts) -> str:
    """The latest steps, each with people and result."""
    steps: Sequence[StepFacts] = [step for step in present_steps(one) if step.notice_id is None or step.delivered_on]
    told = [_step(step) for step in steps[-MOST_STEPS:]]
    more = f"共{len(steps)}次，最近：" if len(steps) > MOST_STEPS else ""
    return f"{more}{'；'.join(told)}。" if told else ""


def _step(step: StepFacts) -> str:
    came = "" if step.notice_id else step.result.rstrip("。") or step.text.rstrip("。")
    day = step.delivered_on or step.day
    words = f"{day.month}月{day.day}日{step.kind}（{step.people}）{f'，{came}' if came else ''}"
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
