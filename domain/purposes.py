"""What personal words may be read for, and which law that falls under."""

from enum import StrEnum

from domain.kinds import ContactKind


class Purpose(StrEnum):
    CONTACT_HANDLING = "CONTACT_HANDLING"
    FOLLOW_UP = "FOLLOW_UP"
    PROTECTION = "PROTECTION"
    INVESTIGATION = "INVESTIGATION"
    SUPERVISION = "SUPERVISION"
    COMPLAINT = "COMPLAINT"
    CITIZEN_ACCESS = "CITIZEN_ACCESS"


class Regime(StrEnum):
    LED = "LED"  # law enforcement: retshåndhævelsesloven, lov 410/2017
    GDPR = "GDPR"  # all other processing, with databeskyttelsesloven


SERVICE = {  # neither prevents nor prosecutes offences (project choice)
    ContactKind.LOST_PROPERTY,
    ContactKind.COMPLAINT,
    ContactKind.BOOKING_REQUEST,
}


def regime_of(kind: ContactKind) -> Regime:
    return Regime.GDPR if kind in SERVICE else Regime.LED


def regime_for(purpose: Purpose) -> Regime:
    """Of a read that is about no single contact; one about a contact has the contact's.

    A complaint about the police neither prevents nor prosecutes offences (project choice).
    """
    return Regime.GDPR if purpose is Purpose.COMPLAINT else Regime.LED
