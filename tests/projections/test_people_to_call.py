"""The queue says whom to call, and what could put her in danger."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.citizens import (
    IdentifyCitizen,
    InstructSafeContact,
    LiftAddressProtection,
    ProtectAddress,
    SupplyParticulars,
    citizens,
)
from domain.contacts import (
    CorrectContact,
    IdentifyParty,
    WithdrawIdentification,
    contacts,
)
from domain.kinds import Patrol
from domain.people import SafeContact
from projections.follow_ups_waiting import waiting

NOW = datetime(2019, 6, 3, 20, 19, tzinfo=UTC)
VICTIM, REPORTER, OFFENDER = (UUID(int=7 << 76 | 2 << 62 | n) for n in (1, 2, 3))
METTE = {
    "id": VICTIM,
    "role": "VICTIM",
    "name": "Mette Rønnow",
    "phone": "20304050",
    "address": "Algade 1",
}
ANNE = {"id": REPORTER, "role": "REPORTER", "name": "Anne Rønnow"}
KASPER = {"id": OFFENDER, "role": "POSSIBLE_OFFENDER", "name": "Kasper Dahl"}


@pytest.fixture
def unsafe(read_models):
    def unsafe(*parties):
        return read_models.contact(
            feels_unsafe=True, patrol=Patrol.OTHER_PRIORITY, parties=parties
        )

    return unsafe


@pytest.fixture
def shown(read_models):
    def shown(*, with_words=True):
        [row] = waiting(read_models.db, now=NOW, with_words=with_words).items
        return row

    return shown


@pytest.fixture
def known(read_models):
    """A citizen with these particulars."""

    def known(**particulars):
        id = read_models.new_id()
        read_models.record(citizens, id, IdentifyCitizen(**particulars))
        return id

    return known


@pytest.fixture
def identified(read_models, known):
    """The victim of a contact turns out to be a citizen with these particulars."""

    def identified(contact, **particulars):
        citizen = known(**particulars)
        command = IdentifyParty(party=VICTIM, citizen=citizen, basis="She said so")
        read_models.record(contacts, contact, command)
        return citizen

    return identified


def test_the_victim_is_called_and_her_words_only_shown_if_asked_for(unsafe, shown):
    unsafe(KASPER, ANNE, METTE)
    row = shown()
    assert (row.party, row.name) == (VICTIM, "Mette Rønnow")
    assert (row.phone, row.address) == ("20304050", "Algade 1")
    row = shown(with_words=False)
    assert (row.party, row.name, row.phone, row.address) == (VICTIM, None, None, None)


def test_without_a_victim_the_reporter_is_called_and_never_the_offender(
    read_models, unsafe, shown
):
    contact = unsafe(KASPER, ANNE)
    assert shown().name == "Anne Rønnow"
    change = CorrectContact(
        field="parties",
        old=[_as_read(KASPER), _as_read(ANNE)],
        new=[_as_read(KASPER)],
        reason="She did not want to be named",
    )
    read_models.record(contacts, contact, change)
    assert (shown().party, shown().name) == (None, None)


def test_what_the_contact_leaves_open_the_citizen_is_known_by(
    read_models, unsafe, shown, identified
):
    contact = unsafe({"id": VICTIM, "role": "VICTIM", "name": "Mette"})
    citizen = identified(contact, name="Mette Rønnow", phone="20304050")
    read_models.record(citizens, citizen, SupplyParticulars(address="Algade 1"))
    row = shown()
    assert (row.citizen, row.name) == (citizen, "Mette")
    assert (row.phone, row.address) == ("20304050", "Algade 1")
    withdraw = WithdrawIdentification(party=VICTIM, reason="A namesake")
    read_models.record(contacts, contact, withdraw)
    row = shown()
    assert (row.citizen, row.name, row.phone) == (None, "Mette", None)


def test_a_protected_address_is_never_shown(read_models, unsafe, shown, identified):
    contact = unsafe(METTE)
    citizen = identified(contact, phone="60708090")
    assert shown().address == "Algade 1"
    read_models.record(citizens, citizen, ProtectAddress())
    assert (shown().address_protected, shown().address) == (True, None)
    read_models.record(citizens, citizen, LiftAddressProtection())
    assert shown().address == "Algade 1"
    field = f"parties.{VICTIM}.address_protected"
    change = CorrectContact(field=field, old=False, new=True, reason="She has moved")
    read_models.record(contacts, contact, change)
    assert (shown().address_protected, shown().address) == (True, None)


def test_the_queue_shows_that_somebody_may_only_be_reached_directly(unsafe, shown):
    unsafe(KASPER, ANNE, METTE | {"safe_contact": "DIRECT_ONLY"})
    assert shown().safe_contact == SafeContact.DIRECT_ONLY


def test_an_instruction_for_the_citizen_holds_for_her_contacts(
    read_models, unsafe, shown, identified
):
    contact = unsafe(METTE)
    citizen = identified(contact, phone="60708090")
    assert shown().safe_contact == SafeContact.ANY
    for instruction in (SafeContact.DIRECT_ONLY, SafeContact.ANY):
        command = InstructSafeContact(safe_contact=instruction, reason="She asked")
        read_models.record(citizens, citizen, command)
        assert shown().safe_contact == instruction


def test_the_instruction_of_somebody_else_does_not_bind_the_victim(unsafe, shown):
    unsafe(METTE, ANNE | {"safe_contact": "DIRECT_ONLY"})
    assert shown().safe_contact == SafeContact.ANY


def test_without_a_named_party_everybodys_instruction_binds(unsafe, shown):
    unsafe(ANNE, KASPER | {"safe_contact": "DIRECT_ONLY"})
    assert shown().safe_contact == SafeContact.DIRECT_ONLY


def test_a_corrected_word_is_shown(read_models, unsafe, shown):
    contact = unsafe(METTE)
    field = f"parties.{VICTIM}.phone"
    change = CorrectContact(
        field=field, old="20304050", new="20304051", reason="Misheard"
    )
    read_models.record(contacts, contact, change)
    assert shown().phone == "20304051"


def test_forgotten_words_are_gone_and_the_follow_up_waits_on(
    read_models, unsafe, shown, identified
):
    contact = unsafe(METTE, ANNE)
    citizen = identified(contact, phone="60708090")
    field = f"parties.{VICTIM}.phone"
    change = CorrectContact(field=field, old="20304050", new=None, reason="Not hers")
    read_models.record(contacts, contact, change)
    assert (shown().name, shown().phone) == ("Mette Rønnow", "60708090")
    read_models.forget(VICTIM)
    assert (shown().name, shown().phone) == (None, "60708090")
    read_models.forget(citizen)
    for _ in ("live", "rebuilt"):
        row = shown()
        assert (row.party, row.name, row.phone, row.address) == (VICTIM, *[None] * 3)
        read_models.rebuild()


def _as_read(party):
    return party | {"id": str(party["id"])}
