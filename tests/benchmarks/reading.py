"""Rebuilding, lag, and finding again among 100,000 contacts."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from threading import Event as Flag
from threading import Thread
from time import perf_counter, sleep
from uuid import UUID

from uuid_utils.compat import uuid7

from api.composition import Parts, now
from domain.citizens import CitizenIdentified
from domain.contacts import RegisterContact, contacts
from domain.event import By, Event, Personal, Recorded, Role
from domain.people import Party, PartyRole
from projections.citizen_history import history
from projections.contact_criteria import Criteria
from projections.contact_finding import search
from projections.suggestions import of_citizen, of_contact
from tests.benchmarks.load import Measured
from tests.projections.danish_contacts import Told, contacts_of, misspelt

CONTACTS, OF_ONE_CITIZEN, PAGE, ASKED = 100_000, 10_000, 400, 200
OFFICER = By(id="K-1147", role=Role.OFFICER, district="1467")


def measure(parts: Parts) -> list[str]:
    told = contacts_of(Random(1), CONTACTS)
    citizen = uuid7()
    record(parts, told, citizen)
    rows = ["| what | n | result |", "|---|---|---|"]
    rate = _rebuilt(parts)
    rows.append(f"| rebuild of all read models | {CONTACTS} events | {rate:.0f}/s |")
    known = _identified(parts, told)
    for what, measured in _found(parts, told, citizen, known).items():
        rows.append(f"| {what} | {ASKED} | {times(measured)} |")
    rows.append(f"| lag, receipt to read models | {ASKED} | {times(_lag(parts))} |")
    return rows


def record(parts: Parts, told: list[Told], citizen: UUID | None = None) -> None:
    """As stored events; every tenth contact is the citizen's, if one is named."""
    for first in range(0, len(told), PAGE):
        page = [each.recorded for each in told[first : first + PAGE]]
        if citizen:
            page[:: CONTACTS // OF_ONE_CITIZEN] = [
                replace(each, event=_of(each.event, citizen))
                for each in page[:: CONTACTS // OF_ONE_CITIZEN]
            ]
        stored = parts.registry.mapper.to_stored_events(page)
        parts.registry.recorder.insert_events(stored)


def _of(event, citizen: UUID):
    party = Party(id=uuid7(), role=PartyRole.VICTIM, citizen=citizen)
    return event.model_copy(update={"parties": (*event.parties, party)})


def _identified(parts: Parts, told: list[Told]) -> list[UUID]:
    """Citizens, each with the name, misspelt, and the telephone of a contact's party."""
    random, known = Random(3), []
    for first in range(0, len(told), PAGE):
        page = [_citizen(random, each) for each in told[first : first + PAGE]]
        stored = parts.registry.mapper.to_stored_events(page)
        parts.registry.recorder.insert_events(stored)
        known += [each.id for each in page]
    parts.projector.catch_up()
    return known


def _citizen(random: Random, told: Told) -> Recorded[Event]:
    id = uuid7()
    name = Personal(about=id, text=misspelt(random, told.name))
    phone = Personal(about=id, text=told.phone)
    event = CitizenIdentified(name=name, phone=phone)
    return replace(told.recorded, id=id, event=event)


def _rebuilt(parts: Parts) -> float:
    began = perf_counter()
    parts.projector.rebuild()
    return CONTACTS / (perf_counter() - began)


def _found(
    parts: Parts, told: list[Told], citizen: UUID, known: list[UUID]
) -> dict[str, Measured]:
    random = Random(2)
    asked: dict[str, Callable[[Told], Criteria]] = {
        "search by misspelt name": lambda t: Criteria(name=misspelt(random, t.name)),
        "search by half a telephone number": lambda t: Criteria(phone=t.phone[:4]),
        "search by words in another inflection": lambda t: Criteria(text=t.otherwise),
    }
    with parts.reader.transaction() as db:
        found = {
            what: timed([lambda t=t, w=way: search(db, w(t), limit=10) for t in sample])
            for what, way in asked.items()
            for sample in [random.sample(told, ASKED)]
        }
        page = timed([lambda: history(db, citizen, with_words=True)] * ASKED)
        alike = timed(
            [lambda c=c: of_citizen(db, c) for c in random.sample(known, ASKED)]
        )
        parties = timed(
            [
                lambda t=t: of_contact(db, t.recorded.id)
                for t in random.sample(told, ASKED)
            ]
        )
    return found | {
        f"first page of {OF_ONE_CITIZEN} contacts of one citizen": page,
        f"who may be the same among {CONTACTS} citizens": alike,
        f"who the parties of a contact may be among {CONTACTS} citizens": parties,
    }


def _lag(parts: Parts) -> Measured:
    """From the receipt until all read models show it, the projector following live."""
    stop = Flag()
    following = Thread(target=parts.projector.run, args=(stop,))
    following.start()
    took = []
    for _ in range(ASKED):
        command = RegisterContact(
            received_at=now(),
            channel="PHONE_114",
            district="1467",
            kind="BURGLARY",
            narrative="Indbrud i nat.",
        )
        receipt = parts.registry.execute(contacts, uuid7(), command, OFFICER)
        began = perf_counter()
        while parts.projector.position() < receipt.position:
            sleep(0.0005)
        took.append(perf_counter() - began)
    stop.set()
    following.join()
    return Measured(0, sorted(took))


def timed(calls: list[Callable[[], object]]) -> Measured:
    took = []
    for call in calls:
        began = perf_counter()
        call()
        took.append(perf_counter() - began)
    return Measured(0, sorted(took))


def times(measured: Measured) -> str:
    return " · ".join(
        f"p{int(100 * q)} {measured.at(q):.1f} ms" for q in (0.5, 0.95, 0.99)
    )
