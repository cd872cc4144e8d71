"""Which citizens are one person, and which are not: a person decides, reversibly."""

from uuid import UUID

from domain.decider import Circumstances, Command, Refused
from domain.event import Event
from domain.people import KnownCitizen
from domain.words import Line, Score


class CitizensLinked(Event):
    """⇄ on both citizens."""

    other: UUID
    basis: str
    score: int | None = None


class CitizensUnlinked(Event):
    """⇄ on both citizens. Somebody has seen that they are two."""

    other: UUID
    reason: str


class CitizensKeptApart(Event):
    """⇄ on both citizens. It holds until somebody links them after all."""

    other: UUID
    reason: str


class LinkCitizen(Command):
    """They share histories; nothing is merged, and it can be undone."""

    other: UUID
    basis: Line
    score: Score | None = None


class UnlinkCitizen(Command):
    """They are two persons: nobody is asked about them again."""

    other: UUID
    reason: Line


class KeepCitizensApart(Command):
    """They look alike and are two persons: nobody is asked about them again."""

    other: UUID
    reason: Line


def linked(
    command: LinkCitizen, citizen: KnownCitizen, circumstances: Circumstances
) -> CitizensLinked:
    _another(command.other, citizen, circumstances, "linked with")
    return CitizensLinked(**dict(command))


def unlinked(command: UnlinkCitizen, citizen: KnownCitizen) -> CitizensUnlinked:
    if command.other not in citizen.links:
        raise Refused("These citizens are not linked.")
    return CitizensUnlinked(**dict(command))


def kept_apart(
    command: KeepCitizensApart, citizen: KnownCitizen, circumstances: Circumstances
) -> CitizensKeptApart:
    if command.other in citizen.apart:
        raise Refused("These citizens are kept apart already.")
    _another(command.other, citizen, circumstances, "kept apart from")
    return CitizensKeptApart(**dict(command))


def with_link(
    known: KnownCitizen, event: CitizensLinked | CitizensUnlinked | CitizensKeptApart
) -> dict[str, object]:
    other = {event.other}
    if isinstance(event, CitizensLinked):
        return {"links": known.links | other, "apart": known.apart - other}
    return {"links": known.links - other, "apart": known.apart | other}


def _another(
    other: UUID, citizen: KnownCitizen, circumstances: Circumstances, how: str
) -> None:
    if other == circumstances.id:
        raise Refused(f"A citizen can't be {how} herself.")
    if other in citizen.links:
        raise Refused("These citizens are linked already.")
    circumstances.the(KnownCitizen, other, "citizen")
