"""What many contacts have in common shows the newest first, and each of them once."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from domain.calendar import danish_day
from domain.citizens import SupplyParticulars, citizens
from domain.contacts import CorrectContact, IdentifyParty, contacts
from projections.contact_criteria import Criteria
from projections.contact_finding import search

LAST = datetime(2031, 3, 31, 22, 30, tzinfo=UTC)  # already April in Denmark
SAID = {
    "phone": "51 20 33 44",
    "email": "ida@post.dk",
    "address": "Algade 1",
    "name": "Ida Lund",
}
SOUGHT = {
    "phone": "2033",
    "email": "post",
    "address": "algade",
    "name": "Ida Lund",
    "text": "hunde",
    "district": "1467",
}


@pytest.fixture
def years(read_models):
    """Contacts of twelve years, some at one instant: the times and ids, newest first."""
    random = Random(3)
    days = [0, 0, 1, 3, 3, 30, 31, 300, 301, *random.sample(range(4000), 21)]
    told = []
    for day in days:
        at = LAST - timedelta(days=day)
        parties = [{"id": str(read_models.new_id(at)), "role": "REPORTER", **SAID}]
        narrative = f"En hund gør. {'Hund! ' * (day % 4)}"
        id = read_models.contact(at=at, narrative=narrative, parties=parties)
        told.append((at, id))
    read_models.contact(at=LAST, narrative="Noget andet.", district="1470")
    return sorted(told, reverse=True)


def pages(read_models, limit, **criteria):
    db, asked = read_models.db, Criteria(**criteria)
    page = search(db, asked, limit=limit)
    shown = [item.id for item in page.items]
    while page.next:
        page = search(db, asked, limit=limit, cursor=page.next)
        assert page.items
        shown += [item.id for item in page.items]
    return shown


@pytest.mark.parametrize(("criterion", "sought"), SOUGHT.items())
def test_all_are_shown_the_newest_first(read_models, years, criterion, sought):
    newest_first = [id for _, id in years]
    for limit in (1, 4, 50):
        assert pages(read_models, limit, **{criterion: sought}) == newest_first


@pytest.mark.parametrize(("criterion", "sought"), SOUGHT.items())
def test_a_time_is_kept_to(read_models, years, criterion, sought):
    days = sorted({danish_day(at) for at, _ in years})
    for since, until in pairwise(days[::3]):
        time = {"received_from": since, "received_to": until}
        within = [id for at, id in years if since <= danish_day(at) < until]
        assert pages(read_models, 2, **{criterion: sought}, **time) == within


@pytest.mark.parametrize(("criterion", "sought"), SOUGHT.items())
def test_a_corrected_time_counts(read_models, years, criterion, sought):
    (newest, first), *others = years
    command = CorrectContact(
        field="received_at",
        old=newest.isoformat(),
        new=(newest - timedelta(days=5000)).isoformat(),
        reason="Tastefejl",
    )
    read_models.record(contacts, first, command)
    order = [*(id for _, id in others), first]
    assert pages(read_models, 7, **{criterion: sought}) == order


@pytest.mark.parametrize("criterion", SAID)
def test_what_a_citizen_is_known_by_finds_each_of_her_contacts(read_models, criterion):
    citizen = read_models.citizen(name="Kaj Holm")
    ids = []
    for day in range(0, 2000, 250):
        at = LAST - timedelta(days=day)
        party = {"id": str(read_models.new_id(at)), "role": "VICTIM"}
        known = {"citizen": str(citizen)} if day % 500 else {}
        ids.append(read_models.contact(at=at, parties=[party | known]))
        if not known:
            identity = IdentifyParty(party=party["id"], citizen=citizen, basis="CPR")
            read_models.record(contacts, ids[-1], identity)
    read_models.record(
        citizens, citizen, SupplyParticulars(**{criterion: SAID[criterion]})
    )
    later = {"id": str(read_models.new_id()), "role": "VICTIM", "citizen": str(citizen)}
    last = read_models.contact(at=LAST - timedelta(days=3000), parties=[later])
    assert pages(read_models, 3, **{criterion: SOUGHT[criterion]}) == [*ids, last]


def test_a_contact_with_two_such_names_is_shown_once_and_by_the_better(read_models):
    def contact(day, *names):
        at = LAST - timedelta(days=day)
        parties = [
            {"id": str(read_models.new_id(at)), "role": "WITNESS", "name": name}
            for name in names
        ]
        return read_models.contact(at=at, parties=parties)

    both = contact(9, "Jens Jansen", "Jens Jensen")
    exact = contact(10, "Jens Jensen", "Jensen Jens")
    near = [contact(day, "Jens Jansen") for day in range(4)]
    for limit in (1, 2, 3, 50):
        assert pages(read_models, limit, name="Jens Jensen") == [both, exact, *near]
