"""Two contacts that name the same two people raise an alert, until somebody follows it."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from domain.citizens import IdentifyCitizen, LinkCitizen, UnlinkCitizen, citizens
from domain.contacts import (
    CorrectContact,
    IdentifyParty,
    MarkDuplicate,
    ReinstateContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    WithdrawIdentification,
    contacts,
)
from domain.event import By, Role
from domain.stalking_courses import (
    LinkContact,
    NameSuspect,
    OpenStalkingCourse,
    UnlinkContact,
    stalking_courses,
)
from projections.pages import BadCursor
from projections.stalking_alerts import alerts
from tests.projections.conftest import EVENING

ELSEWHERE = By(id="K-2001", role=Role.OFFICER, district="1471")
WHY = {"reason": "So it is"}


@pytest.fixture
def citizen(read_models):
    def citizen():
        id = read_models.new_id()
        read_models.record(citizens, id, IdentifyCitizen(name="Mette Rønnow"))
        return id

    return citizen


@pytest.fixture
def names(read_models):
    """Registers a contact that names a victim and a possible offender."""

    def names(victim, suspect, *, after=0, **fields):
        roles = {"VICTIM": victim, "POSSIBLE_OFFENDER": suspect}
        parties = [
            {"id": read_models.new_id(), "role": role, "citizen": who}
            for role, who in roles.items()
        ]
        at = EVENING + timedelta(minutes=after)
        return read_models.contact(at=at, **{"parties": parties} | fields)

    return names


@pytest.fixture
def alerted(read_models):
    """Which contacts the alerts name, now and after a rebuild."""

    def alerted(**asked):
        live = alerts(read_models.db, **asked).items
        read_models.rebuild()
        assert alerts(read_models.db, **asked).items == live
        return [[each.id for each in alert.contacts] for alert in live]

    return alerted


@pytest.fixture
def she(citizen):
    return citizen()


@pytest.fixture
def he(citizen):
    return citizen()


@pytest.fixture
def two(names, she, he):
    return [names(she, he), names(she, he, after=1)]


@pytest.fixture
def course(read_models):
    def course(victim, suspect=None):
        id = read_models.new_id()
        opened = OpenStalkingCourse(victim=victim, suspect=suspect, district="1467")
        read_models.record(stalking_courses, id, opened)
        return id

    return course


def party_of(read_models, contact, role):
    first = read_models.parts.registry.history(contact)[0].event
    return next(party.id for party in first.parties if party.role == role)


def test_one_contact_is_a_single_incident_and_two_are_not(names, she, he, alerted):
    first = names(she, he)
    assert alerted() == []
    second = names(she, he, after=1)
    assert alerted() == [[first, second]]


def test_an_alert_tells_who_where_and_when(read_models, names, she, he):
    names(she, he)
    names(she, he, after=1440, by=ELSEWHERE)
    names(he, she)  # another pair
    [alert] = alerts(read_models.db).items
    assert (alert.victim, alert.suspect, alert.count) == (she, he, 2)
    assert alert.districts == ["1467", "1471"]
    assert (alert.first, alert.last) == (date(2019, 6, 3), date(2019, 6, 4))
    assert all(each.number.startswith("H-") for each in alert.contacts)


def test_a_district_sees_pairs_that_were_named_there(names, she, he, alerted):
    both = [names(she, he), names(she, he, after=1, by=ELSEWHERE)]
    assert alerted(district="1467") == alerted(district="1471") == [both]
    assert alerted(district="1470") == []


def test_parties_must_be_known_and_in_one_contact(names, she, he, citizen, alerted):
    for _ in range(2):
        names(she, None)
        names(None, he)
        names(she, citizen())
        names(citizen(), he)
    assert alerted() == []


def test_withdrawn_contacts_and_duplicates_do_not_count(read_models, two, alerted):
    first, second = two

    def after(command):
        read_models.record(contacts, second, command)
        return alerted() == [two]

    assert not after(MarkDuplicate(of=first, **WHY))
    assert not after(WithdrawContact(**WHY))
    assert not after(ReinstateContact(**WHY))
    assert after(WithdrawDuplicateMark(**WHY))


def test_an_identification_counts_until_it_is_withdrawn(
    read_models, names, she, he, alerted
):
    both = [names(she, he), names(None, he, after=1)]
    party = party_of(read_models, both[1], "VICTIM")
    assert alerted() == []
    known = IdentifyParty(party=party, citizen=she, basis="Voice")
    read_models.record(contacts, both[1], known)
    assert alerted() == [both]
    read_models.record(contacts, both[1], WithdrawIdentification(party=party, **WHY))
    assert alerted() == []


def test_corrections_are_followed(read_models, two, alerted):
    field = f"parties.{party_of(read_models, two[1], 'POSSIBLE_OFFENDER')}.role"
    for old, new, expected in (
        ("POSSIBLE_OFFENDER", "WITNESS", []),
        ("WITNESS", "POSSIBLE_OFFENDER", [two]),
    ):
        change = CorrectContact(field=field, old=old, new=new, **WHY)
        read_models.record(contacts, two[1], change)
        assert alerted() == expected
    moved = CorrectContact(field="district", old="1467", new="1471", **WHY)
    read_models.record(contacts, two[1], moved)
    assert alerted(district="1471") == [two]


def test_linked_citizens_are_one_person_until_they_are_unlinked(
    read_models, names, citizen, he, alerted
):
    one, between, other = (citizen() for _ in range(3))
    both = [names(one, he), names(other, he, after=1)]
    read_models.record(citizens, one, LinkCitizen(other=between, basis="Voice"))
    assert alerted() == []
    read_models.record(citizens, between, LinkCitizen(other=other, basis="Voice"))
    assert alerted() == [both]
    read_models.record(citizens, between, UnlinkCitizen(other=one, **WHY))
    assert alerted() == []


def test_a_course_takes_the_pair_away(two, she, he, course, alerted):
    course(she, he)
    assert alerted() == []


def test_a_course_of_a_linked_citizen_takes_the_pair_away(
    read_models, two, she, he, citizen, course, alerted
):
    other = citizen()
    course(other, he)
    assert alerted() == [two]
    read_models.record(citizens, she, LinkCitizen(other=other, basis="Voice"))
    assert alerted() == []


def test_a_course_against_somebody_unknown_covers_what_is_linked_to_it(
    read_models, two, she, he, citizen, course, alerted
):
    open_course = course(she)

    def tell(command):
        read_models.record(stalking_courses, open_course, command)
        return alerted()

    assert tell(LinkContact(contact=two[0], basis="Alike")) == [two]
    assert tell(LinkContact(contact=two[1], basis="Alike")) == []
    assert tell(UnlinkContact(contact=two[1], **WHY)) == [two]
    assert tell(LinkContact(contact=two[1], basis="Alike")) == []
    assert tell(NameSuspect(suspect=citizen())) == [two]
    assert tell(NameSuspect(suspect=he)) == []


def test_pages_follow_one_another_the_last_named_first(read_models, names, citizen):
    pairs = [(citizen(), citizen()) for _ in range(5)]
    for after, pair in enumerate(pairs):
        for _ in range(2):
            names(*pair, after=after // 2)
    expected = [(each.victim, each.suspect) for each in alerts(read_models.db).items]
    assert set(expected) == set(pairs)
    assert expected[0] == pairs[-1]
    seen, cursor = [], None
    while True:
        page = alerts(read_models.db, limit=2, cursor=cursor)
        seen += [(each.victim, each.suspect) for each in page.items]
        if not (cursor := page.next):
            break
    assert seen == expected
    with pytest.raises(BadCursor):
        alerts(read_models.db, cursor="WzFd")


@pytest.mark.parametrize("seed", range(3))
def test_alerts_are_as_if_found_by_hand(read_models, names, citizen, course, seed):
    random, everybody = Random(seed), [citizen() for _ in range(6)]
    links = [random.sample(everybody, 2) for _ in range(2)]
    for one, other in {tuple(sorted(pair)) for pair in links}:
        read_models.record(citizens, one, LinkCitizen(other=other, basis="Voice"))
    named = [random.sample(everybody, 2) for _ in range(40)]
    ids = {names(*pair, after=n): pair for n, pair in enumerate(named)}
    followed = [random.sample(everybody, 2) for _ in range(3)]
    for pair in followed:
        if person_of(links, pair[0]) != person_of(links, pair[1]):
            course(*pair)
    found = {
        (each.victim, each.suspect): {named.id for named in each.contacts}
        for each in alerts(read_models.db, limit=200).items
    }
    expected = defaultdict(set)
    for id, pair in ids.items():
        expected[tuple(person_of(links, each) for each in pair)].add(id)
    covered = {tuple(person_of(links, each) for each in pair) for pair in followed}
    assert found == {
        pair: each
        for pair, each in expected.items()
        if len(each) > 1 and pair[0] != pair[1] and pair not in covered
    }


def person_of(links, citizen):
    group = {citizen}
    for _, (one, other) in product(range(len(links)), links):
        if group & {one, other}:
            group |= {one, other}
    return min(group)
