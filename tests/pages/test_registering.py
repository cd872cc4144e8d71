"""A contact is registered on screen: once, as it was typed, and nothing typed is lost."""

from uuid import UUID

import pytest
from eventsourcing.persistence import OperationalError

from api.pages.registering_asked import BY_KIND
from domain.contacts import ContactRegistered
from domain.event import Role
from domain.ids import follow_up_of
from domain.intake import ObserveIntake, intake
from domain.kinds import ContactKind
from domain.people import PartyRole, SafeContact
from tests.api.telling import CALL
from tests.ids import new_id
from tests.pages.browsing import PARTIAL, form, press
from tests.pages.looking import SCRIPT
from tests.pages.waiting import JENSEN

HERE = "/henvendelser/ny"
TOLD = {
    "kind": "STALKING",
    "narrative": "Han har sendt 14 sms'er og ventet ved bilen.",
    "municipality": "0316",
    "place": "Søndergade",
    "feels_unsafe": "true",
    "patrol": "NO_UNIT_AVAILABLE",
    "told_to_stop": "true",
    "parties.0.role": "VICTIM",
    "parties.0.name": "Mette Frandsen",
    "parties.0.cpr": "150388-5014",
    "parties.0.phone": "72 58 88 88",
    "parties.0.safe_contact": "DIRECT_ONLY",
    "parties.0.address": "Åvej 7, 6900 Skjern",
    "parties.0.address_protected": "true",
    "acts.0.kind": "SMS",
    "acts.0.count": "14",
    "acts.1.kind": "PRESENCE_HOME",
    "acts.1.count": "1",
    "evidence.0.description": "Skærmbilleder, som hun har",
}


@pytest.fixture
def observed(parts, followed):
    """An intake of the exchange, which no contact answers yet."""

    def observed(**change: str) -> UUID:
        id, command = new_id(), ObserveIntake.model_validate(CALL | change)
        receipt = parts.registry.execute(intake, id, command, JENSEN)
        parts.projector.wait_for(receipt.position)
        return id

    return observed


def sent(officer, **typed):
    return press(officer, officer.get(HERE), "/henvendelser", **typed)


def first_event(parts, answer) -> ContactRegistered:
    [first, *_] = parts.registry.history(UUID(answer.url.path.split("/")[2]))
    return first.event


def test_each_kind_has_its_fields():
    assert BY_KIND.keys() == set(ContactKind)


def test_time_channel_and_district_are_there_already(officer):
    page = officer.get(HERE)
    _, fields = form(page, "/henvendelser")
    assert (fields["received_on"], fields["received_clock"]) == ("22-11-2026", "13.00")
    assert fields["channel"] == "PHONE_114"
    assert "Midt- og Vestsjællands Politi" in page.text
    assert ">Holbæk<" in page.text
    assert ">Aarhus<" not in page.text


def test_what_is_typed_is_registered(officer, parts):
    answer = sent(officer, **TOLD)
    assert answer.status_code == 200
    assert answer.url.path.endswith("/registreret")
    event = first_event(parts, answer)
    assert event.district == "1467"
    assert event.narrative.text == TOLD["narrative"]
    assert event.place.text == "Søndergade"
    assert (event.feels_unsafe, event.told_to_stop) == (True, True)
    assert [(act.kind, act.count) for act in event.acts] == [
        ("SMS", 14),
        ("PRESENCE_HOME", 1),
    ]
    assert [each.annex for each in event.evidence] == [1]
    [party] = event.parties
    assert (party.role, party.safe_contact) == (
        PartyRole.VICTIM,
        SafeContact.DIRECT_ONLY,
    )
    assert party.address_protected
    assert party.citizen


def test_the_receipt_says_number_and_what_comes_next_and_no_words(officer):
    page = sent(officer, **TOLD)
    assert "Henvendelsen er registreret." in page.text
    assert 'class="receipt-number">H-' in page.text
    assert "En opfølgning er åbnet" in page.text
    assert "29. nov. 2026" in page.text
    for words in ("Mette", "14 sms", "72 58", "Åvej"):
        assert words not in page.text
        assert words not in str(page.url)
    plain = sent(officer, kind="LOST_PROPERTY", narrative="Glemt pung.")
    assert "Ingen opfølgning er åbnet" in plain.text


def test_a_contact_that_nobody_knows_has_no_receipt(officer):
    assert officer.get(f"/henvendelser/{new_id()}/registreret").status_code == 404


def test_the_next_one_begins_with_the_same_channel(officer):
    page = sent(officer, kind="OTHER", narrative="Spørger.", channel="STATION")
    assert 'href="/henvendelser/ny?kanal=STATION"' in page.text
    _, fields = form(officer.get(f"{HERE}?kanal=STATION"), "/henvendelser")
    assert fields["channel"] == "STATION"


def test_sent_twice_it_is_registered_once(officer, parts):
    page = officer.get(HERE)
    first, again = (press(officer, page, "/henvendelser", **TOLD) for _ in range(2))
    assert first.url == again.url
    other = press(officer, page, "/henvendelser", **TOLD | {"narrative": "Andet."})
    assert other.status_code == 409
    assert "allerede registreret med et andet indhold" in other.text
    assert "Andet." in other.text


def test_an_id_that_a_device_has_made_is_taken_as_sent(officer, parts):
    id = new_id()
    answer = sent(officer, contact=str(id), **TOLD)
    assert answer.url.path == f"/henvendelser/{id}/registreret"
    assert parts.registry.history(follow_up_of(id))


def test_an_id_that_is_none_is_refused_without_an_echo(officer):
    answer = sent(officer, contact="hunter2", **TOLD)
    assert answer.status_code == 422
    assert "hunter2" not in answer.text


def test_what_is_wrong_is_said_at_its_field_and_everything_typed_is_kept(officer):
    wrong = {
        "kind": "",
        "received_on": "31-02-2026",
        "parties.0.cpr": "123",
        "parties.2.name": "Kasper Dahl",
        "acts.0.count": "mange",
        "acts.1.kind": "",
        "acts.1.count": "3",
    }
    answer = sent(officer, **TOLD | wrong)
    assert answer.status_code == 422
    for field in (
        "kind",
        "received_on",
        "parties.0.cpr",
        "parties.2.role",
        "acts.0.count",
        "acts.1.kind",
    ):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
    for typed in ("14 sms", "31-02-2026", 'value="123"', "Kasper Dahl", "mange"):
        assert typed in answer.text
    for text in ("Skærmbilleder", "Søndergade", "72 58 88 88", "Åvej 7"):
        assert text in answer.text
    _, fields = form(answer, "/henvendelser")
    assert fields["parties.0.safe_contact"] == "DIRECT_ONLY"
    assert fields["feels_unsafe"] == "true"
    assert fields["told_to_stop"] == "true"


def test_an_empty_row_is_nobody_and_nothing(officer, parts):
    told = {"kind": "THEFT", "narrative": "Cykel.", "parties.0.role": "VICTIM"}
    event = first_event(parts, sent(officer, **told))
    assert (event.parties, event.acts, event.evidence) == ((), (), ())


def test_more_than_a_day_later_a_reason_is_asked_for(officer, parts):
    late = TOLD | {"received_on": "201126", "received_clock": "1730"}
    answer = sent(officer, **late)
    assert answer.status_code == 409
    assert "mere end 24 timer siden. Vælg, hvorfor" in answer.text
    assert 'id="late_reason"' in answer.text
    done = press(officer, answer, "/henvendelser", **late, late_reason="PAPER_NOTE")
    assert first_event(parts, done).late_reason == "PAPER_NOTE"
    assert 'id="late_reason"' not in officer.get(HERE).text


def test_nothing_is_received_in_the_future(officer):
    answer = sent(officer, **TOLD | {"received_clock": "13.10"})
    assert answer.status_code == 409
    assert "kan ikke være modtaget i fremtiden" in answer.text
    assert TOLD["narrative"].partition("'")[0] in answer.text


def test_without_a_confirmation_the_same_form_settles_it(officer, parts):
    append = parts.registry.recorder.insert_events

    def lost(*args, **kwargs):
        append(*args, **kwargs)
        raise OperationalError("the connection was lost")

    parts.registry.recorder.insert_events = lost
    page = officer.get(HERE)
    answer = press(officer, page, "/henvendelser", **TOLD)
    assert answer.status_code == 503
    assert "Ikke bekræftet. Prøv igen: den samme henvendelse" in answer.text
    assert form(answer, "/henvendelser")[1]["contact"] in page.text
    parts.registry.recorder.insert_events = append
    done = press(officer, answer, "/henvendelser", narrative=TOLD["narrative"])
    assert done.url.path.endswith("/registreret")
    assert "H-" in done.text


def test_fields_come_as_the_kind_asks_and_a_chosen_role_stays(officer):
    _, fields = form(officer.get(HERE), "/henvendelser")
    fields |= {"kind": "STALKING", "parties.0.name": "Mette"}
    part = officer.post(f"{HERE}/felter", data=fields, headers=PARTIAL)
    assert not part.text.lstrip().startswith("<!doctype html>")
    page = officer.post(f"{HERE}/felter", data=fields)
    assert page.text.count("<details open>") == 2  # acts and evidence
    _, asked = form(page, "/henvendelser")
    assert asked["parties.0.role"] == "VICTIM"
    assert asked["parties.0.name"] == "Mette"
    chosen = asked | {"parties.0.role": "RELATIVE", "kind": "LOST_PROPERTY"}
    _, other = form(officer.post(f"{HERE}/felter", data=chosen), "/henvendelser")
    assert other["parties.0.role"] == "RELATIVE"


@pytest.mark.parametrize(
    ("name", "field"),
    [("parties", "role"), ("acts", "kind"), ("evidence", "description")],
)
def test_there_is_always_one_more_row(officer, name, field):
    _, fields = form(officer.get(HERE), "/henvendelser")
    for n in (1, 2):
        page = officer.post(f"{HERE}/felter", data=fields | {"more": name})
        action, fields = form(page, "/henvendelser")
        assert f"{name}.{n}.{field}" in fields
        assert f"{name}.{n + 1}.{field}" not in fields
        assert page.text.count(" autofocus") == 1


def test_open_intake_of_the_own_district_is_there_to_pick(officer, observed, parts):
    id = observed(channel="EMAIL")
    elsewhere = observed(district="1470", source="TC1-elsewhere")
    page = officer.get(HERE)
    assert "kl. 12.50, E-mail, 10 minutter siden, TC1-20261122-0042" in page.text
    assert str(elsewhere) not in page.text
    picked = press(officer, page, "/henvendelser", **TOLD, intake=str(id))
    assert picked.status_code == 422
    assert "Tid og kanal er nu hentet" in picked.text
    _, fields = form(picked, "/henvendelser")
    assert (fields["received_clock"], fields["channel"]) == ("12.50", "EMAIL")
    done = press(officer, picked, "/henvendelser", narrative=TOLD["narrative"])
    assert first_event(parts, done).intake == id
    again = press(officer, picked, "/henvendelser", **TOLD, contact=str(new_id()))
    assert again.status_code == 409
    assert "En kollega har allerede registreret det modtagne" in again.text


def test_script_in_what_is_typed_stays_text(officer):
    typed = dict.fromkeys(("narrative", "place", "parties.0.name", "kind"), SCRIPT)
    answer = sent(officer, **typed)
    assert answer.status_code == 422
    assert "<script>document" not in answer.text
    assert answer.text.count("&lt;script&gt;document") >= 3


def test_a_supervisor_registers_too(browser, followed, parts):
    answer = sent(browser(Role.SUPERVISOR), **TOLD)
    assert answer.url.path.endswith("/registreret")
