"""Papers of visits and of teaching at home. Light: nothing here draws."""

from kongchuo_desktop.documents.kinds import CLASS, PaperKind, each_choice
from kongchuo_desktop.reports.attendance_choices import FROM, TO
from kongchuo_desktop.reports.kinds import Choice
from kongchuo_desktop.reports.visits_coverage import TERM, VILLAGE

PUPIL = Choice("pupil", "学生（姓名或学籍号，几个用逗号分开）")
WHICH = Choice(
    "all", "范围", (("all", "全部家庭"), ("", "还没有家访的"), ("due", "还要家访的（含第二次）")), "all"
)  # fmt: skip
NUMBER = Choice("visit", "家访编号（几个用逗号分开）")
PART = Choice("part", "内容", (("", "计划和记录"), ("plan", "只要计划"), ("blank", "空白记录表")))

KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        "visit_form", "家访记录表（空白）", (each_choice(by_class=True), CLASS, VILLAGE, WHICH, PUPIL),
        "带着去家访：每户一张，学生、家长、住址、上次家访都已填好",
    ),
    PaperKind(
        "visit_record", "家访记录", (each_choice(by_class=True), FROM, TO, CLASS, PUPIL, NUMBER),
        "已登记的家访，编号、内容、照片，签字归档",
    ),
    PaperKind("visit_route", "家访路线表", (VILLAGE, CLASS, WHICH, TERM), "每村一张，按组和住址排好"),
    PaperKind("home_teaching", "送教上门“一人一案”", (TERM, PUPIL, PART), "送教计划、每次送教记录，家长签字"),
)  # fmt: skip
