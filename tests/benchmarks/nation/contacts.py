"""The story of a contact: told, written down, added to, corrected.

Which share goes which way is assumed, and stands where it is used.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain.contacts import (
    CorrectContact,
    IdentifyParty,
    MarkDuplicate,
    RecordDisposition,
    ReferToCase,
    RegisterContact,
    SupplementContact,
    WithdrawContact,
    WithdrawIdentification,
    contacts,
)
from domain.decider import Command
from domain.event import By, Role
from domain.ids import follow_up_of
from domain.intake import ObserveIntake, intake
from domain.kinds import Channel, ContactKind, Decision, LateReason, Patrol
from domain.people import PartyRole
from domain.told_people import ToldParty
from tests.benchmarks.nation.figures import TELLING
from tests.benchmarks.nation.follow_ups import followed_up
from tests.benchmarks.nation.people import Person
from tests.benchmarks.nation.station import Station, Story

CHANNELS = {
    Channel.PHONE_114: 0.58,
    Channel.PHONE_112: 0.08,
    Channel.ONLINE: 0.18,
    Channel.STATION: 0.05,
    Channel.PATROL: 0.05,
    Channel.EMAIL: 0.04,
    Channel.OTHER_AUTHORITY: 0.02,
}
KINDS = {
    ContactKind.THEFT: 0.17,
    ContactKind.UNSETTLING_BEHAVIOUR: 0.13,
    ContactKind.TRAFFIC: 0.13,
    ContactKind.OTHER: 0.12,
    ContactKind.FRAUD: 0.1,
    ContactKind.LOST_PROPERTY: 0.08,
    ContactKind.NEIGHBOUR_DISPUTE: 0.06,
    ContactKind.VANDALISM: 0.06,
    ContactKind.VICTIM_ENQUIRY: 0.05,
    ContactKind.BURGLARY: 0.03,
    ContactKind.ASSAULT: 0.03,
    ContactKind.THREAT: 0.02,
    ContactKind.DOMESTIC: 0.02,
}
VICTIMS = {  # who is told of as a victim, and so followed up
    ContactKind.BURGLARY: 0.9,
    ContactKind.ASSAULT: 0.9,
    ContactKind.THREAT: 0.9,
    ContactKind.DOMESTIC: 0.9,
    ContactKind.VICTIM_ENQUIRY: 0.3,
}
DECISIONS = list(Decision)
CORRECTIONS = ("kind", "narrative", "municipality")


def contact(station: Station, received_at: datetime) -> Story:
    told = _told(station, received_at)
    by, id = station.officer(), station.new_id(received_at)
    if told.channel == Channel.PHONE_114 and station.chance(TELLING):
        call = station.new_id(received_at)
        told = told.model_copy(update={"intake": call})
        yield observed(station, call, received_at)
    at = station.soon(received_at, minutes=7)
    if station.chance(0.015):
        at += timedelta(days=1 + station.random.random())
        reason = station.random.choice(list(LateReason))
        told = told.model_copy(update={"late_reason": reason})
    yield from registered(station, id, told, by, at)
    steps = [(station.soon(at, far), step) for far, step in _steps(station, id, told)]
    for when, step in sorted(steps, key=lambda each: each[0]):
        yield station.asks(contacts, id, step, by, when)
    last = _last_steps(station, id, told, [step for _, step in steps])
    for step in last:
        when = station.soon(station.desk.now, 300)
        yield station.asks(contacts, id, step, by, when)


def _last_steps(
    station: Station, id: UUID, told: RegisterContact, taken: list[Command]
) -> Iterator[Command]:
    """One in thirty turns out to be somebody else; some call twice, some wrongly."""
    for step in taken:
        if isinstance(step, IdentifyParty) and station.chance(0.03):
            yield WithdrawIdentification(party=step.party, reason="Navnefælle.")
    if station.desk.knows(follow_up_of(id)):
        return  # it is followed up as it stands
    if station.chance(0.02):
        at = station.desk.now
        station.stories.begin(at, _again(station, id, told, at), id)
    elif station.chance(0.003):
        yield WithdrawContact(reason="Registreret på den forkerte henvendelse.")


def registered(
    station: Station, id: UUID, told: RegisterContact, by: By, at: datetime
) -> Story:
    """And what it leads to."""
    yield station.asks(contacts, id, told, by, at)
    station.take_note(told.received_at, id)
    if station.desk.knows(follow_up_of(id)):
        due = follow_up_of(id)
        station.stories.begin(at, followed_up(station, due, at), id, due)


def _told(station: Station, received_at: datetime) -> RegisterContact:
    random, teller = station.random, station.teller
    kind, who = one_of(random, KINDS), station.callers.next()
    role = PartyRole.REPORTER
    if random.random() < VICTIMS.get(kind, 0):
        role = PartyRole.VICTIM
    elif kind in {ContactKind.LOST_PROPERTY, ContactKind.OTHER}:
        role = PartyRole.ENQUIRER
    unsafe = station.chance(0.12)
    return RegisterContact(
        received_at=received_at,
        channel=one_of(random, CHANNELS),
        district=station.district,
        municipality=who.town if station.chance(0.9) else None,
        kind=kind,
        narrative=teller.narrative(),
        place=teller.whereabouts() if station.chance(0.45) else None,
        feels_unsafe=unsafe,
        patrol=_patrol(random, unsafe=unsafe),
        parties=tuple(_parties(station, who, role, received_at)),
    )


def _patrol(random: Random, *, unsafe: bool) -> Patrol:
    wanted = random.random() < (0.7 if unsafe else 0.12)
    if not wanted:
        return Patrol.NOT_NEEDED
    return random.choices(list(Patrol)[:3], (6, 3, 1))[0]


def _parties(
    station: Station, who: Person, role: PartyRole, at: datetime
) -> Iterator[ToldParty]:
    """One in ten will not say who she is; one in three says her CPR number."""
    if station.chance(0.9):
        yield party(
            station,
            who,
            role,
            at,
            cpr=who.cpr if station.chance(0.33) else None,
            address=who.address if station.chance(0.55) else None,
        )
    if station.chance(0.08):
        other = station.callers.next()
        if other.cpr != who.cpr:
            yield party(station, other, PartyRole.POSSIBLE_OFFENDER, at, phone=None)


def party(
    station: Station, who: Person, role: PartyRole, at: datetime, **told: Any
) -> ToldParty:
    known = {"name": who.name, "phone": who.phone} | told
    return ToldParty(id=station.new_id(at), role=role, **known)


def _steps(
    station: Station, id: UUID, told: RegisterContact
) -> Iterator[tuple[float, Command]]:
    """Each with the minutes after which it comes, on average. As whom a party is
    identified is left to chance: no figure depends on its being right.
    """
    teller, random = station.teller, station.random
    if station.chance(0.7):
        text = teller.addition() if station.chance(0.25) else None
        decision = random.choice(DECISIONS)
        yield (
            40,
            RecordDisposition(
                decision=decision, reason="Vurderet af vagthavende.", text=text
            ),
        )
    if station.chance(0.2):
        yield 600, SupplementContact(text=teller.addition())
    if station.chance(0.06):
        yield 300, _correction(station, told)
    if station.chance(0.22):
        number = f"{station.district[-2:]}00-{random.randrange(10**5):05}"
        journal = f"{number}-{random.randrange(10**5):05}-{told.received_at:%y}"
        yield 900, ReferToCase(journal_number=journal)
    if told.parties and not told.parties[0].cpr and station.chance(0.15):
        who, known = told.parties[0].id, station.desk.somebody(random)
        if known:
            basis = "Navn og telefonnummer."
            yield 200, IdentifyParty(party=who, citizen=known, basis=basis)


def _correction(station: Station, told: RegisterContact) -> CorrectContact:
    random = station.random
    field = random.choice(CORRECTIONS)
    new = {
        "kind": random.choice([kind for kind in KINDS if kind != told.kind]),
        "narrative": f"{told.narrative} {station.teller.addition()}",
        "municipality": random.choice(
            [town for town in station.towns if town != told.municipality] or [None]
        ),
    }
    if told.municipality is None:
        field = "kind"
    return CorrectContact(
        field=field,
        old=getattr(told, field),
        new=new[field],
        reason="Oplyst forkert.",
    )


def _again(station: Station, first: UUID, told: RegisterContact, at: datetime) -> Story:
    """Somebody else calls about the same."""
    at = station.soon(at, 90)
    who, by, id = station.callers.next(), station.officer(), station.new_id(at)
    same = told.model_copy(
        update={
            "received_at": at,
            "intake": None,
            "late_reason": None,
            "feels_unsafe": False,
            "narrative": station.teller.narrative(),
            "parties": (party(station, who, PartyRole.WITNESS, at),),
        }
    )
    at = station.soon(at, 5)
    yield from registered(station, id, same, by, at)
    step = MarkDuplicate(of=first, reason="Samme hændelse.")
    yield station.asks(contacts, id, step, by, station.soon(at, 30))


def observed(station: Station, id: UUID, at: datetime) -> Any:
    source = f"{station.random.getrandbits(64):016x}"
    command = ObserveIntake(
        source=source, channel=Channel.PHONE_114, district=station.district, at=at
    )
    gateway = By(id="G-114", role=Role.GATEWAY, district=None)
    return station.asks(intake, id, command, gateway, at + timedelta(seconds=1))


def one_of(random: Random, weighed: dict[Any, float]) -> Any:
    return random.choices(list(weighed), weighed.values())[0]
