"""打印上报: what goes up to offices and out to villages."""

from kongchuo_desktop.ui.sections import SectionedPage, SectionKind


class UpwardPage(SectionedPage):
    """Requests: "forms", ("builder", …) as its section has them, "villages"."""

    title = "打印上报"
    sections = (
        SectionKind("forms", "上报表样", "kongchuo_desktop.ui.upward.forms", "FormsSection"),
        SectionKind("builder", "指定表样", "kongchuo_desktop.ui.upward.builder", "BuilderSection"),
        SectionKind("villages", "村名单和函", "kongchuo_desktop.ui.upward.villages", "VillagesSection"),
    )
