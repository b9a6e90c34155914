"""A new survey, or other columns of one: from a ready one or of the school's own making."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.survey import rules
from kongchuo_desktop.school.survey.rules import TEMPLATES
from kongchuo_desktop.school.survey.service import SurveyFacts
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

OWN = "own"
EVERYBODY, KEY = "all", "key"  # who is asked
HINT = (
    "一行一栏。选项用 / 隔开，后面加 * 的表示需要帮助；只问是否就在末尾打问号；数字、日期在名称后注明。"
    "例：上网设备：电脑/手机/没有*　　有人辅导？　　离校公里（数）　　备注"
)


class MakingBox(FormBox):
    """Asks for title, columns and who is asked; picking a ready one fills the rest."""

    def __init__(
        self, parent: QWidget, office: Office, classes: tuple[str, ...], run: Callable[[dict[str, Any]], object]
    ) -> None:
        first = TEMPLATES[0]
        scopes = ((EVERYBODY, "全校在读学生"), (KEY, "重点学生"), *((name, name) for name in classes))
        templates = (*((one.key, one.title) for one in TEMPLATES), (OWN, "自己定栏目"))
        parts = (
            Field("template", "用哪一种", "choice", choices=templates),
            Field("title", "名称", required=True, longest=80),
            Field("scope", "问哪些学生", "choice", choices=scopes),
            Field("columns", "栏目", "lines", required=True, hint=HINT, check=columns_objection),
            Field("about", "说明", longest=300, hint="写给填表的老师看，可以不写"),
        )
        super().__init__(parent, "新建摸底", parts, act="新建", run=run, today=office.today)
        self._stamp = f"（{office.today().year}年{office.today().month}月）"
        self._chosen = ""
        self.setMinimumWidth(560)
        self.form.changed.connect(self._follow)
        roomy(self.form.editor("columns"))
        self.form.put({"template": first.key, "scope": EVERYBODY})
        self._follow()
        self.resize(self.sizeHint())

    def _follow(self) -> None:
        """Another ready one fills title and columns."""
        chosen = str(self.form.values()["template"])
        if chosen == self._chosen:
            return
        self._chosen = chosen
        found = next((one for one in TEMPLATES if one.key == chosen), None)
        title = f"{found.title}{self._stamp}" if found else ""
        self.form.put({
            "title": title, "columns": found.columns if found else "", "about": found.about if found else "",
        })  # fmt: skip


def ask_columns(
    parent: QWidget, office: Office, found: SurveyFacts, run: Callable[[dict[str, Any]], object]
) -> FormBox:
    """Title, columns and words of a survey that is there."""
    parts = (
        Field("title", "名称", required=True, longest=80),
        Field("columns", "栏目", "lines", required=True, hint=HINT, check=columns_objection),
        Field("about", "说明", longest=300),
    )
    values = {"title": found.title, "columns": rules.write_columns(found.questions), "about": found.about}
    box = FormBox(
        parent, "改名称和栏目", parts, act="保存", run=run, today=office.today, values=values,
        sentence="名称相同的栏目，已填的内容不变；已有人填的栏目不能去掉。",
    )  # fmt: skip
    box.setMinimumWidth(560)
    roomy(box.form.editor("columns"))
    return box


def columns_objection(text: object) -> str:
    """What is wrong with columns as they are typed."""
    try:
        rules.read_columns(str(text))
    except UserError as refused:
        return refused.sentence
    return ""


def roomy(editor: QWidget) -> None:
    """Room for six columns at once."""
    if isinstance(editor, QPlainTextEdit):
        editor.setMinimumHeight(editor.fontMetrics().lineSpacing() * 7 + 16)
        editor.setMaximumHeight(16777215)
