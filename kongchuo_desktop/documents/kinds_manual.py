"""The program's own papers. Light: nothing here draws."""

from kongchuo_desktop.documents.kinds import PaperKind

KINDS: tuple[PaperKind, ...] = (
    PaperKind("manual", "控辍使用手册", (), "整本手册，A4，带目录和插图，不含任何学生信息"),
    PaperKind("quick_card", "控辍快速卡", (), "一页A4，每天常用的键，贴在电脑旁边"),
)
