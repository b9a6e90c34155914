"""疑似失学 lists brought in."""

from kongchuo_desktop.desk.record_files import RecordKind
from kongchuo_desktop.school.returns import suspects
from kongchuo_desktop.sheets.suspects_sheet import read_suspects

SUSPECTS = RecordKind("suspects", "导入疑似失学名单", read_suspects, suspects.plan, suspects.apply)
