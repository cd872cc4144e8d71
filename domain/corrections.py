"""A correction names the field, what stood there and what stands there from now on."""

from functools import cache
from typing import Annotated, Any, NamedTuple, Self
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError, to_jsonable_python
from typing_extensions import TypeAliasType

from domain.cpr import born_then
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Frozen, Personal
from domain.facts import Facts
from domain.people import Party
from domain.registration import RegisterContact, ToldEvidence, not_ahead
from domain.told_people import ToldParty, own_ids, words
from domain.words import Json, Line

Value = TypeAliasType(
    "Value",
    Annotated[
        "StrictBool | StrictInt | Annotated[str, Field(strict=True)] | Personal"
        " | list[Value] | dict[str, Value] | None",
        Field(union_mode="left_to_right"),
    ],
)
NOT_CORRECTED = {"intake"}
IDENTITY = {"id", "citizen", "cpr"}  # of a party: identified, or withdrawn, not edited
WORDS = {"name", "phone", "email", "address", "birthday"}  # of a party
WORDS_OF_CONTACT = {"narrative", "place"}


class ContactCorrected(Event):
    """`old` and `new` are what readers see, with words still personal."""

    field: str
    old: Value
    new: Value
    reason: str


class Place(NamedTuple):
    """Where in a registration something is corrected."""

    field: str
    party: UUID | None = None

    def __str__(self) -> str:
        return f"parties.{self.party}.{self.field}" if self.party else self.field


class CorrectContact(Command):
    """`field` is one of a registration's, or `parties.<party id>.<name>`.

    Lists are replaced whole. `old` must be what stands.
    """

    field: Line
    old: Json
    new: Json
    reason: Line

    @model_validator(mode="after")
    def _fits(self) -> Self:
        kind = _kind(self.place)
        try:
            kind.validate_python(self.new)
        except ValueError:
            raise PydanticCustomError(
                "new", "Give as new what this field may be"
            ) from None
        return self

    @property
    def place(self) -> Place:
        """Raises ValueError where a contact has no such field to correct."""
        return place_of(self.field)


def place_of(field: str) -> Place:
    """Raises ValueError where a contact has no such field to correct."""
    match field.split("."):
        case [name] if name in RegisterContact.model_fields.keys() - NOT_CORRECTED:
            return Place(name)
        case ["parties", party, name] if (
            name in ToldParty.model_fields.keys() - IDENTITY
        ):
            return Place(name, UUID(party))
    raise PydanticCustomError("field", "Name a field that can be corrected")


def as_it_stands(facts: Facts, field: str) -> Any:
    """What `old` must be. Raises LookupError where the contact has no such field."""
    try:
        place = place_of(field)
    except ValueError:
        raise LookupError(field) from None
    party = facts.party(place.party) if place.party else None
    if place.party and not party:
        raise LookupError(field)
    return _plain(value(getattr(party or facts, place.field)))


def correction(
    command: CorrectContact, facts: Facts, circumstances: Circumstances
) -> ContactCorrected:
    """Raises Refused."""
    place = command.place
    party = facts.party(place.party) if place.party else None
    if place.party and not party:
        raise Refused("There is no party with this id in the contact.")
    old = value(getattr(party or facts, place.field))
    standing = _plain(old)
    new = _kind(place).validate_python(command.new)
    if _normal(place, command.old) != standing:
        raise Refused("The old value is not what stands: read the contact again.")
    if _normal(place, command.new) == standing:
        raise Refused("The new value is what stands already.")
    if place.field == "received_at":
        not_ahead(new, circumstances.at)
    if party and place.field == "birthday":
        born_then(new, party.cpr.text if party.cpr else None, circumstances.at)
    if place == Place("parties"):
        _same_identities(facts, new)
        for each in new:
            born_then(each.birthday, each.cpr, circumstances.at)
        own_ids(new, circumstances.id, facts.intake)
    return ContactCorrected(
        field=str(place),
        old=old,
        new=value(_with_subjects(place, new, party, circumstances.id)),
        reason=command.reason,
    )


def corrected(facts: Facts, event: ContactCorrected) -> Facts:
    told = facts.model_dump()
    new = event.model_dump()["new"]
    match event.field.split("."):
        case [_, party, field]:
            for each in told["parties"]:
                if each["id"] == UUID(party):
                    each[field] = new
        case _:
            told[event.field] = new
    return Facts.model_validate(told)


def value(told: object) -> Any:
    """As readers see it, but for words, which stay personal."""
    match told:
        case Personal(about=about, text=text):
            return Personal(about=about, text=text)
        case Frozen():
            return {name: value(part) for name, part in told}
        case tuple():
            return [value(part) for part in told]
        case _:
            return to_jsonable_python(told)


def _plain(value: Any) -> Any:
    match value:
        case Personal(text=text):
            return text
        case dict():
            return {name: _plain(part) for name, part in value.items()}
        case list():
            return [_plain(part) for part in value]
        case _:
            return value


def _normal(place: Place, told: Any) -> Any:
    """One spelling for equal values: times in UTC, defaults filled in."""
    kind = _kind(place)
    try:
        return kind.dump_python(kind.validate_python(told), mode="json")
    except ValueError:  # it can't stand there, unless it is null for forgotten words
        return told


def _kind(place: Place) -> TypeAdapter[Any]:
    return _adapter(ToldParty if place.party else RegisterContact, place.field)


@cache
def _adapter(model: type[Frozen], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(model.model_fields[field].rebuild_annotation())


def _same_identities(facts: Facts, parties: tuple[ToldParty, ...]) -> None:
    told = {each.id: (each.citizen, each.cpr) for each in parties}
    before = {
        each.id: (each.citizen, each.cpr.text if each.cpr else None)
        for each in facts.parties
    }
    nobody = (None, None)
    for id in told.keys() | before.keys():
        if told.get(id, nobody) != before.get(id, nobody):
            raise Refused(
                "A correction can't change who a party is:"
                " identify the party, or withdraw the identification."
            )


def _with_subjects(
    place: Place, new: Any, party: Party | None, contact: UUID
) -> object:
    if party:
        return words(party.subject, new) if place.field in WORDS else new
    if place.field in WORDS_OF_CONTACT:
        return words(contact, new)
    if place.field == "evidence":
        told: tuple[ToldEvidence, ...] = new
        return tuple(each.about(contact) for each in told)
    if place.field == "parties":
        parties: tuple[ToldParty, ...] = new
        return tuple(each.known_as(each.citizen) for each in parties)
    return new
