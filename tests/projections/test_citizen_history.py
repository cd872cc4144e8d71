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
    assert (items[0].type, items[0].via, items[0].roles) == (
        "CONTACT",
        None,
        ["REPORTER"],
    )


def test_a_follow_up_stands_by_its_opening_and_tells_its_outcome(
    read_models, citizen, told
):
    mette = citizen()
    contact = told(mette, role="ENQUIRER")
    command = OpenFollowUp(contact=contact, district="1467", cause="OFFICER")
    opened = read_models.new_id()
    read_models.record(follow_ups, opened, command, at=NOON + 2 * HOUR)
    between = told(mette, at=NOON + HOUR)
    assert ids(read_models, mette) == [opened, between, contact]
    steps = [
        (None, "NOT_STARTED"),
        (RecordAttempt(kind=AttemptKind.PHONE), "ATTEMPT_ONLY"),
        (DeclineFollowUp(), "DECLINED"),
        (RecordTalk(mode=TalkMode.PHONE), "PHONE"),
        (RecordTalk(mode=TalkMode.IN_PERSON), "IN_PERSON"),
    ]
    for step, outcome in steps:
        if step:
            read_models.record(follow_ups, opened, step, at=NOON + 3 * HOUR)
        [item, *_] = history(read_models.db, mette).items
        assert (item.type, item.contact, item.outcome) == (
            "FOLLOW_UP",
            contact,
            outcome,
        )
        assert (item.at, item.registered_at) == (NOON + 2 * HOUR, None)


def test_a_follow_up_for_one_party_is_in_no_other_history(read_models, citizen):
    mette, kasper = citizen(), citizen("Kasper Dahl")
    parties = [
        {"id": str(read_models.new_id()), "role": role, "citizen": str(who)}
        for role, who in (("VICTIM", mette), ("POSSIBLE_OFFENDER", kasper))
    ]
    contact = read_models.contact(at=NOON, parties=parties)
    hers = history(read_models.db, mette).items
    assert {item.type for item in hers} == {"FOLLOW_UP", "CONTACT"}
    assert ids(read_models, kasper) == [contact]


def test_an_identification_shows_the_contact_and_its_withdrawal_takes_it_out(
    read_models, citizen, told
):
    mette, contact = citizen(), told(None, role="VICTIM")
    party, later = party_of(read_models, contact), NOON + 4 * HOUR
    identification = IdentifyParty(party=party, citizen=mette, basis="Navn")
    read_models.record(contacts, contact, identification, at=NOON + 2 * HOUR)
    assert len(ids(read_models, mette)) == 2
    withdrawal = WithdrawIdentification(party=party, reason="En anden")
    read_models.record(contacts, contact, withdrawal, at=later)
    assert ids(read_models, mette) == []
    known = [
        len(ids(read_models, mette, as_of=NOON + hours * HOUR))
        for hours in (1, 2, 3, 4)
    ]
    assert known == [0, 2, 2, 0]


def test_linked_citizens_share_their_histories_until_they_are_unlinked(
    read_models, citizen, told
):
    mette, m_roennow, metthe = citizen(), citizen("M. Rønnow"), citizen("Metthe Rønnow")
    first, second = told(mette), told(m_roennow, at=NOON + HOUR)
    third = told(metthe, at=NOON + 2 * HOUR)
    for one, other in ((mette, m_roennow), (m_roennow, metthe)):
        link = LinkCitizen(other=other, basis="Samme adresse")
        read_models.record(citizens, one, link, at=NOON + 3 * HOUR)
    items = history(read_models.db, mette).items
    assert [(item.id, item.via) for item in items] == [
        (third, metthe),
        (second, m_roennow),
        (first, None),
    ]
    assert ids(read_models, metthe) == [third, second, first]
    unlink = UnlinkCitizen(other=metthe, reason="En anden")
    read_models.record(citizens, m_roennow, unlink, at=NOON + 4 * HOUR)
    assert ids(read_models, mette) == [second, first]
    assert ids(read_models, metthe) == [third]
    assert ids(read_models, metthe, as_of=NOON + 3 * HOUR) == [third, second, first]


def test_who_is_two_parties_of_a_contact_has_it_once_with_both_roles(
    read_models, citizen
):
    mette, anne = citizen(), citizen("Anne Rønnow")
    read_models.record(citizens, mette, LinkCitizen(other=anne, basis="Samme"), at=NOON)
    parties = [
        {"id": str(read_models.new_id()), "role": role, "citizen": str(who)}
        for role, who in (("WITNESS", mette), ("ENQUIRER", mette), ("REPORTER", anne))
    ]
    contact = read_models.contact(at=NOON, parties=parties)
    [item] = history(read_models.db, mette).items
    assert (item.id, item.via) == (contact, None)
    assert item.roles == ["ENQUIRER", "REPORTER", "WITNESS"]


def test_withdrawn_and_duplicate_contacts_stay_in_it_marked(read_models, citizen, told):
    mette = citizen()
    first, second = told(mette), told(mette, at=NOON + HOUR)
    at = NOON + 2 * HOUR
    mark = MarkDuplicate(of=first, reason="Samme")
    read_models.record(contacts, second, mark, at=at)
    withdrawal = WithdrawContact(reason="Fejl")
    read_models.record(contacts, first, withdrawal, by=SUPERVISOR, at=at)
    items = history(read_models.db, mette).items
    assert [(item.withdrawn, item.duplicate_of) for item in items] == [
        (False, first),
        (True, None),
    ]
    back = ReinstateContact(reason="Dog ikke")
    read_models.record(contacts, first, back, by=SUPERVISOR, at=at + HOUR)
    assert not history(read_models.db, mette).items[1].withdrawn
    assert history(read_models.db, mette, as_of=at).items[1].withdrawn


def test_corrections_are_shown_and_what_stood_before_is_known_as_of_then(
    read_models, citizen, told
):
    mette = citizen()
    contact, other = told(mette), told(mette, at=NOON + HOUR)
    party = party_of(read_models, contact)
    at = NOON + 2 * HOUR
    for field, old, new in (
        ("kind", "UNSETTLING_BEHAVIOUR", "STALKING"),
        ("district", "1467", "1466"),
        (f"parties.{party}.role", "REPORTER", "ENQUIRER"),
        ("received_at", "2019-06-03T10:00:00Z", "2019-06-03T11:30:00Z"),
    ):
        command = CorrectContact(field=field, old=old, new=new, reason="Fejl")
        read_models.record(contacts, contact, command, at=at)
    item, _ = history(read_models.db, mette).items
    assert (item.id, item.kind, item.district) == (contact, "STALKING", "1466")
    assert (item.at, item.roles) == (NOON + 1.5 * HOUR, ["ENQUIRER"])
    _, item = history(read_models.db, mette, as_of=NOON + HOUR).items
    assert (item.id, item.kind, item.district) == (
        contact,
        "UNSETTLING_BEHAVIOUR",
        "1467",
    )
    assert (item.at, item.roles) == (NOON, ["REPORTER"])
    assert other in ids(read_models, mette)


def test_parties_replaced_as_a_whole_keep_their_citizens(read_models, citizen, told):
    mette = citizen()
    contact = told(mette)
    [party] = read_models.parts.registry.history(contact)[0].event.parties
    old = party.model_dump(mode="json")
    new = [
        old | {"role": "WITNESS"},
        {"id": str(read_models.new_id()), "role": "RELATIVE"},
    ]
    command = CorrectContact(field="parties", old=[old], new=new, reason="Fejl")
    read_models.record(contacts, contact, command)
    [item] = history(read_models.db, mette).items
    assert (item.id, item.roles) == (contact, ["WITNESS"])


def test_what_was_received_but_not_yet_registered_was_not_known(
    read_models, citizen, told
):
    mette = citizen()
    registered = NOON + timedelta(days=9)
    late = told(
        mette, at=registered, received_at=NOON, late_reason="NOT_REGISTERED_AT_TIME"
    )
    assert ids(read_models, mette, as_of=registered - HOUR) == []
    [item] = history(read_models.db, mette, as_of=registered).items
    assert (item.id, item.late_reason) == (late, "NOT_REGISTERED_AT_TIME")
    assert (item.at, item.registered_at) == (NOON, registered)


def test_the_last_decision_is_shown(read_models, citizen, told):
    mette = citizen()
    contact = told(mette)
    for decision in (Decision.NO_ACTION, Decision.PATROL_SENT):
        command = RecordDisposition(decision=decision, reason="Vagthavende")
        read_models.record(contacts, contact, command)
    assert history(read_models.db, mette).items[0].decision == "PATROL_SENT"


def test_words_are_shown_only_if_they_are_asked_for_and_not_forgotten(
    read_models, citizen, told
):
    mette = citizen()
    contact = told(mette, narrative="En hund gør.")
    [item] = history(read_models.db, mette).items
    assert item.excerpt is None
    [item] = history(read_models.db, mette, with_words=True).items
    assert item.excerpt == "En hund gør."
    read_models.forget(contact)
    forgotten = history(read_models.db, mette, with_words=True)
    assert forgotten.items[0].excerpt is None
    read_models.rebuild()
    assert history(read_models.db, mette, with_words=True) == forgotten


def test_pages_show_each_contact_once_also_while_others_are_registered(
    read_models, citizen, told
):
    mette, anne = citizen(), citizen("Anne Rønnow")
    read_models.record(citizens, mette, LinkCitizen(other=anne, basis="Samme"), at=NOON)
    expected = [
        told([mette, anne][hour % 2], at=NOON + timedelta(hours=hour // 3))
        for hour in range(11)
    ]
    shown, cursor = [], None
    while page := history(read_models.db, mette, limit=4, cursor=cursor):
        shown += [item.id for item in page.items]
        told(mette, at=NOON + timedelta(days=1))
        if not (cursor := page.next):
            break
    assert len(shown) == len(set(shown)) == len(expected)
    assert set(shown) == set(expected)


def test_a_cursor_of_another_list_is_refused(read_models, citizen):
    for cursor in ("", "x", "WzFd"):
        with pytest.raises(BadCursor):
            history(read_models.db, citizen(), cursor=cursor)


def test_nobody_knows_anything_of_an_unknown_citizen(read_models):
    assert ids(read_models, read_models.new_id()) == []
