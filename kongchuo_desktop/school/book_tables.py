"""Every table of the book, imported in one place so that migrations and checks see them all."""

from kongchuo_desktop.school.agreements import model as agreements
from kongchuo_desktop.school.attendance import model as attendance
from kongchuo_desktop.school.classes import model as classes
from kongchuo_desktop.school.handed_in import model as handed_in
from kongchuo_desktop.school.identity import model as identity
from kongchuo_desktop.school.notices import model as notices
from kongchuo_desktop.school.pupils import model as pupils
from kongchuo_desktop.school.staff import model as staff
from kongchuo_desktop.storage.schema import Base

ROOMS = (identity, staff, classes, pupils, notices, handed_in, attendance, agreements)
METADATA = Base.metadata
