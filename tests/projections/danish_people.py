"""Invented Danes who turn up again and again, each time as somebody new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from domain.citizens import (
    CitizenIdentified,
    KeepCitizensApart,
    LinkCitizen,
)
from domain.contacts import ContactRegistered, PartyIdentified
from domain.decider import Command
from domain.event import CprNumber, Event, Personal, Recorded
from domain.kinds import Channel, ContactKind
from domain.people import Party, PartyRole
from domain.places import DISTRICTS
from projections.suggestions import Suggestion
from tests.projections.danish_contacts import (
    FAMILY,
    GIVEN,
    OFFICER,
    START,
    STREETS,
    misspelt,
    new_id,
)

DECEMBER = 12
NOTATIONS = ("{}", "+45 {}", "0045{}", "+45{}", "{} (mobil)")


@dataclass(frozen=True)
class Person:
    number: int  # the truth, which the registry does not know
    name: str
    phone: str
    address: str
    born: date
    cpr: str | None


@dataclass(frozen=True)
class Named:
    """A contact in which some are named, and as whom each was identified."""

    recorded: list[Recorded[Event]]
    contact: UUID
    citizens: dict[UUID, Person]


def people_of(random: Random, count: int) -> list[Person]:
    """One in five is known by her CPR; a few happen to have the same name."""
    return [_person(random, number) for number in range(count)]


def _person(random: Random, number: int) -> Person:
    given = random.choices(GIVEN, range(len(GIVEN) + 20, 20, -1), k=2)
    family = random.choices(FAMILY, range(len(FAMILY) + 10, 10, -1))
    born = _born(random, number)
    return Person(
        number=number,
        name=" ".join([*given[: random.choice([1, 1, 1, 2])], *family]),
        phone=str(random.randrange(20_000_000, 99_999_999)),
        address=f"{random.choice(STREETS)} {random.randrange(1, 120)}",
        born=born,
        cpr=f"{born:%d%m%y}{number % 4000:04}" if random.random() < 0.2 else None,
    )


def _born(random: Random, number: int) -> date:
    """From 1940 to 1994; no CPR is anybody else's of 64,000 people."""
    day = 16 * random.randrange(1250) + (number + number // 4000) % 16
    return date(1940, 1, 1) + timedelta(days=day)


def named_again(
    random: Random, people: Sequence[Person], times: int = 3
) -> list[Named]:
    """Each of them is named so many times, as victim or as possible offender."""
    shown: set[str] = set()  # a CPR finds its citizen: nobody has it a second time
    told = []
    for _ in range(times):
        order = random.sample(people, len(people))
        for place in range(0, len(order) - 1, 2):
            at = START + timedelta(minutes=len(told))
            roles = (PartyRole.VICTIM, PartyRole.POSSIBLE_OFFENDER)
            pair = dict(zip(roles, order[place : place + 2], strict=True))
            told.append(naming(random, at, pair, shown))
    return told


def naming(
    random: Random, at: datetime, who: Mapping[PartyRole, Person], shown: set[str]
) -> Named:
    """A contact with these people, and each of them identified as a new citizen."""
    contact = new_id(random, at)
    parties = [_party(random, at, role, person) for role, person in who.items()]
    named = {new_id(random, at): person for person in who.values()}
    events: list[tuple[UUID, int, Event]] = [
        (contact, 1, _contact(random, contact, at, parties))
    ]
    for citizen, person in named.items():
        events.append((citizen, 1, _citizen(random, citizen, person, shown)))
    for version, (party, citizen) in enumerate(zip(parties, named, strict=True), 2):
        event = PartyIdentified(party=party.id, citizen=citizen, basis="Egne ord")
        events.append((contact, version, event))
    recorded = [
        Recorded[Event](id, version, at, OFFICER, None, None, event)
        for id, version, event in events
    ]
    return Named(recorded, contact, named)


def _contact(
    random: Random, id: UUID, at: datetime, parties: Sequence[Party]
) -> ContactRegistered:
    return ContactRegistered(
        number=f"H-{id.hex[-12:]}",
        received_at=at,
        channel=random.choice(list(Channel)),
        district=random.choice(list(DISTRICTS)),
        kind=ContactKind.STALKING,
        narrative=Personal(about=id, text="Han står ved huset igen."),
        parties=tuple(parties),
    )


def _party(random: Random, at: datetime, role: PartyRole, person: Person) -> Party:
    """Seven names in ten are misspelt; of telephones two in ten are not known, and one
    is somebody else's. Four in ten tell their birthday.
    """
    id = new_id(random, at)
    own = random.random() < 0.9
    phone = person.phone if own else str(random.randrange(20_000_000, 99_999_999))
    phone = random.choice(NOTATIONS).format(_spaced(random, phone))
    return Party(
        id=id,
        role=role,
        name=Personal(about=id, text=heard_as(random, person)),
        phone=Personal(about=id, text=phone) if random.random() < 0.8 else None,
        address=Personal(about=id, text=person.address)
        if random.random() < 0.4
        else None,
        birthday=Personal(about=id, text=told_as(random, person))
        if random.random() < 0.4
        else None,
    )


def _citizen(
    random: Random, id: UUID, person: Person, shown: set[str]
) -> CitizenIdentified:
    name = Personal(about=id, text=heard_as(random, person))
    if person.cpr is None or person.cpr in shown:
        return CitizenIdentified(name=name)
    shown.add(person.cpr)
    return CitizenIdentified(name=name, cpr=CprNumber(about=id, text=person.cpr))


def heard_as(random: Random, person: Person) -> str:
    return misspelt(random, person.name) if random.random() < 0.7 else person.name


def told_as(random: Random, person: Person) -> str:
    """Of twenty, one is written down wrongly: day and month swapped, or a day too late."""
    told = person.born
    if random.random() < 0.05:
        told += timedelta(days=1)
        if person.born.day <= DECEMBER:
            told = date(told.year, person.born.day, person.born.month)
    return told.isoformat()


def _spaced(random: Random, phone: str) -> str:
    step = random.choice([2, 4, 8])
    return " ".join(phone[at : at + step] for at in range(0, 8, step))


@dataclass(frozen=True)
class Oracle:
    """Knows who everybody is, and decides every suggestion rightly."""

    truth: Mapping[UUID, Person]

    def same(self, citizen: UUID, suggestion: Suggestion) -> bool:
        return self.truth[citizen] == self.truth[suggestion.citizen]

    def decides(
        self, citizen: UUID, suggestions: Sequence[Suggestion]
    ) -> Iterator[Command]:
        for each in suggestions:
            if self.same(citizen, each):
                yield LinkCitizen(
                    other=each.citizen, basis="Spurgt selv", score=each.score
                )
            else:
                yield KeepCitizensApart(other=each.citizen, reason="Navnesammenfald")
