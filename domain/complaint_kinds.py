"""What is complained of, who is told, and how it can end: the words of the trade."""

from collections.abc import Iterable
from enum import StrEnum

from domain.purposes import Regime


class ComplaintKind(StrEnum):
    BEHAVIOUR = "BEHAVIOUR"
    DISPOSITION_ADMINISTRATIVE = "DISPOSITION_ADMINISTRATIVE"
    DISPOSITION_CRIMINAL_PROCEDURE = "DISPOSITION_CRIMINAL_PROCEDURE"
    CRIMINAL_OFFENCE = "CRIMINAL_OFFENCE"
    TRAFFIC_OFFENCE = "TRAFFIC_OFFENCE"
    OTHER = "OTHER"


class Group(StrEnum):
    """Figures are never mixed over these: each has outcomes of its own."""

    BEHAVIOUR = "BEHAVIOUR"
    DISPOSITION = "DISPOSITION"
    OTHER = "OTHER"


class Via(StrEnum):
    """Where the citizen filed it."""

    DISTRICT = "DISTRICT"
    AUTHORITY = "AUTHORITY"


class Recipient(StrEnum):
    AUTHORITY = "AUTHORITY"
    POLICE_DIRECTOR = "POLICE_DIRECTOR"
    NATIONAL_POLICE = "NATIONAL_POLICE"
    PROSECUTOR = "PROSECUTOR"


class CopyRecipient(StrEnum):
    """Who gets a copy of the note of a note procedure (retsplejeloven § 1019 k)."""

    AUTHORITY = "AUTHORITY"
    PROSECUTOR = "PROSECUTOR"
    NATIONAL_POLICE = "NATIONAL_POLICE"


class NoticeRecipient(StrEnum):
    """Who is told why it takes so long (retsplejeloven § 1019 n)."""

    COMPLAINANT = "COMPLAINANT"
    OFFICER = "OFFICER"


class Outcome(StrEnum):
    """Gravest first: a complaint counts by the gravest of its allegations."""

    MOST_SEVERELY_CRITICISABLE = "MOST_SEVERELY_CRITICISABLE"
    VERY_CRITICISABLE = "VERY_CRITICISABLE"
    CRITICISABLE = "CRITICISABLE"
    INAPPROPRIATE = "INAPPROPRIATE"
    REGRETTABLE = "REGRETTABLE"
    NO_CRITICISM = "NO_CRITICISM"
    REVERSED = "REVERSED"
    PARTLY_REVERSED = "PARTLY_REVERSED"
    CONFIRMED = "CONFIRMED"
    NOTE_PROCEDURE = "NOTE_PROCEDURE"
    UNFOUNDED = "UNFOUNDED"
    TIME_BARRED = "TIME_BARRED"
    WITHDRAWN_BY_COMPLAINANT = "WITHDRAWN_BY_COMPLAINANT"
    OTHER_CLOSING = "OTHER_CLOSING"


class AppealOutcome(StrEnum):
    REVERSED = "REVERSED"
    PARTLY_REVERSED = "PARTLY_REVERSED"
    CONFIRMED = "CONFIRMED"


CRITICISED = (
    Outcome.MOST_SEVERELY_CRITICISABLE,
    Outcome.VERY_CRITICISABLE,
    Outcome.CRITICISABLE,
)
REGRETTABLE_OR_INAPPROPRIATE = (Outcome.INAPPROPRIATE, Outcome.REGRETTABLE)
AFTER_INVESTIGATION = (*CRITICISED, *REGRETTABLE_OR_INAPPROPRIATE, Outcome.NO_CRITICISM)
OF_DISPOSITIONS = (Outcome.REVERSED, Outcome.PARTLY_REVERSED, Outcome.CONFIRMED)
DECIDED = (*AFTER_INVESTIGATION, *OF_DISPOSITIONS)

# The Independent Police Complaints Authority investigates these (retsplejeloven
# § 1019 and chapter 93 c); all other complaints are the police's to answer first.
OF_THE_AUTHORITY = {
    ComplaintKind.BEHAVIOUR,
    ComplaintKind.CRIMINAL_OFFENCE,
    ComplaintKind.TRAFFIC_OFFENCE,
}
APPEALED_TO = {  # the last instance: retsplejeloven § 109 stk. 2 and § 101 stk. 2
    ComplaintKind.DISPOSITION_ADMINISTRATIVE: Recipient.NATIONAL_POLICE,
    ComplaintKind.DISPOSITION_CRIMINAL_PROCEDURE: Recipient.PROSECUTOR,
}
OFFENCES = {ComplaintKind.CRIMINAL_OFFENCE, ComplaintKind.TRAFFIC_OFFENCE}


def group_of(kind: ComplaintKind) -> Group:
    if kind == ComplaintKind.BEHAVIOUR:
        return Group.BEHAVIOUR
    return Group.DISPOSITION if kind in APPEALED_TO else Group.OTHER


def gravest(outcomes: Iterable[Outcome]) -> Outcome:
    return min(outcomes, key=list(Outcome).index)


def law_of(kind: ComplaintKind) -> Regime:
    """Only an alleged offence can lead to a prosecution (project choice)."""
    return Regime.LED if kind in OFFENCES else Regime.GDPR
