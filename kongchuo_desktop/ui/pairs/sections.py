"""The sections of 一帮一, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind(
        "pairs",
        "结对名单",
        "kongchuo_desktop.ui.pairs.pairs",
        "PairsSection",
        then="在这里给需要帮助的学生结对，谁帮谁、帮什么、一个月谈几次",
    ),
    SectionKind(
        "proposal",
        "结对建议",
        "kongchuo_desktop.ui.pairs.proposal",
        "ProposalSection",
        then="程序在这里给没有帮扶人的学生提结对建议，每一对都说明理由",
    ),
    SectionKind(
        "promises",
        "约定落实",
        "kongchuo_desktop.ui.pairs.promises",
        "PromisesSection",
        then="结了对，这里按日子算谁的谈心、家访该补上",
    ),
    SectionKind(
        "plans",
        "转化方案",
        "kongchuo_desktop.ui.pairs.plans",
        "PlansSection",
        then="结了对或登记了学困生，在这里写转化方案、记帮扶、按四周小结",
    ),
)
