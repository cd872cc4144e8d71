"""Who a citizen is, and how she may safely be reached."""

from datetime import date
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from domain.cpr import Cpr, born_then, holder
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import CprNumber, Event, Personal
from domain.links import (
    CitizensKeptApart,
    CitizensLinked,
    CitizensUnlinked,
    KeepCitizensApart,
    LinkCitizen,
    UnlinkCitizen,
    kept_apart,
    linked,
    unlinked,
    with_link,
)
from domain.people import KnownCitizen, Particulars, SafeContact
from domain.words import Day, Line

__all__ = [  # of this topic, and told in a module of their own
    "CitizensKeptApart",
    "CitizensLinked",
    "CitizensUnlinked",
    "KeepCitizensApart",
    "LinkCitizen",
    "UnlinkCitizen",
]


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


class ToldParticulars(Command):
    cpr: Cpr | None = None
    name: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    birthday: Day | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(told is None for _, told in self):
            raise PydanticCustomError("nothing", "Give at least one of the particulars")
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


def decide(  # noqa: C901, PLR0911 - one case for each command
    citizen: KnownCitizen | None,
    command: IdentifyCitizen
    | SupplyParticulars
    | ProtectAddress
    | LiftAddressProtection
    | InstructSafeContact
    | LinkCitizen
    | UnlinkCitizen
    | KeepCitizensApart,
    circumstances: Circumstances,
) -> Event:
    if isinstance(command, IdentifyCitizen):
        if citizen:
            raise Refused("The citizen is already identified.")
        return CitizenIdentified(**_particulars(None, command, circumstances))
    if citizen is None:
        raise Refused("There is no citizen with this id.")
    match command:
        case SupplyParticulars():
            return ParticularsSupplied(**_particulars(citizen, command, circumstances))
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
        case LinkCitizen():
            return linked(command, citizen, circumstances)
        case UnlinkCitizen():
            return unlinked(command, citizen)
        case KeepCitizensApart():
            return kept_apart(command, citizen, circumstances)


def _particulars(
    known: KnownCitizen | None, told: ToldParticulars, circumstances: Circumstances
) -> dict[str, Personal]:
    about = circumstances.id
    _one_birthday(known or KnownCitizen(), told, circumstances)
    words = {
        name: Personal(about=about, text=str(text))
        for name, text in told
        if text is not None and name != "cpr"
    }
    if told.cpr is None:
        return words
    holder(told.cpr, about, circumstances)
    return {"cpr": CprNumber(about=about, text=told.cpr), **words}


def _one_birthday(
    known: KnownCitizen, told: ToldParticulars, circumstances: Circumstances
) -> None:
    birthday, number = told.birthday, told.cpr
    if birthday is None and number is None:
        return
    if birthday is None and known.birthday and known.birthday.text:
        birthday = date.fromisoformat(known.birthday.text)
    if number is None and known.cpr:
        number = known.cpr.text
    born_then(birthday, number, circumstances.at)


CitizenEvent = (
    CitizenIdentified
    | ParticularsSupplied
    | AddressProtected
    | AddressProtectionLifted
    | SafeContactInstructed
    | CitizensLinked
    | CitizensUnlinked
    | CitizensKeptApart
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
        case CitizensLinked() | CitizensUnlinked() | CitizensKeptApart():
            return with_link(known, event)


citizens = Decider(decide, evolve, first=IdentifyCitizen)
