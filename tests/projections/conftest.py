"""Read models of a test's own: tell them what happened, then ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from api.composition import Parts, compose
from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import RegisterContact, contacts
from domain.decider import Command, Decider
from domain.disclosures import disclosures
from domain.event import By, Event, Recorded, Role
from domain.kinds import Channel, ContactKind
from domain.reactions import TOPICS
from infrastructure.journal import Journal
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.registry import Asked, Receipt
from projections.projection import Rows
from projections.suggestions import of_citizen, of_contact

OFFICER = By(id="K-1147", role=Role.OFFICER, district="1467")
EVENING = datetime(2019, 6, 3, 20, 19, tzinfo=UTC)


@dataclass
class ReadModels:
    parts: Parts
    _db: Rows

    def new_id(self, at: datetime = EVENING) -> UUID:
        """As a client makes it at that time."""
        return uuid7(nanoseconds=int(at.timestamp()) * 10**9)

    def record(
        self,
        decider: Decider[Any, Any],
        id: UUID,
        command: Command,
        *,
        by: By = OFFICER,
        at: datetime = EVENING,
    ) -> Receipt:
        """Through the door, with its reactions, at a time of the test's choosing."""
        log = self.parts.access_log if decider is disclosures else self.parts.registry
        [answer] = log.execute_all([Asked(decider, id, command, by, at=at)])
        assert isinstance(answer, Receipt), answer
        return answer

    def contact(
        self, *, by: By = OFFICER, at: datetime = EVENING, **fields: Any
    ) -> UUID:
        """Registers a contact received and written down at `at`, with these fields."""
        id = self.new_id(at)
        usual = {
            "received_at": at,
            "channel": Channel.PHONE_114,
            "district": by.district,
            "kind": ContactKind.UNSETTLING_BEHAVIOUR,
            "narrative": "En mand står uden for huset.",
        }
        command = RegisterContact.model_validate(usual | fields)
        self.record(contacts, id, command, by=by, at=at)
        return id

    def citizen(self, **particulars: str) -> UUID:
        """Identifies a citizen with these particulars."""
        id = self.new_id()
        self.record(citizens, id, IdentifyCitizen(**particulars))
        return id

    def tell(self, *recorded: Recorded[Event]) -> None:
        """Facts as they are, without asking any rule; positions come by themselves."""
        for start in range(0, len(recorded), 5000):
            self.parts.registry.save(*recorded[start : start + 5000])

    def read_journal(self, name: str) -> list[UUID]:
        """A sample, as it was then; the ids of the contacts in it."""
        journal = Journal(self.parts.registry, TOPICS, set_clock=True)
        with as_file(files("api.samples") / name) as file:
            outcomes = list(journal.read(file))
        assert not [outcome for outcome in outcomes if outcome.reason]
        return [outcome.receipt.id for outcome in outcomes]

    def forget(self, *subjects: UUID) -> None:
        self.parts.keys.fence(subjects)
        self.parts.keys.shred(subjects)
        for projector in (self.parts.projector, self.parts.access_projector):
            projector.forget(subjects)

    def rebuild(self) -> None:
        self.parts.projector.rebuild()
        self.parts.access_projector.rebuild()

    @property
    def db(self) -> Rows:
        """To ask with; everything recorded so far is known."""
        self.parts.projector.catch_up()
        self.parts.access_projector.catch_up()
        return self._db


@pytest.fixture
def read_models(addresses) -> Iterator[ReadModels]:
    kek = KeyEncryptionKey(bytes(32))
    with compose(addresses, kek, clock=lambda: EVENING) as parts:
        parts.projector.prepare()
        parts.access_projector.prepare()
        with parts.reader.get_connection() as reading:
            yield ReadModels(parts, reading.cursor())


@pytest.fixture
def known(read_models):
    return read_models.citizen


@pytest.fixture
def told(read_models):
    """A contact with one party: its id, and hers."""

    def told(**party):
        id = read_models.new_id()
        parties = [{"id": str(id), "role": "VICTIM", **party}]
        return read_models.contact(parties=parties), id

    return told


@pytest.fixture
def decided(read_models):
    """What a person says about a citizen."""

    def decided(citizen, command):
        read_models.record(citizens, citizen, command)

    return decided


@pytest.fixture
def suggested(read_models):
    def suggested(citizen):
        return [each.citizen for each in of_citizen(read_models.db, citizen)]

    return suggested


@pytest.fixture
def may_be(read_models):
    def may_be(contact):
        items = of_contact(read_models.db, contact)
        return [each.citizen for item in items for each in item.suggestions]

    return may_be
