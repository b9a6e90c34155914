"""The sections of 资助, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("families", "困难家庭", "kongchuo_desktop.ui.aid.families", "FamiliesSection"),
    SectionKind("entitled", "应享受", "kongchuo_desktop.ui.aid.entitled", "EntitledSection"),
    SectionKind("recognition", "认定", "kongchuo_desktop.ui.aid.recognition", "RecognitionSection"),
    SectionKind("payments", "发放", "kongchuo_desktop.ui.aid.payments", "PaymentsSection"),
    SectionKind("meals", "营养餐", "kongchuo_desktop.ui.aid.meals", "MealsSection"),
    SectionKind("checks", "核查", "kongchuo_desktop.ui.aid.checks", "ChecksSection"),
    SectionKind("fund", "救助基金", "kongchuo_desktop.ui.aid.fund", "FundSection"),
    SectionKind("gifts", "捐赠物资", "kongchuo_desktop.ui.aid.gifts", "GiftsSection"),
    SectionKind("amounts", "标准", "kongchuo_desktop.ui.aid.amounts", "AmountsSection"),
)
