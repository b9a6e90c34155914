"""The sections of 一帮一, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("pairs", "结对名单", "kongchuo_desktop.ui.pairs.pairs", "PairsSection"),
    SectionKind("proposal", "结对建议", "kongchuo_desktop.ui.pairs.proposal", "ProposalSection"),
    SectionKind("promises", "约定落实", "kongchuo_desktop.ui.pairs.promises", "PromisesSection"),
    SectionKind("plans", "转化方案", "kongchuo_desktop.ui.pairs.plans", "PlansSection"),
)
