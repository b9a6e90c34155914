"""学校: the facts that papers and reports print."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import STAGES
from kongchuo_desktop.ui.forms.fields import Field, Heading
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.form_section import FormSection

STAGE_CHOICES = tuple((stage, stage) for stage in STAGES)
FIELDS = (
    Heading("责任书、报表上印的就是这些"),
    Field("name", "学校名称", required=True, longest=80),
    Field("stage", "学段", "choice", required=True, choices=STAGE_CHOICES, width=12),
    Field("primary_years", "小学学制", "choice", required=True, choices=((6, "六年制"), (5, "五年制")), width=12),
    Field("code", "学校标识码", longest=20, width=16),
    Field("above", "上级（中心校或教育局）", longest=80),
    Field("paper_mark", "发文字号的代字", longest=20, width=12, hint="印在责任书编号里，如：河湾控"),
    Heading("地址和电话"),
    Field("county", "县（市、区）", longest=40, width=16),
    Field("township", "乡（镇）", longest=40, width=16),
    Field("address", "详细地址", longest=200),
    Field("phone", "电话", longest=40, width=16),
)


class SchoolSection(FormSection):
    """The one row of the school."""

    act = "修改学校信息"

    def __init__(self, office: Office) -> None:
        super().__init__(office, FIELDS)

    def read(self, session: Any) -> Mapping[str, Any]:
        """The school's facts."""
        return asdict(identity.school(session))

    def write(self, session: Any, changes: Mapping[str, Any]) -> None:
        """Change what was changed."""
        identity.change_school(session, changes=changes)

    def state_sentence(self) -> str:
        """Why this matters."""
        return "校名、上级、代字改过以后，再打印的责任书和报表就用新的。"
