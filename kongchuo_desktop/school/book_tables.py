"""Every table of the book, imported in one place so that migrations and checks see them all."""

from kongchuo_desktop.school.agreements import model as agreements
from kongchuo_desktop.school.aid import model as aid
from kongchuo_desktop.school.attachments import model as attachments
from kongchuo_desktop.school.attendance import model as attendance
from kongchuo_desktop.school.classes import model as classes
from kongchuo_desktop.school.concern import model as concern
from kongchuo_desktop.school.enrolment import model as enrolment
from kongchuo_desktop.school.handed_in import model as handed_in
from kongchuo_desktop.school.identity import model as identity
from kongchuo_desktop.school.levels import model as levels
from kongchuo_desktop.school.notices import model as notices
from kongchuo_desktop.school.pairing import model as pairing
from kongchuo_desktop.school.pupils import model as pupils
from kongchuo_desktop.school.returns import model as returns
from kongchuo_desktop.school.staff import model as staff
from kongchuo_desktop.school.survey import model as survey
from kongchuo_desktop.school.visits import model as visits
from kongchuo_desktop.storage.schema import Base

ROOMS = (
    identity, staff, classes, pupils, attachments, notices, handed_in, enrolment, attendance, concern, visits, survey,
    pairing, aid, returns, levels, agreements,
)  # fmt: skip
METADATA = Base.metadata
