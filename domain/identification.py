"""Who a party of a contact is: a link that can be withdrawn, never a merge."""

from uuid import UUID

from domain.decider import Circumstances, Command, Refused
from domain.event import Event
from domain.facts import Facts
from domain.people import KnownCitizen, Party
from domain.words import Line, Score


class PartyIdentified(Event):
    party: UUID
    citizen: UUID
    basis: str
    score: int | None = None


class IdentificationWithdrawn(Event):
    party: UUID
    citizen: UUID  # who the party is no longer
    reason: str


class IdentifyParty(Command):
    """Say on what basis the party is this citizen; it can be withdrawn."""

    party: UUID
    citizen: UUID
    basis: Line
    score: Score | None = None


class WithdrawIdentification(Command):
    """The contact leaves the citizen's history; that it was there stays known."""

    party: UUID
    reason: Line


def identified(
    command: IdentifyParty, facts: Facts, circumstances: Circumstances
) -> PartyIdentified:
    if _party(facts, command.party).citizen:
        raise Refused("This party is identified: withdraw the identification first.")
    circumstances.the(KnownCitizen, command.citizen, "citizen")
    return PartyIdentified(
        party=command.party,
        citizen=command.citizen,
        basis=command.basis,
        score=command.score,
    )


def unidentified(
    command: WithdrawIdentification, facts: Facts
) -> IdentificationWithdrawn:
    citizen = _party(facts, command.party).citizen
    if citizen is None:
        raise Refused("This party is not identified.")
    return IdentificationWithdrawn(
        party=command.party, citizen=citizen, reason=command.reason
    )


def with_identity(
    facts: Facts, event: PartyIdentified | IdentificationWithdrawn
) -> Facts:
    """Words stay as they were sealed; a CPR goes, since it says who somebody is."""
    change: dict[str, object] = (
        {"citizen": event.citizen}
        if isinstance(event, PartyIdentified)
        else {"citizen": None, "cpr": None}
    )
    parties = tuple(
        party.model_copy(update=change) if party.id == event.party else party
        for party in facts.parties
    )
    return facts.model_copy(update={"parties": parties})


def _party(facts: Facts, id: UUID) -> Party:
    if party := facts.party(id):
        return party
    raise Refused("There is no party with this id in the contact.")
