"""What is done about suspected children: checked, claimed, handed on, signed for, given a case, struck off."""

from collections.abc import Mapping, Sequence
from typing import Any

from kongchuo_desktop.reports.pupil_lists import masked
from kongchuo_desktop.school.returns import settings, settling, suspects
from kongchuo_desktop.school.returns.categories import APART, CATEGORIES, NOT_OUT, OUT, side_of
from kongchuo_desktop.school.returns.settings import ReturnRules
from kongchuo_desktop.school.returns.suspects import BY_HAND, SuspectFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.returns.acts import Acts, pairs, past

Found = Sequence[SuspectFacts]
SIDES = {**dict.fromkeys(NOT_OUT, "未失学"), **dict.fromkeys(OUT, "失学"), **dict.fromkeys(APART, "单列")}
STRUCK = ("在校就读，有学籍", "在外校就读", "已返校", "户籍信息有误", "已送教上门")
PROOFS = ("在读证明", "学籍系统截图", "派出所证明", "村委会证明", "医院诊断证明", "残疾证", "毕业证")


class SuspectActs(Acts):
    """The acts of the section; `rules` as they were read last."""

    rules: ReturnRules | None = None

    def ask_check(self, found: Found) -> None:
        """What the house-to-house check found; of several children at once where it is the same."""
        letters = self.rules.letters if self.rules else {}
        choices = tuple((name, f"{SIDES[name]}：{name}" + (f"（{letters[name]}）" if letters.get(name) else ""))
                        for name in CATEGORIES)  # fmt: skip
        one = found[0] if len(found) == 1 else None
        parts = (
            Field("category", "核查类别", "choice", required=True, choices=choices),
            Field("where", "孩子现在在哪里", longest=200, hint="如 县城二小三年级2班；在家；广东东莞"),
            Field("explanation", "核查说明", "lines", longest=500),
            Field("evidence", "证明材料", "choice", choices=pairs(PROOFS), free=True, longest=300,
                  hint="有证明才能核销；照片在右边加"),
            Field("by", "核查人", required=True, longest=120, hint="几个人用、隔开"),
            Field("day", "核查日期", "date", required=True, width=18),
        )  # fmt: skip
        values: dict[str, Any] = {"by": self._office.database.actor, "day": self._office.today()}
        if one is not None:
            values |= {
                "category": one.category or CATEGORIES[0], "where": one.found_where, "explanation": one.explanation,
                "evidence": one.evidence, "by": one.checked_by or values["by"], "day": one.checked_on or values["day"],
            }  # fmt: skip
        self._box(
            f"核查{_named(found)}", parts, "保存",
            lambda given: self._write(
                "核查疑似失学", lambda session: suspects.check(session, suspect_ids=_ids(found), **given),
                f"已登记核查：{_named(found)}",
            ),
            values, _told(one),
        )  # fmt: skip

    def ask_claim(self, found: Found) -> None:
        """Which pupil of ours a listed child is."""
        one = found[0]
        if one.pupil_id is not None and one.matched_by != BY_HAND:
            self._office.tell.mistake(f"“{one.name}”已经按{one.matched_by}对上本校学生，不用认领。")
            return

        def claim(child: PupilId | None, name: str, _given: object) -> None:
            if child is not None:
                self._write(
                    "认领疑似失学儿童",
                    lambda session: settling.attach(session, suspect_id=one.id, pupil_id=child),
                    f"已认领：{one.name}是本校{name}", undo=lambda: self.take_back((one,)),
                )  # fmt: skip

        ChildBox(
            self._page, self._office, f"“{one.name}”是哪名学生", (), act="认领", sentence=_told(one), run=claim
        ).open()

    def ask_hand_on(self, found: Found) -> None:
        """To which school or village."""
        wrong = next((one for one in found if one.pupil_id is not None), None)
        if wrong is not None:
            self._office.tell.mistake(f"“{wrong.name}”已经对上本校学生，不能转交。")
            return
        parts = (
            Field("to", "转交给哪所学校或哪个村", required=True, longest=120),
            Field("day", "哪天转交的", "date", required=True, width=18, check=past(self._office.today())),
        )
        self._box(
            f"转交{_named(found)}", parts, "转交",
            lambda given: self._write(
                "转交疑似失学儿童", lambda session: settling.hand_on(session, suspect_ids=_ids(found), **given),
                f"已转交：{_named(found)}", undo=lambda: self.take_back(found),
            ),
            {"day": self._office.today()}, "名单上留着，写明转给了谁。",
        )  # fmt: skip

    def take_back(self, found: Found) -> None:
        """A claim or a handing on."""
        self._write(
            "撤回认领", lambda session: settling.take_back(session, suspect_ids=_ids(found)), f"已撤回：{_named(found)}"
        )

    def ask_sign(self, found: Found) -> None:
        """The principal stands for it."""
        parts = (
            Field("by", "签字人", required=True, longest=60), Field("day", "签字日期", "date", required=True, width=18)
        )  # fmt: skip
        self._box(
            f"确认 {len(found)} 人的核查结果", parts, "签字确认",
            lambda given: self._write(
                "签字确认核查", lambda session: suspects.sign_off(session, suspect_ids=_ids(found), **given),
                f"已签字确认 {len(found)} 人",
            ),
            {"day": self._office.today()}, "签字后再改核查结果的，要重新签字。",
        )  # fmt: skip

    def ask_close(self, found: Found) -> None:
        """核销."""
        parts = (
            Field("why", "核销理由", "choice", required=True, free=True, longest=200,
                  choices=pairs(STRUCK)),
            Field("day", "核销日期", "date", required=True, width=18),
        )  # fmt: skip
        by = self._office.database.actor
        self._box(
            f"核销{_named(found)}", parts, "核销",
            lambda given: self._write(
                "核销疑似失学", lambda session: suspects.close(session, suspect_ids=_ids(found), by=by, **given),
                f"已核销：{_named(found)}", undo=lambda: self.reopen(found),
            ),
            {"day": self._office.today()},
        )  # fmt: skip

    def reopen(self, found: Found) -> None:
        """Take a 核销 back."""
        self._write(
            "撤回核销",
            lambda session: suspects.reopen(session, suspect_ids=_ids(found)),
            f"已撤回核销：{_named(found)}",
        )

    def open_cases(self, found: Found) -> None:
        """Cases for those who are really out, in one act."""
        today = self._office.today()
        out = [one for one in found if side_of(one.category) in ("out", "apart")]
        if not out:
            self._office.tell.mistake("选中的孩子核查结果不是失学，不用建个案。")
            return
        self._write(
            "名单建劝返个案", lambda session: settling.open_cases(session, suspects=out, today=today),
            f"已建 {len(out)} 个个案，在“个案”里继续",
        )  # fmt: skip

    def ask_letters(self) -> None:
        """The county's letter of every category, entered once."""
        letters = self.rules.letters if self.rules else {}
        parts: list[FormPart] = [Field(name, f"{SIDES[name]}：{name}", longest=10, width=8) for name in CATEGORIES]
        parts += [
            Field("since", "从哪天起用", "date", required=True, width=18),
            Field("document", "依据", longest=200, hint="本县核查通知的名称和文号"),
        ]

        def save(given: Mapping[str, Any]) -> None:
            own = {name: given[name] for name in CATEGORIES}
            self._write(
                "设置核查类别代码",
                lambda session: settings.set_letters(
                    session, letters=own, in_force_from=given["since"], document=given["document"]
                ),
                "已保存，核查时自动填上",
            )

        self._box(
            "本县的核查类别代码", parts, "保存", save, {**letters, "since": self._office.today()},
            "各县字母不同，照核查通知填一次；以后选了类别，代码自动带出。",
        )  # fmt: skip


def _ids(found: Found) -> list[int]:
    return [one.id for one in found]


def _named(found: Found) -> str:
    return found[0].name if len(found) == 1 else f"{len(found)} 人"


def without_number(one: SuspectFacts, text: str) -> str:
    """A text about a listed child in which its number is masked too."""
    return text.replace(one.id_number, masked(one.id_number)) if one.id_number else text


def _told(one: SuspectFacts | None) -> str:
    """What the list says of a child, in a sentence."""
    if one is None:
        return "选中的人写成同一个结果；不一样的请一个一个登记。"
    adult, parked = f"监护人{one.guardian}" if one.guardian else "", without_number(one, one.parked)
    parts = (masked(one.id_number), one.place, adult, one.phone, parked)
    return "，".join(filter(None, parts)) + "。" if any(parts) else ""
