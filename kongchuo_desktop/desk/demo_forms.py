"""The sample school's own form: the county's monthly sheet, pointed at once and kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.form_filling import keep
from kongchuo_desktop.desk.ready_forms import shipped

NAME = "望山县控辍保学情况月报表"


def add_form(session: Session, *, now: datetime) -> None:
    """Keep the county's form with its map."""
    keep(session, shipped("sample", NAME), now=now)
