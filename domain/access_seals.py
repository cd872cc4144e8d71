"""The access log's roots, as events of the archive: so its proofs cover who read what."""

from typing import Self

from pydantic import model_validator

from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event, Frozen, Role
from domain.words import Position


class DisclosuresSealed(Event):
    """Of the entries from one position of the access log to another, both included: how
    many there are, and their root (RFC 6962, over leaves as the archive's), in base64.
    """

    first: int
    last: int
    count: int
    root: str


class SealDisclosures(Command):
    first: Position
    last: Position
    count: Position
    root: str

    @model_validator(mode="after")
    def _goes_on(self) -> Self:
        if not 0 < self.count <= self.last - self.first + 1:
            raise ValueError("so many entries can't be there")
        return self


class Sealed(Frozen):
    """One seal is one event."""


def decide(
    seal: Sealed | None, command: SealDisclosures, circumstances: Circumstances
) -> Event:
    if circumstances.by.role is not Role.REGISTRY:
        raise Refused("The access log is sealed by the registry itself.")
    if seal:
        raise Refused("These entries are sealed already.")
    return DisclosuresSealed(**dict(command))


def evolve(seal: Sealed | None, event: DisclosuresSealed) -> Sealed:
    return Sealed()


access_seals = Decider(decide, evolve, first=SealDisclosures)
