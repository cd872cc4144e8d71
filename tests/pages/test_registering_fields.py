"""The form of a registration asks for what the kind, the time and the intake need."""

from itertools import product

from api.pages.registering_asked import BY_KIND
from domain.kinds import ContactKind
from tests.ids import new_id
from tests.pages.browsing import PARTIAL, form, press
from tests.pages.registering import HERE, TOLD, first_event, sent


def test_each_kind_has_its_fields():
    assert BY_KIND.keys() == set(ContactKind)


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


def test_there_is_always_one_more_row(officer):
    _, fields = form(officer.get(HERE), "/henvendelser")
    first = {"parties": "role", "acts": "kind", "evidence": "description"}
    for name, n in product(first, (1, 2)):
        page = officer.post(f"{HERE}/felter", data=fields | {"more": name})
        _, fields = form(page, "/henvendelser")
        assert f"{name}.{n}.{first[name]}" in fields
        assert f"{name}.{n + 1}.{first[name]}" not in fields
        assert page.text.count(" autofocus") == 1


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
    assert "En kollega har allerede registreret dette opkald" in again.text
    parts.projector.wait_for(parts.registry.recorder.max_notification_id())
    gone = press(officer, page, "/henvendelser", **TOLD, intake=str(id))
    assert gone.status_code == 422
    assert "Det modtagne, du valgte, er besvaret." in gone.text
