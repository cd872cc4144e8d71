"""Who a citizen is, and how she may safely be reached."""

from typing import Self
from uuid import UUID

from pydantic import model_validator

from domain.cpr import Cpr, holder
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import CprNumber, Event, Personal
from domain.people import KnownCitizen, Particulars, SafeContact
from domain.words import Line, Score


class CitizenIdentified(Particulars, Event):
    pass


class ParticularsSupplied(Particulars, Event):
    """Those not given stay as they are."""


class AddressProtected(Event):
    pass


class AddressProtectionLifted(Event):
    pass


class SafeContactInstructed(Event):
    safe_contact: SafeContact
    reason: str


class CitizensLinked(Event):
    """⇄ on both citizens."""

    other: UUID
    basis: str
    score: int | None = None


class CitizensUnlinked(Event):
    """⇄ on both citizens."""

    other: UUID
    reason: str


class ToldParticulars(Command):
    cpr: Cpr | None = None
    name: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(told is None for _, told in self):
            raise ValueError("Supply at least one of the particulars.")
        return self


class IdentifyCitizen(ToldParticulars):
    """With at least one particular; a CPR is nobody else's."""


class SupplyParticulars(ToldParticulars):
    """At least one; those not given stay as they are."""


class ProtectAddress(Command):
    pass


class LiftAddressProtection(Command):
    pass


class InstructSafeContact(Command):
    """How she may be reached without danger, whatever the contact says."""

    safe_contact: SafeContact
    reason: Line


class LinkCitizen(Command):
    """They share histories; nothing is merged, and it can be undone."""

    other: UUID
    basis: Line
    score: Score | None = None


class UnlinkCitizen(Command):
    other: UUID
    reason: Line


def decide(  # noqa: C901, PLR0911 - one case for each command
    citizen: KnownCitizen | None,
    command: IdentifyCitizen
    | SupplyParticulars
    | ProtectAddress
    | LiftAddressProtection
    | InstructSafeContact
    | LinkCitizen
    | UnlinkCitizen,
    circumstances: Circumstances,
) -> Event:
    if isinstance(command, IdentifyCitizen):
        if citizen:
            raise Refused("The citizen is already identified.")
        return CitizenIdentified(**_particulars(command, circumstances))
    if citizen is None:
        raise Refused("There is no citizen with this id.")
    match command:
        case SupplyParticulars():
            return ParticularsSupplied(**_particulars(command, circumstances))
        case ProtectAddress():
            if citizen.address_protected:
                raise Refused("The address is already protected.")
            return AddressProtected()
        case LiftAddressProtection():
            if not citizen.address_protected:
                raise Refused("The address is not protected.")
            return AddressProtectionLifted()
        case InstructSafeContact(safe_contact=safe_contact, reason=reason):
            return SafeContactInstructed(safe_contact=safe_contact, reason=reason)
        case LinkCitizen(other=other, basis=basis, score=score):
            _may_be_linked(citizen, other, circumstances)
            return CitizensLinked(other=other, basis=basis, score=score)
        case UnlinkCitizen(other=other, reason=reason):
            if other not in citizen.links:
                raise Refused("These citizens are not linked.")
            return CitizensUnlinked(other=other, reason=reason)


def _particulars(
    told: ToldParticulars, circumstances: Circumstances
) -> dict[str, Personal]:
    about = circumstances.id
    words = {
        name: Personal(about=about, text=text)
        for name, text in told
        if text is not None and name != "cpr"
    }
    if told.cpr is None:
        return words
    holder(told.cpr, about, circumstances)
    return {"cpr": CprNumber(about=about, text=told.cpr), **words}


def _may_be_linked(
    citizen: KnownCitizen, other: UUID, circumstances: Circumstances
) -> None:
    if other == circumstances.id:
        raise Refused("A citizen can't be linked with herself.")
    if other in citizen.links:
        raise Refused("These citizens are linked already.")
    circumstances.the(KnownCitizen, other, "citizen")


CitizenEvent = (
    CitizenIdentified
    | ParticularsSupplied
    | AddressProtected
    | AddressProtectionLifted
    | SafeContactInstructed
    | CitizensLinked
    | CitizensUnlinked
)


def evolve(citizen: KnownCitizen | None, event: CitizenEvent) -> KnownCitizen:
    known = citizen or KnownCitizen()
    return known.model_copy(update=_change(known, event))


def _change(
    known: KnownCitizen,
    event: CitizenEvent,
) -> dict[str, object]:
    match event:
        case CitizenIdentified() | ParticularsSupplied():
            return {name: words for name, words in event if words is not None}
        case AddressProtected():
            return {"address_protected": True}
        case AddressProtectionLifted():
            return {"address_protected": False}
        case SafeContactInstructed(safe_contact=safe_contact):
            return {"safe_contact": safe_contact}
        case CitizensLinked(other=other):
            return {"links": known.links | {other}}
        case CitizensUnlinked(other=other):
            return {"links": known.links - {other}}


citizens = Decider(decide, evolve, first=IdentifyCitizen)
