"""Invented letters, and the strings that have broken other programs."""

from collections.abc import Mapping

from kongchuo_desktop.documents.agreement_content import AgreementContent
from kongchuo_desktop.school.agreements.wording import PLACEHOLDERS, shipped

RARE = "张䶮㛃𬱖𬭎𫍽㼆𠅤〇"
LONG = "阿卜杜热合曼·买买提明·吐尔逊江·艾合买提·麦麦提艾力"
HOSTILE = (
    "A&B",
    "S&P;",
    "<b>",
    "</para>",
    "<font color='red'>红</font>",
    "<img src='/etc/hostname'/>",
    '<img src="http://example.invalid/x.png"/>',
    "<a href='javascript:1'>x</a>",
    "%s%n%d",
    "100%",
    "{学校名称}",
    "{0}",
    "{}",
    "${HOME}",
    "((()",
    ")Tj ET",
    "\\",
    "\\n",
    "\\377",
    "]TJ",
    "<feff>",
    "/Type /Page",
    "endstream endobj",
    "'; DROP TABLE pupil;--",
    '"双引号"',
    "'单引号'",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "../../etc/passwd",
    "CON",
    "NUL.txt",
    "a:b",
    "x" * 60,
    "囍" * 60,
    "一、",
    "（一）甲",
    "甲方：乙",
    "，。、；",
    "《《「「",
    "》》」」",
    "e\u0301",
    "Ω≈ç√",
    "①②③㈠",
    "〇·",
    "𠀀𪛖",
    "＿＿＿",
    "　全角空格　",
    "1.5kg/㎡",
    "A4纸×3",
    "……——",
    "“‘引’”",
    "Müller",
    "Нина",
    "２０２６年",
)
UNSEEN = (
    "零\u200b宽",
    "\u202e反向",
    "标\ufeff记",
    "空\x00字",
    "响\x07铃",
    "变\ufe0e体",
    "半\ud800个",
    "换\n行",
    "制\t表",
)
VALUES: Mapping[str, str] = {
    **{item.name: f"{item.name}甲" for kind in PLACEHOLDERS.values() for item in kind},
    "学生姓名": "李小满",
    "家长姓名": "李建国",
    "班级": "三年级1班",
    "学生数": "18",
    "巩固率目标": "100%",
    "控辍目标": "不让一名学生辍学",
    "辍学率目标": "0%",
    "辍学率上限": "0%",
    "村名": "东沟村",
    "教师姓名": "罗秀英",
}
SCHOOL_WORDS = ("学校名称", "学年", "编号")


def letter(
    kind: str, *, number: str = "河小控责〔2026〕家001号", group: str = "三年级1班", **values: str
) -> AgreementContent:
    """One letter; `values` over the usual ones."""
    known = {name: value for name, value in VALUES.items() if name not in SCHOOL_WORDS} | values
    signer = known["学生姓名"] if kind == "parent" else known["教师姓名"]
    return AgreementContent(shipped(kind), number, "河湾乡河边村小学", "2026—2027学年", signer, group, known)


def squashed(text: str) -> str:
    """Text without blanks and line ends, which a PDF keeps as places, not as characters."""
    return "".join(text.split()).replace("\ufffe", "")
