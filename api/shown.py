"""What a reader sees of words: in clear, masked, or known to be forgotten."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.event import By, Event, Frozen, Personal, Recorded
from domain.people import KnownCitizen, Party, PartyRole, SafeContact
from infrastructure.mapper import personal_words

PERSONAL = Personal.model_fields.keys()


def words(personal: Personal | None) -> str | None:
    return personal.text if personal else None


def forgotten(value: object) -> bool:
    """Whether some of its words can never be read again."""
    return any(each.text is None for each in personal_words(value))


class PartyShown(Frozen):
    id: UUID
    role: PartyRole
    citizen: UUID | None
    name: str | None
    cpr: str | None
    phone: str | None
    email: str | None
    address: str | None  # where it is protected, only behind broken glass
    address_protected: bool
    safe_contact: SafeContact
    birthday: str | None
    # For our own pages alone: whoever corrects sends back a party as it was shown.
    address_opened: bool = Field(False, exclude=True)


def party_shown(
    party: Party, citizen: KnownCitizen | None, opened: Collection[UUID] = ()
) -> PartyShown:
    """`opened` are those whose protected address may be seen."""
    protected = party.address_protected or bool(citizen and citizen.address_protected)
    seen = protected and bool({party.id, party.subject} & set(opened))
    instructed = citizen and citizen.safe_contact
    direct = SafeContact.DIRECT_ONLY in (party.safe_contact, instructed)
    return PartyShown(
        id=party.id,
        role=party.role,
        citizen=party.citizen,
        name=words(party.name),
        cpr=words(party.cpr),
        phone=words(party.phone),
        email=words(party.email),
        address=words(party.address) if seen or not protected else None,
        address_protected=protected,
        safe_contact=SafeContact.DIRECT_ONLY if direct else SafeContact.ANY,
        birthday=words(party.birthday),
        address_opened=seen,
    )


def in_clear(
    value: Any, protected: frozenset[str], opened: frozenset[str] = frozenset()
) -> Any:
    """An event's JSON as read; addresses about protected subjects are left out, unless
    they have been opened to the reader.
    """
    if isinstance(value, dict):
        if value.keys() == PERSONAL:
            return value["text"]
        masked = _masked(value, protected, opened)
        return {
            name: None if name in masked else in_clear(part, protected, opened)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [in_clear(part, protected, opened) for part in value]
    return value


def _masked(
    value: dict[str, Any], protected: frozenset[str], opened: frozenset[str]
) -> Collection[str]:
    """Which of its fields hold an address that is protected."""
    about = _about(value)
    if about in opened:
        return ()
    if value.get("address_protected") or about in protected:
        return {"address"}
    match str(value.get("field")).split("."):
        case ["parties", party, "address"] if party in protected - opened:
            return {"old", "new"}  # of a correction
    return ()


def _about(value: dict[str, Any]) -> str | None:
    address = value.get("address")
    return address["about"] if isinstance(address, dict) else None


class EventShown(Frozen):
    """One event of a history: what, who, when, and in `details` why, old and new."""

    version: int
    position: int
    what: str
    at: datetime
    stated_at: datetime | None  # told by another system, for what was imported
    by: By
    details: dict[str, Any]
    forgotten: bool = False  # some of its words were erased


def events_shown(
    history: Iterable[Recorded[Event]],
    protected: Iterable[UUID],
    opened: Iterable[UUID] = (),
) -> list[EventShown]:
    hidden = frozenset(str(each) for each in protected)
    seen = frozenset(str(each) for each in opened)
    return [
        EventShown(
            version=recorded.version,
            position=recorded.position or 0,
            what=type(recorded.event).__name__,
            at=recorded.at,
            stated_at=recorded.stated_at,
            by=recorded.by,
            details=in_clear(recorded.event.model_dump(mode="json"), hidden, seen),
            forgotten=forgotten(recorded.event),
        )
        for recorded in history
    ]
