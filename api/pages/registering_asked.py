"""What a kind of contact asks for first, and who usually tells of it: one table."""

from typing import NamedTuple

from domain.kinds import ContactKind
from domain.people import PartyRole


class Asks(NamedTuple):
    """All can be told of any contact; what a kind asks for stands open."""

    role: PartyRole = PartyRole.REPORTER  # of the first party
    acts: bool = False
    evidence: bool = False


OF_A_VICTIM = Asks(PartyRole.VICTIM)
WITH_EVIDENCE = Asks(PartyRole.VICTIM, evidence=True)
OF_ACTS = Asks(PartyRole.VICTIM, acts=True, evidence=True)
OF_AN_ENQUIRER = Asks(PartyRole.ENQUIRER)
ANYTHING = Asks()
BY_KIND = {
    ContactKind.UNSETTLING_BEHAVIOUR: ANYTHING,
    ContactKind.BURGLARY: OF_A_VICTIM,
    ContactKind.THEFT: OF_A_VICTIM,
    ContactKind.TRICK_THEFT: OF_A_VICTIM,
    ContactKind.VANDALISM: WITH_EVIDENCE,
    ContactKind.ASSAULT: WITH_EVIDENCE,
    ContactKind.THREAT: OF_ACTS,
    ContactKind.DOMESTIC: OF_ACTS,
    ContactKind.STALKING: OF_ACTS,
    ContactKind.FRAUD: WITH_EVIDENCE,
    ContactKind.TRAFFIC: ANYTHING,
    ContactKind.NEIGHBOUR_DISPUTE: ANYTHING,
    ContactKind.LOST_PROPERTY: OF_AN_ENQUIRER,
    ContactKind.WITNESS_ENQUIRY: Asks(PartyRole.WITNESS),
    ContactKind.VICTIM_ENQUIRY: OF_A_VICTIM,
    ContactKind.COMPLAINT: Asks(PartyRole.COMPLAINANT),
    ContactKind.BOOKING_REQUEST: OF_AN_ENQUIRER,
    ContactKind.OTHER: ANYTHING,
}


def asks_of(kind: str) -> Asks:
    """Of a kind as it was chosen, or of none yet."""
    return BY_KIND[ContactKind(kind)] if kind in set(ContactKind) else ANYTHING
