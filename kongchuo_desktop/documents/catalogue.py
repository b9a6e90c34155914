"""Every paper, in the order of the menu. Light on purpose: reportlab is imported when something is drawn."""

from kongchuo_desktop.documents import (
    kinds_aid,
    kinds_dossier,
    kinds_enrolment,
    kinds_manual,
    kinds_pairs,
    kinds_returns,
    kinds_villages,
    kinds_visits,
)
from kongchuo_desktop.documents.kinds import CLASS, PaperKind, each_choice

__all__ = ["KINDS", "PaperKind"]

KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        "principal",
        "中心校—校长责任书",
        (each_choice(by_class=False),),
        "中心校或主管部门与校长签订，写明全校学生数与目标",
    ),
    PaperKind(
        "class_teacher",
        "校长—班主任责任书",
        (each_choice(by_class=True), CLASS),
        "每位班主任一份，写明本班人数、住校生、重点学生与目标",
    ),
    PaperKind(
        "subject_teacher",
        "校长—科任教师责任书",
        (each_choice(by_class=True), CLASS),
        "每位科任教师一份，写明任教班级与学生数",
    ),
    PaperKind(
        "parent",
        "学校—家长责任书",
        (each_choice(by_class=True), CLASS),
        "每名学生一份，一页纸，带回执",
    ),
    PaperKind(
        "village",
        "学校—村委会责任书",
        (each_choice(by_class=False),),
        "服务范围内每个村一份，写明本村在读学生数",
    ),
    PaperKind(
        "contact_card",
        "家校联系卡",
        (CLASS,),
        "一张A4纸八张卡，裁开发给家长随身带",
    ),
    PaperKind(
        "absence_notice",
        "学生缺课情况家长通知书",
        (CLASS,),
        "给旷课学生的家长，编号、带回执；每名待办学生一份",
    ),
    PaperKind(
        "absence_report",
        "学生缺课情况报告",
        (CLASS,),
        "班主任书面报教导处或学校；每名待办学生一份",
    ),
    PaperKind(
        "dropout_report",
        "辍学学生情况报告表",
        (CLASS, kinds_returns.CASE, kinds_returns.PUPIL),
        "报乡镇人民政府和教育局，带回执；每名未返校学生一份，写明个案时按劝返个案填",
    ),
    *kinds_returns.KINDS,
    *kinds_dossier.KINDS,
    *kinds_enrolment.KINDS,
    *kinds_visits.KINDS,
    *kinds_pairs.KINDS,
    *kinds_aid.KINDS,
    *kinds_villages.KINDS,
    *kinds_manual.KINDS,
)
