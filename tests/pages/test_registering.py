"""A contact is registered on screen: once, as it was typed, and nothing typed is lost."""

from eventsourcing.persistence import OperationalError

from domain.ids import follow_up_of
from domain.people import PartyRole, SafeContact
from tests.ids import new_id
from tests.pages.browsing import form, press
from tests.pages.looking import SCRIPT
from tests.pages.registering import HERE, TOLD, first_event, sent


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
    assert officer.get(f"/henvendelser/{new_id()}/registreret").status_code == 404


def test_sent_twice_it_is_registered_once(officer, parts):
    page = officer.get(HERE)
    first, again = (press(officer, page, "/henvendelser", **TOLD) for _ in range(2))
    assert first.url == again.url
    other = press(officer, page, "/henvendelser", **TOLD | {"narrative": "Andet."})
    assert other.status_code == 409
    assert "allerede sendt med et andet indhold" in other.text
    assert "Andet." in other.text


def test_an_id_that_a_device_has_made_is_taken_as_sent_if_it_is_one(officer, parts):
    id = new_id()
    answer = sent(officer, contact=str(id), **TOLD)
    assert answer.url.path == f"/henvendelser/{id}/registreret"
    assert parts.registry.history(follow_up_of(id))
    none = sent(officer, contact="hunter2", **TOLD)
    assert none.status_code == 422
    assert "hunter2" not in none.text


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


def test_script_in_what_is_typed_stays_text(officer):
    typed = dict.fromkeys(("narrative", "place", "parties.0.name", "kind"), SCRIPT)
    answer = sent(officer, **typed)
    assert answer.status_code == 422
    assert "<script>document" not in answer.text
    assert answer.text.count("&lt;script&gt;document") >= 3
