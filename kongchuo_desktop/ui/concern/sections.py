"""The sections of 重点关爱, in order; each module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

ROOM = "kongchuo_desktop.ui.concern"

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind(
        "register",
        "登记",
        f"{ROOM}.register",
        "RegisterSection",
        then="在这里登记留守、残疾、困难等重点关爱的学生",
    ),
    SectionKind(
        "levels",
        "关注等级",
        f"{ROOM}.levels",
        "LevelsSection",
        then="程序按登记、点名、家访在这里提出谁需要关注，由人来定",
    ),
    SectionKind(
        "homes",
        "家庭情况",
        f"{ROOM}.homes",
        "HomesSection",
        then="兄弟姐妹会合成一户，在这里登记谁在照料、父母在哪里",
    ),
    SectionKind(
        "care",
        "一长三员",
        f"{ROOM}.care",
        "CareSection",
        then="在这里给每个留守儿童落实代理家长和生活、学习、心理三位辅导员",
    ),
    SectionKind(
        "survey",
        "摸底",
        "kongchuo_desktop.ui.survey.page",
        "SurveyPage",
        then="可以在这里摸底：自己定栏目，按班逐人填，程序列出需要帮助的学生",
    ),
)
