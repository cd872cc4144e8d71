"""Two officers may write down the same call: both contacts are shown side by side."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import (
    IdentifyParty,
    MarkDuplicate,
    WithdrawContact,
    WithdrawDuplicateMark,
    contacts,
)
from domain.event import By, Role
from projections.similar_contacts import similar

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
STORY = "To unge mænd smadrer ruderne i busskuret ved Banegårdspladsen og løber væk."


@pytest.fixture
def told(read_models):
    def contact(days=0, narrative="Noget andet.", **party):
        id = str(read_models.new_id())
        parties = [{"id": id, "role": "REPORTER", **party}] if party else []
        at = NOON + timedelta(days=days)
        return read_models.contact(at=at, narrative=narrative, parties=parties)

    return contact


def ids(read_models, contact):
    return [row.id for row in similar(read_models.db, contact)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Søren Ågård"}, {"name": "Aagaard Sören"}),
        ({"phone": "22 33 44 55"}, {"phone": "+4522334455"}),
        ({"narrative": STORY}, {"narrative": "Unge mænd smadrede ruder i et busskur."}),
    ],
)
def test_a_name_a_telephone_or_the_story_makes_contacts_similar(
    read_models, told, one, other
):
    first, second = told(**one), told(days=1, **other)
    told(name="Ida Lund", phone="99887766", narrative="En hund er løbet væk.")
    assert ids(read_models, first) == [second]
    assert ids(read_models, second) == [first]


def test_a_citizen_in_common_makes_contacts_similar(read_models, told):
    mette = read_models.new_id()
    read_models.record(citizens, mette, IdentifyCitizen(name="Mette Rønnow"))
    first = told(citizen=str(mette))
    party = str(read_models.new_id())
    second = read_models.contact(
        at=NOON, narrative="Helt andre ord.", parties=[{"id": party, "role": "VICTIM"}]
    )
    assert ids(read_models, first) == []
    identification = IdentifyParty(party=party, citizen=mette, basis="Kørekort")
    read_models.record(contacts, second, identification)
    assert ids(read_models, first) == [second]


def test_contacts_more_than_14_days_apart_are_other_matters(read_models, told):
    first, near, far = (told(days=days, phone="22334455") for days in (0, 14, 15))
    assert ids(read_models, first) == [near]
    assert ids(read_models, far) == [near]


def test_the_same_story_counts_in_one_district_and_the_same_name_in_all(read_models):
    her = {"id": str(read_models.new_id()), "role": "REPORTER", "name": "Ida Lund"}
    first = read_models.contact(at=NOON, narrative=STORY, parties=[her])
    read_models.contact(at=NOON, narrative=STORY, district="1462")
    third = read_models.contact(at=NOON, parties=[her], district="1462")
    assert ids(read_models, first) == [third]


def test_what_is_more_alike_comes_first(read_models, told):
    first = told(name="Ida Lund", phone="22334455", narrative=STORY)
    name = told(days=1, name="Ida Lund")
    all_of_it = told(days=2, name="Ida Lund", phone="22334455", narrative=STORY)
    name_and_phone = told(days=1, name="Ida Lund", phone="22334455")
    assert ids(read_models, first) == [all_of_it, name_and_phone, name]
    scores = [row.likeness for row in similar(read_models.db, first)]
    assert scores == sorted(scores, reverse=True)


def test_both_are_shown_side_by_side(read_models, told):
    first = told(name="Ida Lund")
    told(days=1, name="Ida Lundt", narrative=STORY)
    [row] = similar(read_models.db, first)
    assert (row.narrative, row.district, row.received_at) == (
        STORY,
        "1467",
        NOON + timedelta(days=1),
    )
    assert [party.name for party in row.parties] == ["Ida Lundt"]


def test_what_is_marked_or_withdrawn_already_is_left_out(read_models, told):
    first, second, third = (told(phone="22334455") for _ in range(3))
    supervisor = By(id="K-1", role=Role.SUPERVISOR, district="1467")
    read_models.record(contacts, third, WithdrawContact(reason="Fejl"), by=supervisor)
    assert ids(read_models, first) == [second]
    read_models.record(contacts, second, MarkDuplicate(of=first, reason="Samme"))
    assert ids(read_models, first) == ids(read_models, second) == []
    read_models.record(contacts, second, WithdrawDuplicateMark(reason="Dog ikke"))
    assert ids(read_models, first) == [second]


def test_at_most_ten_are_shown(read_models, told):
    first, *_ = (told(phone="22334455") for _ in range(12))
    assert len(ids(read_models, first)) == 10


def test_forgotten_contacts_are_like_no_other(read_models, told):
    first, second = told(narrative=STORY), told(narrative=STORY)
    read_models.forget(second)
    assert ids(read_models, first) == ids(read_models, second) == []


def test_nothing_is_like_an_unknown_contact(read_models, told):
    told()
    assert ids(read_models, read_models.new_id()) == []
