"""Papers of 一帮一. Light: nothing here draws."""

from kongchuo_desktop.documents.kinds import CLASS, PaperKind, each_choice
from kongchuo_desktop.reports.kinds import Choice

PUPIL = Choice("pupil", "学生（姓名或学籍号）")
MENTOR = Choice("helper", "帮扶人")
RANGE = (each_choice(by_class=True), CLASS, MENTOR, PUPIL)

KINDS: tuple[PaperKind, ...] = (
    PaperKind("pair_agreement", "结对帮扶协议", RANGE, "每对一份：双方、目标、每月谈心和家访次数、签字"),
    PaperKind("pair_card", "结对帮扶卡", RANGE, "每名学生一张：帮扶人、电话、目标，交家长和学生各一份"),
    PaperKind("support_plan", "学困生转化方案", RANGE, "原因、目标、措施、周期效果、总结"),
    PaperKind("help_record", "帮扶记录", RANGE, "本学期谈心、家访、补课等逐次记录"),
    PaperKind("pair_summary", "结对帮扶总结", RANGE, "学期中和学期末总结，没有写的由记录起草"),
)
