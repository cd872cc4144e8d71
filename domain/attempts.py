"""Attempts to reach a citizen; some could betray her to whom she fears."""

from enum import StrEnum
from uuid import UUID

from domain.decider import Circumstances, Command, Refused
from domain.event import Event
from domain.facts import KnownContact
from domain.people import KnownCitizen, Party, PartyRole, SafeContact


class AttemptKind(StrEnum):
    PHONE = "PHONE"
    VISIT = "VISIT"
    NEIGHBOUR = "NEIGHBOUR"
    RELATIVE = "RELATIVE"
    LEAFLET = "LEAFLET"


THROUGH_OTHERS = {AttemptKind.NEIGHBOUR, AttemptKind.RELATIVE, AttemptKind.LEAFLET}


class FollowUpAttemptMade(Event):
    kind: AttemptKind


class RecordAttempt(Command):
    """When it is made. A retry is one more."""

    kind: AttemptKind


def attempted(
    command: RecordAttempt,
    contact: KnownContact,
    named: UUID | None,
    circumstances: Circumstances,
) -> FollowUpAttemptMade:
    """`named` is the party who is followed up, if one is. Raises Refused."""
    through_others = command.kind in THROUGH_OTHERS
    if through_others and _direct_only(contact, named, circumstances):
        raise Refused(
            "DIRECT_ONLY: a neighbour, a relative or a leaflet could reveal her."
            " Call or visit her herself."
        )
    return FollowUpAttemptMade(kind=command.kind)


def _direct_only(
    contact: KnownContact, named: UUID | None, circumstances: Circumstances
) -> bool:
    """Whether anybody whom the attempt could betray may only be reached directly."""
    known = named and contact.facts.party(named)
    return any(
        _reached_directly(party, circumstances)
        for party in contact.facts.parties
        if not known or party == known or party.role == PartyRole.VICTIM
    )


def _reached_directly(party: Party, circumstances: Circumstances) -> bool:
    citizen = circumstances.others.get(party.citizen) if party.citizen else None
    instructed = citizen.safe_contact if isinstance(citizen, KnownCitizen) else None
    return SafeContact.DIRECT_ONLY in (party.safe_contact, instructed)
