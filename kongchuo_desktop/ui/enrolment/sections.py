"""The sections of 学籍异动, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("changes", "异动登记", "kongchuo_desktop.ui.enrolment.changes", "ChangesSection"),
    SectionKind("chase", "去向追踪", "kongchuo_desktop.ui.enrolment.chase", "ChaseSection"),
    SectionKind("elsewhere", "随迁就读", "kongchuo_desktop.ui.enrolment.elsewhere", "ElsewhereSection"),
    SectionKind("rollcheck", "学籍核查", "kongchuo_desktop.ui.enrolment.rollcheck", "RollCheckSection"),
    SectionKind("area", "服务区儿童", "kongchuo_desktop.ui.enrolment.area", "AreaSection"),
    SectionKind("rates", "四率", "kongchuo_desktop.ui.enrolment.rates", "RatesSection"),
    SectionKind("turn", "升级毕业", "kongchuo_desktop.ui.enrolment.turn", "TurnSection"),
    SectionKind("boarding", "住宿", "kongchuo_desktop.ui.enrolment.boarding", "BoardingSection"),
)
