"""The sections of 劝返, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind(
        "cases",
        "个案",
        "kongchuo_desktop.ui.returns.cases",
        "CasesSection",
        then="哪个孩子连续旷课、开学没来，在这里建个案，一步一步劝返",
    ),
    SectionKind(
        "watching",
        "返校跟踪",
        "kongchuo_desktop.ui.returns.watching",
        "WatchingSection",
        then="劝返回来的孩子按规定的日子列在这里，逐次确认在校",
    ),
    SectionKind("suspects", "疑似名单", "kongchuo_desktop.ui.returns.suspects", "SuspectsSection"),
    SectionKind(
        "ledgers",
        "台账",
        "kongchuo_desktop.ui.returns.ledgers",
        "LedgersSection",
        then="适龄儿童台账自动有了，疑似辍学、辍学台账由考勤、个案和名单自动列出",
    ),
)
