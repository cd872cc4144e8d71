"""A receipt is sent by e-mail at a JSON door, as from the page; on paper, it is recorded."""

from dataclasses import replace
from uuid import UUID

import pytest

from infrastructure.receipts import carried, verified
from tests.api.filing import title
from tests.api.telling import party, told
from tests.ids import new_id
from tests.mailing import NOBODY, open_office

HER = "birthe@example.dk"


@pytest.fixture
def office(app, parts):
    with open_office() as (office, server):
        app.state.parts = replace(parts, mail=server)
        yield office


@pytest.fixture
def her():
    return party("REPORTER", name="Birthe Holm", email=HER)


@pytest.fixture
def contact(officer, seal, her, office):
    answer = told(officer, parties=[her])
    seal.sealer.catch_up()
    return f"/contacts/{answer.json()['id']}"


def send(client, contact, key=None, **command):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{contact}/send-receipt", json=command, headers=headers)


def recorded(parts, contact):
    history = parts.registry.history(UUID(contact.rpartition("/")[2]))
    return [each.event for each in history[1:]]


def test_it_goes_to_the_address_that_she_told_and_is_on_record(
    officer, contact, her, office, parts
):
    answer = send(officer, contact, party=her["id"])
    assert answer.status_code == 201
    assert answer.json()["delivered"] is True
    assert answer.json()["not_delivered"] is None
    assert answer.json()["version"] == 2
    assert HER not in answer.text
    [(to, message)] = office.taken
    assert to == HER
    [attached] = message.iter_attachments()
    assert verified(carried(attached.get_content()), parts.transparency.policy)
    [event] = recorded(parts, contact)
    assert (type(event).__name__, event.channel) == ("ReceiptDelivered", "EMAIL")


def test_a_repeat_sends_nothing_and_another_under_the_same_key_is_refused(
    officer, contact, her, office, parts
):
    first = send(officer, contact, "1", party=her["id"])
    again = send(officer, contact, "1", party=her["id"])
    assert (again.status_code, again.json()) == (200, first.json())
    other = send(officer, contact, "1", to="ole@example.dk")
    assert other.status_code == 409
    text = {"text": "Hun ringer igen."}
    path, headers = f"{contact}/supplement-contact", {"Idempotency-Key": "2"}
    assert officer.post(path, json=text, headers=headers).status_code == 201
    assert send(officer, contact, "2", party=her["id"]).status_code == 409
    assert len(office.taken) == 1
    assert len(recorded(parts, contact)) == 2


def test_what_was_not_taken_is_on_record_and_told(officer, contact, office, parts):
    answer = send(officer, contact, to=NOBODY)
    assert answer.status_code == 201
    assert answer.json()["delivered"] is False
    assert answer.json()["not_delivered"] == "ADDRESS_REFUSED"
    assert NOBODY not in answer.text
    [event] = recorded(parts, contact)
    assert type(event).__name__ == "ReceiptDeliveryFailed"


@pytest.mark.parametrize(
    ("command", "status", "says"),
    [
        ({}, 409, "Nobody has told an address"),
        ({"to": "birthe"}, 422, "This is no e-mail address"),
        ({"to": f"{HER}\nBcc: x@example.dk"}, 422, "This is no e-mail address"),
        ({"party": str(new_id())}, 409, "There is no such party"),
        ({"whom": HER}, 422, "Some fields can't be accepted"),
    ],
)
def test_without_an_address_nothing_is_sent(
    officer, contact, office, parts, command, status, says
):
    answer = send(officer, contact, **command)
    assert (answer.status_code, says in title(answer)) == (status, True)
    assert HER not in answer.text
    assert (office.taken, recorded(parts, contact)) == ([], [])


def test_before_it_is_sealed_nothing_is_sent(officer, office, her, seal):
    id = told(officer, parties=[her]).json()["id"]
    answer = send(officer, f"/contacts/{id}", party=her["id"])
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert office.taken == []


def test_without_a_mail_server_it_says_so(officer, contact, app, parts):
    app.state.parts = parts
    answer = send(officer, contact, to=HER)
    assert answer.status_code == 409
    assert "GENFIND_SMTP_URL" in title(answer)


def test_that_it_was_handed_out_on_paper_is_recorded_at_a_door_too(
    officer, contact, parts
):
    assert officer.get(f"{contact}/receipt.pdf").status_code == 200
    first = parts.registry.history(UUID(contact.rpartition("/")[2]))[0]
    given = {"channel": "PRINT", "position": first.position}
    answer = officer.post(f"{contact}/record-receipt-delivery", json=given)
    assert answer.status_code == 201
    [event] = recorded(parts, contact)
    assert (type(event).__name__, event.channel) == ("ReceiptDelivered", "PRINT")
