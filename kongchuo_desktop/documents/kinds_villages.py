"""The papers that go out to villages. Light: nothing here draws."""

from kongchuo_desktop.documents.kinds import PaperKind
from kongchuo_desktop.reports.kinds import Choice

READERS = (("village", "村委会"), ("township", "乡镇人民政府"), ("central", "中心学校"))
READER = Choice("reader", "给谁", READERS, "village")
VILLAGE = Choice("village", "村", source="villages")
EACH = Choice("each", "存成", (("", "全部一个文件"), ("signer", "每村一个文件")))
KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        "village_list", "村学生名单和函", (READER, VILLAGE, EACH),
        "每村一份：函和名单，只列收件人用得着的栏目；存到文件夹时每村另有 Excel",
    ),
)  # fmt: skip
