"""The sections of 家访谈心, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("coverage", "家访进度", "kongchuo_desktop.ui.visits.coverage", "CoverageSection"),
    SectionKind("visits", "家访记录", "kongchuo_desktop.ui.visits.visits", "VisitsSection"),
    SectionKind("talks", "谈心辅导", "kongchuo_desktop.ui.visits.talks", "TalksSection"),
    SectionKind("teaching", "送教安置", "kongchuo_desktop.ui.visits.teaching", "TeachingSection"),
)
