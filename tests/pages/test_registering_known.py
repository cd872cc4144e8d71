"""Beside a registration: earlier contacts and duplicates, for a purpose, on record."""

from uuid import UUID

import pytest

from domain.contacts import contacts
from domain.registration import RegisterContact
from projections.access_log import entries
from tests.api.telling import MOPEDS, party
from tests.ids import new_id
from tests.pages.browsing import PARTIAL, form
from tests.pages.looking import SCRIPT
from tests.pages.waiting import JENSEN

HERE = "/henvendelser/ny"
CPR = "150388-5014"
LATE = {"late_reason": "PAPER_NOTE"}
METTE = {"name": "Mette Frandsen", "phone": "+4572588888", "cpr": CPR}


@pytest.fixture
def told(parts, followed):
    """A contact that the registry knows already."""

    def told(parties: list, **change) -> UUID:
        id = new_id()
        command = RegisterContact.model_validate(
            MOPEDS | {"parties": parties, "kind": "OTHER"} | change
        )
        receipt = parts.registry.execute(contacts, id, command, JENSEN)
        parts.projector.wait_for(receipt.position + 1)  # its reaction comes after it
        return id

    return told


def asked(officer, headers=None, **typed):
    _, fields = form(officer.get(HERE), "/henvendelser")
    return officer.post(f"{HERE}/kendte", data=fields | typed, headers=headers)


def logged(parts):
    parts.access_projector.wait_for(
        parts.access_log.recorder.max_notification_id() or 0
    )
    with parts.reader.transaction() as db:
        return entries(db, limit=20, with_authority=True).items


def test_without_a_purpose_nothing_is_sought(officer, told, parts):
    told([party(**METTE)])
    page = asked(officer, **{"parties.0.name": "Mette Frandsen"})
    assert "Vælg et formål" in page.text
    assert "knallert" not in page.text
    assert logged(parts) == []


def test_a_purpose_shows_her_earlier_contacts_newest_first(officer, told, parts):
    older = told([party(**METTE)], received_at="2026-11-22T09:00:00+01:00")
    newer = told([party(phone="72 58 88 88")], received_at="2026-11-22T12:30:00+01:00")
    stranger = told([party(name="Kaj Mikkelsen")])
    page = asked(
        officer,
        purpose="PROTECTION",
        narrative="Hun ringer igen.",
        **{"parties.0.cpr": CPR, "parties.0.phone": "72588888"},
    )
    assert page.text.index(str(newer)) < page.text.index(str(older))
    assert str(stranger) not in page.text
    assert "2 tidligere henvendelser og 0 mulige dubletter fundet." in page.text
    assert "knallert bag skolen" in page.text
    assert "3 henvendelser kendt" in page.text
    assert "er ikke bevis for, at intet er sket" in page.text
    assert "Hun ringer igen." in page.text
    assert 'target="_blank" rel="noopener"' in page.text
    log = logged(parts)
    assert [each.view for each in log] == ["contact_search"] * 2
    assert {each.purpose for each in log} == {"PROTECTION"}


def test_a_name_is_sought_where_there_is_nothing_surer(officer, told, parts):
    id = told([party(**METTE)])
    page = asked(officer, purpose="FOLLOW_UP", **{"parties.0.name": "Mette Fransen"})
    assert str(id) in page.text
    asked(officer, **{"parties.0.name": "Mette Fransen", "parties.0.phone": "72588888"})
    assert len(logged(parts)) == 2


def test_the_same_kind_in_the_same_days_may_be_told_twice(officer, told):
    there = told([], kind="THEFT", place="Søndergade")
    near = told([], kind="THEFT", place="Ringvejen")
    before = told([], kind="THEFT", received_at="2026-11-20T12:00:00+01:00", **LATE)
    other = told([], kind="BURGLARY")
    typed = {"kind": "THEFT", "place": "Søndergade"}
    page = asked(officer, purpose="CONTACT_HANDLING", **typed).text
    assert page.index(str(there)) < page.index(str(near))
    assert "2 mulige dubletter" in page
    for id in (before, other):
        assert str(id) not in page


def test_what_she_told_herself_may_be_the_same_and_is_shown_once(officer, told):
    id = told([party(**METTE, safe_contact="DIRECT_ONLY")], kind="THEFT")
    page = asked(
        officer, purpose="CONTACT_HANDLING", kind="THEFT", **{"parties.0.cpr": CPR}
    ).text
    assert page.count(str(id)) == 1
    assert "1 tidligere henvendelse og 1 mulig dublet fundet." in page
    assert "Mulig dublet</span>" in page
    assert page.index("Kun direkte kontakt.") < page.index("knallert bag skolen")


def test_nothing_found_is_said_and_what_that_means(officer, followed, parts):
    page = asked(officer, purpose="CONTACT_HANDLING", **{"parties.0.cpr": CPR}).text
    assert "Ingen tidligere henvendelser fundet." in page
    assert "0 henvendelser kendt" in page
    [log] = logged(parts)
    assert log.result == "NONE"


def test_a_purpose_holds_until_it_is_taken_back(officer, told, parts):
    id = told([party(**METTE)])
    typed = {"parties.0.name": "Mette Frandsen"}
    asked(officer, purpose="CONTACT_HANDLING", **typed)
    part = asked(officer, headers=PARTIAL, **typed).text
    assert str(id) in part
    assert "<h1" not in part
    none = asked(officer, purpose="CURIOSITY", **typed)
    assert none.status_code == 422
    assert "CURIOSITY" not in none.text
    hidden = asked(officer, purpose="", **typed).text
    assert str(id) not in hidden
    assert "Vælg et formål" in hidden
    assert len(logged(parts)) == 2


def test_what_can_t_be_sought_is_left_out_and_nothing_is_logged(officer, told, parts):
    told([party(**METTE)])
    typed = {"parties.0.cpr": "123", "parties.0.phone": "12", "received_on": "i går"}
    page = asked(officer, purpose="CONTACT_HANDLING", kind="OTHER", **typed).text
    assert "Søges, når" in page
    assert logged(parts) == []


def test_script_in_a_hit_stays_text(officer, told):
    told([party(**METTE)], narrative=SCRIPT)
    page = asked(officer, purpose="CONTACT_HANDLING", **{"parties.0.cpr": CPR}).text
    assert "<script>document" not in page
    assert "&lt;script&gt;document" in page
