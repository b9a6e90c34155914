"""The explicit list of pages, in the order of the rail; a module is imported when first opened."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from kongchuo_desktop.ui.help.place import MARK

if TYPE_CHECKING:
    from kongchuo_desktop.ui.office import Office
    from kongchuo_desktop.ui.page import Page


@dataclass(frozen=True)
class PageKind:
    """One work area: `factory` is the name in `module` that makes the page from the Office.

    `opens_group` draws a line over it in the rail.
    """

    key: str
    title: str
    icon: str
    module: str
    factory: str
    opens_group: bool = False

    def make(self, office: "Office") -> "Page":
        """Import the module and make the page."""
        made = cast("Callable[[Office], Page]", getattr(import_module(self.module), self.factory))(office)
        made.setProperty(MARK, self.key)
        return made


# Order: 今日 考勤 学生 | 重点关爱 家访谈心 一帮一 资助 学籍异动 劝返 | 责任书 通知书 报表 打印上报 |
# 概况 班级教职工 导入 设置
PAGES: tuple[PageKind, ...] = (
    PageKind("today", "今日", "today", "kongchuo_desktop.ui.today.page", "TodayPage"),
    PageKind("attendance", "考勤", "attendance", "kongchuo_desktop.ui.attendance.page", "AttendancePage"),
    PageKind("pupils", "学生", "pupils", "kongchuo_desktop.ui.pupils.page", "PupilsPage"),
    PageKind("concern", "重点关爱", "concern", "kongchuo_desktop.ui.concern.page", "ConcernPage", True),
    PageKind("visits", "家访谈心", "visits", "kongchuo_desktop.ui.visits.page", "VisitsPage"),
    PageKind("pairs", "一帮一", "pairs", "kongchuo_desktop.ui.pairs.page", "PairsPage"),
    PageKind("aid", "资助", "aid", "kongchuo_desktop.ui.aid.page", "AidPage"),
    PageKind("enrolment", "学籍异动", "enrolment", "kongchuo_desktop.ui.enrolment.page", "EnrolmentPage"),
    PageKind("returns", "劝返", "returns", "kongchuo_desktop.ui.returns.page", "ReturnsPage"),
    PageKind("agreements", "责任书", "agreements", "kongchuo_desktop.ui.agreements.page", "AgreementsPage", True),
    PageKind("notices", "通知书", "notices", "kongchuo_desktop.ui.notices.page", "NoticesPage"),
    PageKind("reports", "报表", "reports", "kongchuo_desktop.ui.reports.page", "ReportsPage"),
    PageKind("upward", "打印上报", "upward", "kongchuo_desktop.ui.upward.page", "UpwardPage"),
    PageKind("home", "概况", "home", "kongchuo_desktop.ui.home.page", "HomePage", True),
    PageKind("classes", "班级教职工", "classes", "kongchuo_desktop.ui.classes.page", "ClassesPage"),
    PageKind("intake", "导入", "intake", "kongchuo_desktop.ui.intake.page", "IntakePage"),
    PageKind("settings", "设置", "settings", "kongchuo_desktop.ui.settings.page", "SettingsPage"),
)
