"""Every kind of file of records: how it is read, compared and written. One line for each."""

from kongchuo_desktop.desk.record_files import RecordKind
from kongchuo_desktop.school.aid import families
from kongchuo_desktop.school.attendance import file_plan as attendance
from kongchuo_desktop.school.enrolment import file_plan as changes
from kongchuo_desktop.school.enrolment import file_writing as changes_writing
from kongchuo_desktop.school.pairing import file_plan as pairs
from kongchuo_desktop.school.pairing import marks_plan as marks
from kongchuo_desktop.school.returns import suspects
from kongchuo_desktop.school.visits import file_plan as visits
from kongchuo_desktop.sheets.attendance_sheet import read_attendance
from kongchuo_desktop.sheets.changes_sheet import read_changes
from kongchuo_desktop.sheets.households_sheet import read_families
from kongchuo_desktop.sheets.marks_sheet import read_marks
from kongchuo_desktop.sheets.pairs_sheet import read_pairs
from kongchuo_desktop.sheets.suspects_sheet import read_suspects
from kongchuo_desktop.sheets.visits_sheet import read_visits

ATTENDANCE = RecordKind("attendance", "导入考勤", read_attendance, attendance.plan, attendance.apply)
CHANGES = RecordKind("changes", "导入学籍异动", read_changes, changes.plan, changes_writing.apply)
VISITS = RecordKind("visits", "导入家访记录", read_visits, visits.plan, visits.apply)
PAIRS = RecordKind("pairs", "导入结对名单", read_pairs, pairs.plan, pairs.apply)
MARKS = RecordKind("marks", "导入成绩", read_marks, marks.plan, marks.apply)
HOUSEHOLDS = RecordKind("households", "导入困难家庭名单", read_families, families.plan, families.apply)
SUSPECTS = RecordKind("suspects", "导入疑似失学名单", read_suspects, suspects.plan, suspects.apply)
KINDS = (ATTENDANCE, CHANGES, VISITS, PAIRS, MARKS, HOUSEHOLDS, SUSPECTS)
BY_KEY = {kind.key: kind for kind in KINDS}
