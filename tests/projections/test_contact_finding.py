"""A contact is found by whatever is known of it, and by nothing that is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from domain.contacts import (
    MarkDuplicate,
    ReferToCase,
    SupplementContact,
    WithdrawContact,
    contacts,
)
from domain.event import By, Role
from projections.contact_criteria import Criteria
from projections.contact_finding import completeness, known, search
from projections.pages import BadCursor, cursor_of

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)


def found(read_models, **criteria):
    page = search(read_models.db, Criteria(**criteria))
    return [item.id for item in page.items]


def party(read_models, role="REPORTER", **fields):
    return {"id": str(read_models.new_id()), "role": role, **fields}


@pytest.fixture
def journal(read_models):
    """The contacts H-0001 to H-0012 of 2019, each by its number there."""
    ids = read_models.read_journal("contacts-2019.jsonl")
    return {f"H-{place:04}": id for place, id in enumerate(ids, 1)}


@pytest.mark.parametrize(
    ("criteria", "numbers"),
    [
        ({"source": "H-0007"}, {"H-0007"}),
        ({"text": "knallerten ved skolerne"}, {"H-0001"}),
        ({"text": "knalert"}, {"H-0001"}),
        ({"text": "SOVEVAERELSET"}, {"H-0002"}),
        ({"text": "soveværelser"}, {"H-0002"}),
        ({"text": "og er den"}, set()),
        ({"name": "Aagaard"}, {"H-0002"}),
        ({"name": "Agard Sören"}, {"H-0002"}),
        ({"name": "Birte Hollm"}, {"H-0001"}),
        ({"name": "Xerxes Quist"}, set()),
        ({"name": "Holm", "text": "hund"}, {"H-0001"}),
        ({"name": "Holm", "text": "indbrud"}, set()),
        ({"kind": "BURGLARY"}, {"H-0002"}),
        ({"district": "1470"}, {"H-0010", "H-0011"}),
        ({"municipality": "0265"}, {"H-0003"}),
        ({"channel": "MOBILE_STATION"}, {"H-0007"}),
        ({"officer": "K-6647"}, {"H-0005"}),
        (
            {"received_from": "2019-06-06", "received_to": "2019-06-07"},
            {"H-0006", "H-0007"},
        ),
        ({"registered_from": "2019-06-10", "registered_to": "2019-06-11"}, {"H-0009"}),
    ],
)
def test_the_contacts_of_2019_are_found_by(read_models, journal, criteria, numbers):
    assert set(found(read_models, **criteria)) == {
        journal[number] for number in numbers
    }


def test_words_are_found_in_any_inflection(read_models):
    told = (
        "Cykler råber flyttede kører stjålet parkeringsplads indbruddene hoteller nøgle"
    )
    asked = (
        "cyklen råbte flytter kørt stjålne parkeringspladsen indbrud hotellet nøglerne"
    )
    read_models.contact(narrative="Noget andet.")
    id = read_models.contact(narrative=told)
    for word in asked.split():
        assert found(read_models, text=word) == [id], word


def test_a_contact_is_found_by_its_number_in_small_letters_too(read_models):
    id = read_models.contact()
    [item] = search(read_models.db, Criteria(district="1467")).items
    assert found(read_models, number=f" {item.number.lower()}") == [id]
    assert found(read_models, number="H-0") == []


def test_all_that_is_asked_for_must_fit(read_models, journal):
    both = {"district": "1467", "kind": "UNSETTLING_BEHAVIOUR"}
    assert set(found(read_models, **both)) == {journal["H-0001"], journal["H-0009"]}


@pytest.mark.parametrize(
    "phone", ["22334455", "+45 22 33 44 55", "2233", "3445", "0045 2233-4455"]
)
def test_a_contact_is_found_by_any_four_digits_of_a_phone_number(read_models, phone):
    id = read_models.contact(parties=[party(read_models, phone="+45 22 33 44 55")])
    read_models.contact(parties=[party(read_models, phone="99 88 77 66")])
    assert found(read_models, phone=phone) == [id]


@pytest.mark.parametrize(
    "told", ["22334455", "0047 22 33 44 55", "+46 22 33 44 55 66", "22334455 / 66"]
)
def test_a_whole_number_finds_what_may_be_the_same_in_other_writing(read_models, told):
    id = read_models.contact(parties=[party(read_models, phone=told)])
    assert found(read_models, phone="22 33 44 55") == [id]
    assert not found(read_models, phone="22 33 44 56")


def test_a_number_that_begins_as_a_country_code_may_be_a_part(read_models):
    id = read_models.contact(parties=[party(read_models, phone="22 33 44 55")])
    assert found(read_models, phone="45 22 33 44") == [id]


@pytest.mark.parametrize(
    "nothing", [{"phone": "12 3"}, {"name": "?"}, {"text": "…"}, {"address": "-"}]
)
def test_what_can_find_nothing_is_no_criterion(nothing):
    with pytest.raises(ValidationError):
        Criteria(**nothing)


def test_a_contact_is_found_by_email_and_by_a_part_of_an_address(read_models):
    id = read_models.contact(
        parties=[
            party(read_models, email="Ib_A@Post.dk", address="Ærøvej 12, 2. tv, 4300")
        ]
    )
    read_models.contact(
        parties=[party(read_models, email="ibxa@post.dk", address="Ærøvej 14")]
    )
    assert found(read_models, email="ib_a@post.dk") == [id]
    assert found(read_models, address="aeroevej 12") == [id]


def test_nobody_learns_who_has_a_secret_address(read_models):
    hers = party(read_models, name="Mette", address="Algade 1", address_protected=True)
    id = read_models.contact(parties=[hers])
    assert found(read_models, address="Algade") == []
    [item] = search(read_models.db, Criteria(name="Mette")).items
    assert item.id == id
    assert item.parties[0].address_protected
    assert "Algade" not in item.model_dump_json()


def test_words_that_were_added_later_count_with_the_first_ones(read_models):
    id = read_models.contact(narrative="En hund gør.")
    read_models.contact(narrative="En kat mjaver.")
    read_models.record(contacts, id, SupplementContact(text="Nu er der også en kat."))
    [item] = search(read_models.db, Criteria(text="hunde katte")).items
    assert item.id == id
    [item] = search(read_models.db, Criteria(text="katten hunden", name=None)).items
    assert item.excerpt in {"En hund gør.", "Nu er der også en kat."}


def test_where_no_contact_has_all_words_those_with_most_of_them_are_shown(read_models):
    two = read_models.contact(narrative="En rød bil holder ved havnen.")
    one = read_models.contact(narrative="En bil.", at=NOON + timedelta(days=1))
    read_models.contact(narrative="Noget helt andet.")
    assert found(read_models, text="biler havne flyvemaskiner") == [two]
    assert found(read_models, text="biler havne flyvemaskiner raketter") == [two, one]
    assert found(read_models, text="biler flyvemaskiner raketter") == [one, two]


def test_the_excerpt_shows_where_the_words_are(read_models):
    read_models.contact(
        narrative="Borger ringer om støj. " * 20 + "En knallert kører forbi."
    )
    [item] = search(read_models.db, Criteria(text="knallerter")).items
    assert "knallert kører" in item.excerpt
    assert len(item.excerpt) <= 160


def test_a_contact_is_found_by_a_journal_number_even_if_several_have_it(read_models):
    first, second, _ = (
        read_models.contact(at=NOON + timedelta(hours=n)) for n in range(3)
    )
    for id in (first, second):
        read_models.record(contacts, id, ReferToCase(journal_number="1467-10-1"))
    assert found(read_models, journal_number="1467-10-1") == [second, first]


def test_withdrawn_and_duplicate_contacts_are_found_and_marked(read_models):
    first, second, third = (
        read_models.contact(at=NOON + timedelta(hours=n)) for n in range(3)
    )
    supervisor = By(id="K-1", role=Role.SUPERVISOR, district="1467")
    read_models.record(contacts, first, WithdrawContact(reason="Fejl"), by=supervisor)
    read_models.record(contacts, third, MarkDuplicate(of=second, reason="Samme"))
    items = search(read_models.db, Criteria()).items
    assert [(item.id, item.withdrawn, item.duplicate_of) for item in items] == [
        (third, False, second),
        (second, False, None),
        (first, True, None),
    ]


def test_the_better_name_comes_first_then_the_newer_contact(read_models):
    names = [
        "Jens Jensen",
        "Jens Jansen",
        "Jens Jensen",
        "Jens Peter Jensen",
        "Ib Jensen",
    ]
    ids = [
        read_models.contact(
            at=NOON + timedelta(hours=n), parties=[party(read_models, name=name)]
        )
        for n, name in enumerate(names)
    ]
    order = found(read_models, name="Jensen Jens")
    assert order == [ids[2], ids[0], ids[3], ids[1]]


@pytest.mark.parametrize("criteria", [{}, {"text": "hunden"}, {"name": "Ida Lund"}])
def test_pages_show_each_contact_once_also_while_others_are_registered(
    read_models, criteria
):
    def one(hour):
        return read_models.contact(
            at=NOON + timedelta(hours=hour // 3),  # some at the same time
            narrative=f"En hund gør. {'Hunden bider. ' * (hour % 4)}",
            parties=[party(read_models, name=["Ida Lund", "Ida Lunde"][hour % 2])],
        )

    ids = {one(hour) for hour in range(11)}
    asked, shown, cursor = Criteria(**criteria), [], None
    while page := search(read_models.db, asked, limit=4, cursor=cursor):
        shown += [item.id for item in page.items]
        one(100)
        if not (cursor := page.next):
            break
    assert len(shown) == len(set(shown))
    assert ids <= set(shown)


def test_a_cursor_of_another_list_is_refused(read_models):
    for cursor in ("", "x", "WzFd"):
        with pytest.raises(BadCursor):
            search(read_models.db, Criteria(), cursor=cursor)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00Z", "9999-12-31T23:59:59.999999Z"])
@pytest.mark.parametrize("criteria", [{}, {"text": "mand"}, {"name": "Ida Lund"}])
def test_a_cursor_from_the_ends_of_time_harms_nothing(read_models, moment, criteria):
    read_models.contact(parties=[party(read_models, name="Ida Lund")])
    last = (0, 2**70, datetime.fromisoformat(moment), read_models.new_id())
    shown = search(read_models.db, Criteria(**criteria), cursor=cursor_of(last)).items
    assert len(shown) <= 1


def test_absence_is_no_proof_of_absence(read_models, journal):
    assert found(read_models, name="Xerxes Quist") == []
    assert completeness(known(read_models.db), NOON) == (
        "12 contacts known to the registry as of 2019-06-03T10:00:00Z;"
        " absence here is not proof of absence."
    )


def test_days_are_danish(read_models):
    late = read_models.contact(at=datetime(2019, 6, 3, 22, 30, tzinfo=UTC))
    assert found(read_models, received_from=date(2019, 6, 4)) == [late]
    assert found(read_models, received_to=date(2019, 6, 4)) == []


@pytest.mark.parametrize("words", [{}, {"text": "huset"}])
def test_what_is_found_in_a_time_is_in_none_beside_it(read_models, words):
    """Also where months begin, and years."""
    moments = [
        datetime(2018, 12, 31, 22, 59, tzinfo=UTC),
        datetime(2018, 12, 31, 23, 0, tzinfo=UTC),
        datetime(2019, 2, 14, 12, 0, tzinfo=UTC),
        datetime(2019, 3, 31, 21, 59, tzinfo=UTC),
        datetime(2019, 3, 31, 22, 0, tzinfo=UTC),
    ]
    ids = [read_models.contact(at=moment) for moment in moments]
    first, last = date(2019, 1, 1), date(2019, 4, 1)
    between = found(read_models, received_from=first, received_to=last, **words)
    assert set(between) == set(ids[1:4])
    assert set(found(read_models, received_from=first, **words)) == set(ids[1:])
    assert set(found(read_models, received_to=last, **words)) == set(ids[:4])
    assert found(read_models, received_from=date(2019, 4, 1), **words) == ids[4:]
