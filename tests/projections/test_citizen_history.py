"""All that a citizen turned to the police with, now or as it was known at any time."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.citizens import IdentifyCitizen, LinkCitizen, UnlinkCitizen, citizens
from domain.contacts import (
    CorrectContact,
    IdentifyParty,
    MarkDuplicate,
    RecordDisposition,
    ReinstateContact,
    WithdrawContact,
    WithdrawIdentification,
    contacts,
)
from domain.event import By, Role
from domain.follow_ups import (
    AttemptKind,
    DeclineFollowUp,
    OpenFollowUp,
    RecordAttempt,
    RecordTalk,
    TalkMode,
    follow_ups,
)
from domain.kinds import Decision
from projections.citizen_history import history
from projections.pages import BadCursor

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAESTVED = By(id="K-6647", role=Role.OFFICER, district="1466")
SUPERVISOR = By(id="K-1", role=Role.SUPERVISOR, district="1467")


@pytest.fixture
def citizen(read_models):
    def identified(name="Mette Rønnow", at=NOON - HOUR):
        id = read_models.new_id(at)
        read_models.record(citizens, id, IdentifyCitizen(name=name), at=at)
        return id

    return identified


@pytest.fixture
def told(read_models):
    def contact(citizen, at=NOON, role="REPORTER", **fields):
        party = {"id": str(read_models.new_id(at)), "role": role}
        if citizen:
            party["citizen"] = str(citizen)
        return read_models.contact(at=at, parties=[party], **fields)

    return contact


def ids(read_models, citizen, **asked):
    return [item.id for item in history(read_models.db, citizen, **asked).items]


def party_of(read_models, contact):
    registration = read_models.parts.registry.history(contact)[0].event
    return registration.parties[0].id


def test_a_history_is_of_all_districts_newest_first(read_models, citizen, told):
    mette = citizen()
    first = told(mette)
    second = told(mette, at=NOON + HOUR, by=NAESTVED)
    told(citizen("Anne Rønnow"))
    told(None)
    items = history(read_models.db, mette).items
    assert [(item.id, item.district) for item in items] == [
        (second, "1466"),
        (first, "1467"),
    ]
    assert items[0].at == items[0].registered_at == NOON + HOUR
    assert (items[0].type, items[0].via, items[0].roles) == ("CONTACT", None, ["REPORTER"])


def test_a_follow_up_stands_by_its_opening_and_tells_its_outcome(
    read_models, citizen, told
):
    mette = citizen()
    contact = told(mette, role="VICTIM")
    opened, at = read_models.new_id(), NOON + 2 * HOUR
    command = OpenFollowUp(contact=contact, district="1467", cause="OFFICER")
    read_models.record(follow_ups, opened, command, at=at)
    later, by_officer, by_rule, itself = history(read_models.db, told(mette) and mette).items
