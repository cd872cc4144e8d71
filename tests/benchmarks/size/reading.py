"""What people ask most, asked about 200 things from all over the archive.

Before, as much was asked about 200 others, for a registry is not asked right after its
start. Asked again, what the answers need is in memory, as it is of what people work on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from time import perf_counter
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification

from api.composition import Parts
from api.contact_shown import citizens_of, contact_shown, known_contact, protected_in
from api.shown import events_shown
from domain.contacts import ContactRegistered
from domain.event import Recorded
from domain.people import Party
from domain.places import DISTRICTS
from projections.citizen_history import history
from projections.complaint_overview import overview
from projections.contact_criteria import Criteria
from projections.contact_finding import search
from projections.follow_ups_waiting import waiting
from projections.projection import Rows
from projections.similar_contacts import similar
from projections.suggestions import of_citizen, of_contact
from tests.benchmarks.load import Measured
from tests.benchmarks.reading import timed
from tests.benchmarks.size.kept import Kept
from tests.projections.danish_contacts import misspelt

ASKED, TAIL, LONG_WORD = 200, 500, 6
MOST = """
select citizen from citizen_history.entry group by citizen order by count(*) desc limit 1
"""


@dataclass(frozen=True)
class Sample:
    """Contacts, and parties of them, from all over the archive."""

    contacts: list[Recorded[ContactRegistered]]

    @property
    def parties(self) -> list[Party]:
        return [party for each in self.contacts for party in each.event.parties]

    @property
    def citizens(self) -> list[UUID]:
        return [party.citizen for party in self.parties if party.citizen]


def sampled(parts: Parts, count: int) -> Sample:
    """The first registration behind each of so many positions."""
    random, newest = Random(8), parts.registry.recorder.newest()
    found: list[Recorded[ContactRegistered]] = []
    while len(found) < count:
        rows = parts.registry.recorder.select_notifications(
            random.randrange(newest - TAIL), 20, topics=["ContactRegistered"]
        )
        found += parts.registry.mapper.to_domain_events(rows[:1])
    return Sample(found)


def asked_of_the_archive(parts: Parts) -> dict[str, Measured]:
    contacts = [each.id for each in sampled(parts, 2 * ASKED).contacts]

    def shown(id: UUID) -> object:
        events = parts.registry.history(id)
        return contact_shown(events, citizens_of(parts.registry, known_contact(events)))

    def told(id: UUID) -> object:
        events = parts.registry.history(id)
        contact = known_contact(events)
        people = citizens_of(parts.registry, contact)
        return events_shown(events, protected_in(contact, people))

    return {
        **_each("a contact by its id, opened and shown", shown, contacts),
        **_each("every event of a contact, opened and shown", told, contacts),
    }


def tail(parts: Parts) -> dict[str, Measured]:
    recorder, mapper = parts.registry.recorder, parts.registry.mapper
    start = recorder.newest() - TAIL

    def last() -> Sequence[Notification]:
        return recorder.select_notifications(start, TAIL, inclusive_of_start=False)

    return {
        f"the last {TAIL} events, read": timed([last] * ASKED),
        f"the last {TAIL} events, read and opened": timed(
            [lambda: mapper.to_domain_events(last())] * (ASKED // 10)
        ),
    }


def asked_of_the_read_models(
    parts: Parts, kept: Kept, now: datetime
) -> dict[str, Measured]:
    """Of those that are filled."""
    filled = {each.name for each in parts.projector.models}
    found = {}
    for model, what, question, things in list(_questions(parts, kept, now)):
        if model in filled:
            with parts.reader.transaction() as db:
                found |= _each(what, partial(question, db), things)
    return found


def _questions(
    parts: Parts, kept: Kept, now: datetime
) -> Iterator[tuple[str, str, Callable[[Rows, Any], object], list[Any]]]:
    """The read model, what is asked in words, the question, and about what."""
    sample, random = sampled(parts, 2 * ASKED), Random(9)
    for what, criteria in _criteria(sample, random).items():
        yield "contact_search", what, partial(search, limit=10), criteria
    contacts = [each.id for each in sample.contacts]
    yield "contact_search", "contacts that may be the same", similar, contacts
    yield "contact_search", "who somebody in a contact may be", of_contact, contacts
    yield "contact_search", "who a citizen may be as well", of_citizen, sample.citizens
    first = partial(history, with_words=True)
    yield "citizen_history", "first page of a citizen's history", first, sample.citizens
    busiest = [citizen for (citizen,) in _asked_if_there(kept)] * ASKED
    yield "citizen_history", "first page of whoever has called most", first, busiest
    yield (
        "follow_up_queue",
        "first page of a district's queue",
        lambda db, each: waiting(db, now=now, district=each, with_words=True),
        random.choices(sorted(DISTRICTS), k=ASKED),
    )
    for what, days in (("a year", 365), ("two months", 60)):
        yield (
            "complaint_overview",
            f"overview of the complaints of {what}",
            lambda db, each: overview(db, since=each),
            [now.date() - timedelta(days=days)] * ASKED,
        )


def _asked_if_there(kept: Kept) -> list[tuple]:
    there = kept.ask("select to_regclass('citizen_history.entry')", of="views")
    return kept.ask(MOST, of="views") if there[0][0] else []


def _criteria(sample: Sample, random: Random) -> dict[str, list[Criteria]]:
    names = [each.name.text for each in sample.parties if each.name]
    phones = [each.phone.text for each in sample.parties if each.phone]
    month = timedelta(days=15)
    texts = [(each.event, _words_of(each, random)) for each in sample.contacts]
    return {
        "search by misspelt name": [
            Criteria(name=misspelt(random, name)) for name in names
        ],
        "search by telephone number": [Criteria(phone=phone) for phone in phones],
        "search by half a telephone number": [
            Criteria(phone=phone[:4]) for phone in phones
        ],
        "search by one word": [Criteria(text=words.split()[0]) for _, words in texts],
        "search by one word, misspelt": [
            Criteria(text=misspelt(random, words.split()[0])) for _, words in texts
        ],
        "search by four words": [Criteria(text=words) for _, words in texts],
        "search by four words, district and month": [
            Criteria(
                text=words,
                district=event.district,
                received_from=(event.received_at - month).date(),
                received_to=(event.received_at + month).date(),
            )
            for event, words in texts
        ],
    }


def _words_of(contact: Recorded[ContactRegistered], random: Random) -> str:
    words = contact.event.narrative.text.replace(".", " ").replace(",", " ").split()
    long = [word for word in words if len(word) >= LONG_WORD]
    return " ".join(random.sample(long, min(4, len(long))) or words)


def _each(
    what: str, question: Callable[[Any], object], things: list[Any]
) -> dict[str, Measured]:
    for thing in things[ASKED : 2 * ASKED]:
        question(thing)
    calls = [partial(question, thing) for thing in things[:ASKED]]
    return {what: timed(calls), f"{what}, again": timed(calls)}


def caught_up(parts: Parts) -> tuple[int, float]:
    """How many events the read models were behind, and the seconds they took."""
    if not parts.projector.models:
        return 0, 0.0
    before, began = parts.projector.position(), perf_counter()
    parts.projector.catch_up()
    return parts.projector.position() - before, perf_counter() - began
