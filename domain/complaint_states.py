"""What a complaint can be: pending, concluded, under appeal, or finally decided."""

from datetime import date

from domain.complaint_facts import Conclusion, KnownComplaint
from domain.complaint_kinds import AppealOutcome, Recipient
from domain.decider import Refused


class Pending(KnownComplaint):
    pass


class Concluded(KnownComplaint):
    conclusion: Conclusion


class Appealed(KnownComplaint):
    conclusion: Conclusion
    to: Recipient
    lodged_on: date


class AppealDecided(KnownComplaint):
    """Nothing more can be decided about it."""

    conclusion: Conclusion
    to: Recipient
    lodged_on: date
    decision: AppealOutcome
    decided_on: date


Complaint = Pending | Concluded | Appealed | AppealDecided


def pending(complaint: Complaint) -> Pending:
    """Raises Refused."""
    if not isinstance(complaint, Pending):
        raise Refused("The complaint is concluded: it must be reopened first.")
    return complaint
