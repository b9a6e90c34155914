"""Papers of coming and going. Light: nothing here draws."""

from kongchuo_desktop.documents.kinds import CLASS, PaperKind
from kongchuo_desktop.reports.kinds import Choice

EVENT = Choice("event", "异动编号（几个用逗号分开，空着=本学年的）")
YEAR = Choice("year", "毕业的学年（如 2026，空着=最近一届）")
PUPIL = Choice("pupil", "学生（姓名或学籍号，印还没有登记异动的申请表）")

KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        "transfer_form", "转学申请表", (EVENT, PUPIL, CLASS), "转入、转出都用；双方学校和主管部门意见，下联是回执"
    ),
    PaperKind("transfer_proof", "学生转学证明", (EVENT, CLASS), "给转出的学生，编号、带接收回执"),
    PaperKind("arrival_receipt", "转入学生接收回执", (EVENT, CLASS), "给转入学生的原学校，编号"),
    PaperKind("leave_form", "休学申请表", (EVENT, PUPIL, CLASS), "监护人申请，班主任、学校、主管部门意见"),
    PaperKind("return_form", "复学申请表", (EVENT, PUPIL, CLASS), "休学期满或提前返校时填写"),
    PaperKind(
        "chase_letter", "学生去向核实函", (EVENT, CLASS), "给没有寄回回执的接收学校，编号、带回执；不选=全部未落实的"
    ),
    PaperKind("elsewhere_form", "随迁就读情况核实表", (CLASS,), "每名随迁就读学生一份，带历次核实记录和监管人签字"),
    PaperKind("destination_form", "毕业生去向和领证登记表", (YEAR, CLASS), "每班一页，去向、凭据、证书号，领取人签字"),
)
