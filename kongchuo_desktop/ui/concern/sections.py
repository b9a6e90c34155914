"""The sections of 重点关爱, in order; each module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

ROOM = "kongchuo_desktop.ui.concern"

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("register", "登记", f"{ROOM}.register", "RegisterSection"),
    SectionKind("levels", "关注等级", f"{ROOM}.levels", "LevelsSection"),
    SectionKind("homes", "家庭情况", f"{ROOM}.homes", "HomesSection"),
    SectionKind("care", "一长三员", f"{ROOM}.care", "CareSection"),
    SectionKind("survey", "摸底", "kongchuo_desktop.ui.survey.page", "SurveyPage"),
)
