"""Papers of 资助. Light: nothing here draws."""

from kongchuo_desktop.documents.kinds import CLASS, PaperKind, each_choice
from kongchuo_desktop.reports.kinds import Choice

PUPIL = Choice("pupil", "学生（姓名或学籍号）")
TERM = Choice("term", "学期", source="terms")
PROGRAMME = Choice("programme", "项目", source="programmes")
NUMBER = Choice("number", "第几份名册（空为全部）")
WHO = Choice("who", "印给", (("", "有困难情形或已申请的"), ("all", "全部学生")))
EACH = each_choice(by_class=True)

KINDS: tuple[PaperKind, ...] = (
    PaperKind("aid_notice", "资助政策告知书", (EACH, CLASS, PUPIL), "每家一份：能申请什么、多少、怎么申请，带回执"),
    PaperKind(
        "aid_application", "家庭经济困难学生认定申请表", (EACH, CLASS, PUPIL, WHO),
        "每名学生一份，已知的内容填好，其余手写",
    ),
    PaperKind("aid_review", "家庭经济困难学生认定评议记录", (EACH, CLASS), "每班一份：参加人员、评议情况、建议等级"),
    PaperKind("aid_public", "家庭经济困难学生认定公示", (), "只有班级和姓名，印之前查有没有不能公开的内容"),
    PaperKind("aid_approval", "家庭经济困难学生认定审批表", (), "全校认定汇总和名单，校长审批"),
    PaperKind("payment_sheet", "资助资金发放花名册", (TERM, PROGRAMME, NUMBER), "每份名册一张，合计有大写，留签字栏"),
    PaperKind("aid_card", "学生资助一人一卡", (EACH, CLASS, PUPIL, WHO), "每名学生一张：家庭情况、应享受、已发放"),
    PaperKind("aid_summary", "学生资助汇总表", (TERM,), "按项目和班级：应享受、已列支、已发放"),
)  # fmt: skip
