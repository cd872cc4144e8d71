"""How a citizen is shown, with whom she was linked and from whom kept apart."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from api.shown import forgotten, words
from domain.citizens import (
    CitizensKeptApart,
    CitizensLinked,
    CitizensUnlinked,
    citizens,
)
from domain.event import By, Event, Frozen, Recorded
from domain.people import KnownCitizen, SafeContact


class Link(Frozen):
    """To another citizen, taken for the same person."""

    citizen: UUID
    basis: str
    score: int | None
    at: datetime
    by: By


class Apart(Frozen):
    """From another citizen, known to be somebody else."""

    citizen: UUID
    reason: str
    at: datetime
    by: By


class CitizenShown(Frozen):
    """A citizen as known; words that are null while `forgotten` were erased."""

    id: UUID
    version: int
    cpr: str | None
    name: str | None
    phone: str | None
    email: str | None
    address: str | None  # where it is protected, only behind broken glass
    address_protected: bool
    safe_contact: SafeContact
    birthday: str | None
    linked: list[UUID]
    forgotten: bool
    address_opened: bool = False  # behind broken glass: null is then unknown
    links: tuple[Link, ...] = ()
    apart: tuple[Apart, ...] = ()


def known_citizen(history: list[Recorded[Event]]) -> KnownCitizen:
    return citizens.state_after(each.event for each in history) or KnownCitizen()


def citizen_shown(
    id: UUID, history: list[Recorded[Event]], opened: Collection[UUID] = ()
) -> CitizenShown:
    """`opened` are those whose protected address may be seen."""
    known = known_citizen(history)
    seen = known.address_protected and id in opened
    ties = _ties(history)
    return CitizenShown(
        id=id,
        version=history[-1].version,
        cpr=words(known.cpr),
        name=words(known.name),
        phone=words(known.phone),
        email=words(known.email),
        address=words(known.address) if seen or not known.address_protected else None,
        address_opened=seen,
        address_protected=known.address_protected,
        safe_contact=known.safe_contact or SafeContact.ANY,
        birthday=words(known.birthday),
        linked=sorted(known.links),
        forgotten=forgotten(known),
        links=tuple(each for each in ties if isinstance(each, Link)),
        apart=tuple(each for each in ties if isinstance(each, Apart)),
    )


def _ties(history: Iterable[Recorded[Event]]) -> Collection[Link | Apart]:
    """What stands between her and each other citizen: whatever was decided last."""
    decided: dict[UUID, Link | Apart] = {}
    for recorded in history:
        by, at = recorded.by, recorded.at
        match recorded.event:
            case CitizensLinked(other=other, basis=basis, score=score):
                tie = Link(citizen=other, basis=basis, score=score, at=at, by=by)
                decided[other] = tie
            case (
                CitizensUnlinked(other=other, reason=reason)
                | CitizensKeptApart(other=other, reason=reason)
            ):
                decided[other] = Apart(citizen=other, reason=reason, at=at, by=by)
    return decided.values()
