"""Papers of enrolling and bringing back (入学、劝返). Light: nothing here draws."""

from kongchuo_desktop.documents.kinds import CLASS, PaperKind, each_choice
from kongchuo_desktop.reports.kinds import Choice

CASE = Choice("case", "个案编号（几个用逗号分开，空着=全部用得上的）")
PUPIL = Choice("pupil", "学生（姓名或学籍号）")
VILLAGE = Choice("village", "村", source="villages")
TERM = Choice("term", "学期（空着=要报到的学期）", source="terms")
RANGE = (CASE, PUPIL, CLASS)  # of records
AGAIN = Choice("again", "送达过的", (("", "原样重印"), ("yes", "再发一份（第二次……），另编号")))
ABOUT = (*RANGE, AGAIN)  # of letters
LETTERS: tuple[PaperKind, ...] = (
    PaperKind(
        "enrol_notice", "入学通知书", (TERM, CLASS, VILLAGE, PUPIL),
        "开学前发给每名应入学、应报到的孩子，编号、带回执；服务区里还没入学的也印",
    ),
    PaperKind("urge_notice", "督促入学通知书", ABOUT, "没有按时到校的，督促监护人限期送来，编号、带送达回执"),
    PaperKind("persuasion_notice", "劝返通知书", ABOUT, "劝监护人送孩子返校，编号、带送达回执"),
    PaperKind("deadline_notice", "限期返校通知书", ABOUT, "写明期限和义务教育法第五十八条，从送达起算，带送达回执"),
    PaperKind("village_request", "请村民委员会协助劝返的函", ABOUT, "请村里核实去向、一起入户，带回执"),
    PaperKind("township_report", "疑似辍学学生情况书面报告", ABOUT, "报乡镇人民政府和教育局，附辍学学生情况报告表"),
    PaperKind("return_notice", "复学通知书", ABOUT, "返校时发给监护人：编班、帮扶人、跟踪日期，带回执"),
)  # fmt: skip
PART = Choice("part", "内容", (("", "已登记的"), ("blank", "空白记录表")))
EACH = each_choice(by_class=True)
PAPERS: tuple[PaperKind, ...] = (
    PaperKind(
        "persuasion_record", "劝返记录", (*RANGE, EACH, PART),
        "每个个案一份：每次劝返的人员、地点、谈话、结果，留签字栏；也可印空白表手填",
    ),
    PaperKind(
        "return_file", "返校复学档案", (*RANGE, EACH), "返校以后：帮扶计划、帮扶人、按日期跟踪和点名册反映的情况、结果",
    ),
    PaperKind(
        "case_file", "劝返个案档案", (*RANGE, EACH),
        "封面、目录、基本情况、经过、文书、劝返记录、返校跟踪、证明目录，装订成册；没有证明结案的印明",
    ),
)  # fmt: skip
KINDS: tuple[PaperKind, ...] = (*LETTERS, *PAPERS)
