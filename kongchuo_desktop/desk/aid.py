"""The township's list of poor families brought in."""

from kongchuo_desktop.desk.record_files import RecordKind
from kongchuo_desktop.school.aid import families
from kongchuo_desktop.sheets.households_sheet import read_families

HOUSEHOLDS = RecordKind("households", "导入困难家庭名单", read_families, families.plan, families.apply)
