"""A mix of events such as we guess that a police would see: five for each contact."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random
from uuid import UUID

from api.composition import Parts
from domain.citizens import CitizenIdentified
from domain.complaint_facts import Allegation, AllegationOutcome
from domain.complaints import (
    ComplaintConcluded,
    ComplaintForwarded,
    ComplaintReceived,
)
from domain.contacts import (
    ContactCorrected,
    ContactReferredToCase,
    ContactSupplemented,
    ContactWithdrawn,
    DispositionRecorded,
    PartyIdentified,
)
from domain.event import Event, Personal, Recorded
from domain.follow_ups import (
    FollowUpAttemptMade,
    FollowUpClaimed,
    FollowUpOpened,
    ReassuranceTalkHeld,
)
from domain.intake import IntakeObserved, IntakeRegistered
from domain.people import Party, PartyRole
from domain.stalking_courses import ContactLinkedToCourse, StalkingCourseOpened
from tests.projections.danish_contacts import Told, contacts_of, new_id

PAGE = 400


def matters(random: Random, contacts: int) -> Iterator[Recorded[Event]]:
    for told in contacts_of(random, contacts):
        yield from Matter(random, told).events()


class Matter:
    """What reaches the police, and what becomes of it."""

    def __init__(self, random: Random, told: Told) -> None:
        self.random, self.told = random, told
        self.contact, self.registered = told.recorded.id, told.recorded.event
        self.minutes = count()

    def events(self) -> Iterator[Recorded[Event]]:
        call, district = self.new(), self.registered.district
        called = self.chance(60)
        if called:
            yield self.first(
                call,
                IntakeObserved(
                    source=f"TC1-{call.hex}",
                    channel=self.registered.channel,
                    district=district,
                    at=self.told.recorded.at,
                ),
            )
        yield self.told.recorded
        if called:
            yield self.next(call, 2, IntakeRegistered(contact=self.contact))
        yield from self._of_the_contact()
        if self.chance(30):
            yield from self._followed_up()
        if self.chance(1):
            yield from self._stalked()
        if self.chance(1):
            yield from self._complained()

    def _of_the_contact(self) -> Iterator[Recorded[Event]]:
        [party] = self.registered.parties
        versions = count(2)
        if self.chance(40):
            citizen = self.new()
            known = {
                field: Personal(about=citizen, text=getattr(party, field).text)
                for field in ("name", "phone")
            }
            yield self.first(citizen, CitizenIdentified(**known))
            found = PartyIdentified(party=party.id, citizen=citizen, basis="Pas")
            yield self.next(self.contact, next(versions), found)
        for per_cent, event in (
            (20, ContactSupplemented(text=self.words("Han kom tilbage og råbte."))),
            (
                5,
                ContactCorrected(
                    field="municipality", old=None, new="0259", reason="Hørt forkert"
                ),
            ),
            (
                70,
                DispositionRecorded(
                    decision="ADVICE_GIVEN",
                    reason="Intet at gøre",
                    text=self.words("Rådet til at låse døren."),
                ),
            ),
            (20, ContactReferredToCase(journal_number=f"0700-{self.contact.hex[:8]}")),
            (1, ContactWithdrawn(reason="Prøveopkald")),
        ):
            if self.chance(per_cent):
                yield self.next(self.contact, next(versions), event)

    def _followed_up(self) -> Iterator[Recorded[Event]]:
        id = self.new()
        opened = FollowUpOpened(
            contact=self.contact,
            party=self.registered.parties[0].id,
            district=self.registered.district,
            victim=True,
            cause="RULE_1",
            due=date(2026, 1, 1),
        )
        talk = ReassuranceTalkHeld(mode="PHONE", note=self.words("Sover igen."))
        steps = [
            FollowUpClaimed(officer="K-1"),
            FollowUpAttemptMade(kind="PHONE"),
            talk,
        ]
        yield self.first(id, opened)
        for version, step in enumerate(steps[: self.random.randrange(4)], start=2):
            yield self.next(id, version, step)

    def _stalked(self) -> Iterator[Recorded[Event]]:
        id, district = self.new(), self.registered.district
        yield self.first(id, StalkingCourseOpened(victim=self.new(), district=district))
        linked = ContactLinkedToCourse(contact=self.contact, basis="Samme parter")
        yield self.next(id, 2, linked)

    def _complained(self) -> Iterator[Recorded[Event]]:
        id, allegation = self.new(), self.new()
        on = self.told.recorded.at.date()
        received = ComplaintReceived(
            number=f"KL-{id.hex[:8]}",
            received_on=on,
            matter_on=on,
            kind="BEHAVIOUR",
            district=self.registered.district,
            via="DISTRICT",
            contact=self.contact,
            complainant=Party(id=self.new(), role=PartyRole.COMPLAINANT),
            text=Personal(about=id, text="Betjenten talte nedladende."),
            allegations=(Allegation(id=allegation, category="LANGUAGE"),),
        )
        outcome = AllegationOutcome(allegation=allegation, outcome="REGRETTABLE")
        yield self.first(id, received)
        yield self.next(id, 2, ComplaintForwarded(to="AUTHORITY"))
        yield self.next(id, 3, ComplaintConcluded(on=on, outcomes=(outcome,)))

    def words(self, text: str) -> Personal:
        return Personal(about=self.contact, text=text)

    def chance(self, per_cent: int) -> bool:
        return self.random.randrange(100) < per_cent

    def new(self) -> UUID:
        return new_id(self.random, self.told.recorded.at)

    def first(self, id: UUID, event: Event) -> Recorded[Event]:
        return self.next(id, 1, event)

    def next(self, id: UUID, version: int, event: Event) -> Recorded[Event]:
        at = self.told.recorded.at + timedelta(seconds=next(self.minutes))
        return replace(self.told.recorded, id=id, version=version, at=at, event=event)


def record(parts: Parts, random: Random, contacts: int) -> int:
    """As stored events; how many."""
    told = list(matters(random, contacts))
    for first in range(0, len(told), PAGE):
        stored = parts.registry.mapper.to_stored_events(told[first : first + PAGE])
        parts.registry.recorder.insert_events(stored)
    return len(told)
