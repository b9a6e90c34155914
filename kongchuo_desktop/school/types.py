"""Identities that cross floors. A number of one kind can't be handed over as another."""

from typing import NewType

PupilId = NewType("PupilId", int)
GuardianId = NewType("GuardianId", int)
StaffId = NewType("StaffId", int)
ClassId = NewType("ClassId", int)
VillageId = NewType("VillageId", int)
CampusId = NewType("CampusId", int)
BatchId = NewType("BatchId", int)
AgreementId = NewType("AgreementId", int)
EventId = NewType("EventId", int)
VisitId = NewType("VisitId", int)
MarkId = NewType("MarkId", int)
TalkId = NewType("TalkId", int)
PairId = NewType("PairId", int)
SurveyId = NewType("SurveyId", int)
AttachmentId = NewType("AttachmentId", int)
DormitoryId = NewType("DormitoryId", int)
