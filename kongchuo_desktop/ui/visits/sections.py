"""The sections of 家访谈心, in the order of their tabs; a module is imported when its section is first opened."""

from kongchuo_desktop.ui.sections import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    SectionKind(
        "coverage",
        "家访进度",
        "kongchuo_desktop.ui.visits.coverage",
        "CoverageSection",
        then="这里按班级、家访人、村列出本学期要家访的家庭",
    ),
    SectionKind(
        "visits",
        "家访记录",
        "kongchuo_desktop.ui.visits.visits",
        "VisitsSection",
        then="在这里登记家访：选学生、写情况就行，去之前可以打印家访表",
    ),
    SectionKind(
        "talks",
        "谈心辅导",
        "kongchuo_desktop.ui.visits.talks",
        "TalksSection",
        then="谈心、学业谈话、留守儿童每月的关爱记录都记在这里",
    ),
    SectionKind(
        "teaching",
        "送教安置",
        "kongchuo_desktop.ui.visits.teaching",
        "TeachingSection",
        then="在这里登记残疾学生的安置方式：随班就读、特教学校、送教上门",
    ),
)
