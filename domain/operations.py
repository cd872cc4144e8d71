"""Which processing of personal data an event of the archive is (LED article 25).

Reads are told apart in the access log; what is written is told apart here.
"""

from domain import citizens, complaints, contacts, follow_ups, intake, stalking_courses
from domain.disclosures import Operation
from domain.event import Event
from domain.supervision import AuditFindingRecorded, AuditSampleDrawn

COLLECTS: frozenset[type[Event]] = frozenset(
    {
        AuditFindingRecorded,
        AuditSampleDrawn,
        citizens.CitizenIdentified,
        citizens.ParticularsSupplied,
        citizens.SafeContactInstructed,
        complaints.AllegationAdded,
        complaints.ComplaintReceived,
        complaints.NoteProcedureHeld,
        contacts.ContactRegistered,
        contacts.ContactSupplemented,
        contacts.DispositionRecorded,
        contacts.EvidenceAttached,
        follow_ups.FollowUpAttemptMade,
        follow_ups.FollowUpOpened,
        follow_ups.ReassuranceTalkHeld,
        intake.IntakeObserved,
        stalking_courses.RiskToolReferenced,
        stalking_courses.StalkingCourseOpened,
        stalking_courses.SuspectNamed,
    }
)
ERASES = frozenset({"KeysDestroyed"})  # by name: of every topic, words are gone


def operation_of(event: Event) -> Operation:
    """What is not new about somebody alters what was known, if only its standing."""
    if type(event).__name__ in ERASES:
        return Operation.ERASURE
    if type(event) in COLLECTS:
        return Operation.COLLECTION
    return Operation.ALTERATION
