"""The sections of 劝返, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("cases", "个案", "kongchuo_desktop.ui.returns.cases", "CasesSection"),
    SectionKind("watching", "返校跟踪", "kongchuo_desktop.ui.returns.watching", "WatchingSection"),
    SectionKind("suspects", "疑似名单", "kongchuo_desktop.ui.returns.suspects", "SuspectsSection"),
    SectionKind("ledgers", "台账", "kongchuo_desktop.ui.returns.ledgers", "LedgersSection"),
)
