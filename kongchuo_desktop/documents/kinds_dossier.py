"""Papers about one child: the bound file and the card of care."""

from kongchuo_desktop.documents.kinds import CLASS, PaperKind, each_choice
from kongchuo_desktop.reports.kinds import Choice

PUPIL = Choice("pupil", "学生")  # name, 学籍号, ID number or the book's own id
WHO = Choice("who", "范围", (("", "全部在读学生"), ("key", "重点学生")))
MASK = Choice("mask", "证件号显示", (("no", "完整显示"), ("yes", "只显示前6位和后4位")), "no")

KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        "dossier",
        "学生档案（一人一案）",
        (PUPIL, CLASS, WHO, each_choice(by_class=True), MASK),
        "封面、目录、基本情况、四清、学籍、考勤、家访、谈心、帮扶、照片和大事记，装订成册",
    ),
    PaperKind(
        "archive_card",
        "学生关爱档案卡",
        (PUPIL, CLASS, WHO, each_choice(by_class=True), MASK),
        "每名学生一页：基本情况、家庭、关注类别、帮扶人和家访记录，留有手填的地方",
    ),
)
