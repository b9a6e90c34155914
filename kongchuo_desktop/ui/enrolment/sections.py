"""The sections of 学籍异动, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("changes", "异动登记", "kongchuo_desktop.ui.enrolment.changes", "ChangesSection"),
    SectionKind(
        "chase",
        "去向追踪",
        "kongchuo_desktop.ui.enrolment.chase",
        "ChaseSection",
        then="转出、出国而没有回执的孩子会列在这里，逐个发函、催回执",
    ),
    SectionKind(
        "elsewhere",
        "随迁就读",
        "kongchuo_desktop.ui.enrolment.elsewhere",
        "ElsewhereSection",
        then="学籍在本校、人在外地上学的孩子登记在这里，按期核实",
    ),
    SectionKind(
        "rollcheck",
        "学籍核查",
        "kongchuo_desktop.ui.enrolment.rollcheck",
        "RollCheckSection",
        then="每学期开学在这里逐班核对人和籍，也可以拿别处的名单来比对",
    ),
    SectionKind("area", "服务区儿童", "kongchuo_desktop.ui.enrolment.area", "AreaSection"),
    SectionKind(
        "rates",
        "四率",
        "kongchuo_desktop.ui.enrolment.rates",
        "RatesSection",
        then="这里按本学年的学生变动算出巩固率、辍学率、入学率",
    ),
    SectionKind(
        "turn",
        "升级毕业",
        "kongchuo_desktop.ui.enrolment.turn",
        "TurnSection",
        then="每年六月以后在这里一次办完升级和毕业，再登记毕业生去向",
    ),
    SectionKind(
        "boarding",
        "住宿",
        "kongchuo_desktop.ui.enrolment.boarding",
        "BoardingSection",
        then="住校的孩子会列在这里，可以给他们安排寝室和床位",
    ),
)
