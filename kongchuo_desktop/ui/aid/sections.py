"""The sections of 资助, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind(
        "families",
        "困难家庭",
        "kongchuo_desktop.ui.aid.families",
        "FamiliesSection",
        then="再导入乡镇的脱贫户、监测对象、低保户名单，程序按证件号对上本校学生",
    ),
    SectionKind(
        "entitled",
        "应享受",
        "kongchuo_desktop.ui.aid.entitled",
        "EntitledSection",
        then="这里按困难家庭名单和学校认定，算出谁该享受资助、多少、为什么",
    ),
    SectionKind(
        "recognition",
        "认定",
        "kongchuo_desktop.ui.aid.recognition",
        "RecognitionSection",
        then="在这里告知每一户、登记申请，再评议、认定、公示",
    ),
    SectionKind(
        "payments",
        "发放",
        "kongchuo_desktop.ui.aid.payments",
        "PaymentsSection",
        then="在这里按项目生成发放名册，审批、发放、签领",
    ),
    SectionKind(
        "meals",
        "营养餐",
        "kongchuo_desktop.ui.aid.meals",
        "MealsSection",
        then="这里按点名算出每班每天该供多少份营养餐",
    ),
    SectionKind(
        "checks",
        "核查",
        "kongchuo_desktop.ui.aid.checks",
        "ChecksSection",
        then="困难家庭、认定、发放名册、卡号和考勤在这里互相对照，有出入就列出来",
    ),
    SectionKind("fund", "救助基金", "kongchuo_desktop.ui.aid.fund", "FundSection"),
    SectionKind("gifts", "捐赠物资", "kongchuo_desktop.ui.aid.gifts", "GiftsSection"),
    SectionKind("amounts", "标准", "kongchuo_desktop.ui.aid.amounts", "AmountsSection"),
)
