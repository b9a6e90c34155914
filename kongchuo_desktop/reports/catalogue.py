"""Every report, in the order of the menu."""

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports import (
    aid,
    aid_figures,
    attendance_day,
    attendance_lists,
    attendance_month,
    attendance_week,
    boarding,
    concern,
    concern_homes,
    duties_week,
    enrolment_changes,
    enrolment_graduates,
    enrolment_tracking,
    month_sheet,
    notices,
    pairs,
    pupil_lists,
    rates,
    rates_forms,
    rates_roll,
    return_report,
    returns_cases,
    returns_ledgers,
    returns_month,
    returns_period,
    returns_villages,
    roll_checks,
    school_tables,
    survey,
    suspects,
    visits,
    visits_coverage,
    visits_teaching,
)
from kongchuo_desktop.reports.kinds import ReportKind

KINDS: tuple[ReportKind, ...] = (
    attendance_day.KIND,
    attendance_week.KIND,
    attendance_month.KIND,
    *attendance_lists.KINDS,
    duties_week.KIND,
    notices.KIND,
    return_report.KIND,
    month_sheet.KIND,
    *enrolment_changes.KINDS,
    *enrolment_tracking.KINDS,
    *enrolment_graduates.KINDS,
    rates.KIND,
    rates_roll.KIND,
    *rates_forms.KINDS,
    survey.KIND,
    *visits.KINDS,
    *visits_coverage.KINDS,
    *visits_teaching.KINDS,
    *concern.KINDS,
    *concern_homes.KINDS,
    *aid.KINDS,
    *aid_figures.KINDS,
    *suspects.KINDS,
    *returns_cases.KINDS,
    *returns_villages.KINDS,
    *returns_month.KINDS,
    *returns_period.KINDS,
    *returns_ledgers.KINDS,
    *pairs.KINDS,
    *boarding.KINDS,
    *pupil_lists.KINDS,
    *school_tables.KINDS,
    *roll_checks.KINDS,
)


def report_kind(key: str) -> ReportKind:
    """The report of that key; an unknown one is answered with the list."""
    found = next((kind for kind in KINDS if kind.key == key), None)
    if found is None:
        raise UserError(f"没有“{key}”这种报表，可用：{'、'.join(kind.key for kind in KINDS)}。")
    return found
