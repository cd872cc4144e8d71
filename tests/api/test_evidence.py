"""Files come in whole or not at all, and go out as downloads, on record."""

from threading import Barrier, Thread

import pytest

from domain.event import Role
from domain.evidence import LARGEST
from tests.api.filing import PDF, attach, digest, file, kept, send, title
from tests.api.telling import HANDLING, told
from tests.ids import new_id

MP3 = b"ID3\3\0\0\0\0\0\0"


@pytest.fixture
def evidence_url(either_store):
    return either_store


@pytest.fixture
def contact(officer):
    id = new_id()
    assert told(officer, id).status_code == 201
    return id


def test_a_file_comes_back_as_it_was(officer, contact):
    two_pieces = PDF + bytes(2_097_152 - len(PDF))
    for annex, content in enumerate((PDF, two_pieces, two_pieces + b"\0"), 1):
        answer = send(officer, contact, content)
        assert answer.status_code == 201
        assert answer.json() == {
            "contact": str(contact),
            "sha256": digest(content),
            "size": len(content),
            "media_type": "application/pdf",
        }
        assert attach(officer, contact, content, annex=annex).status_code == 201
        assert file(officer, contact, annex).content == content


def test_a_browser_only_saves_it(officer, contact):
    send(officer, contact)
    number = attach(officer, contact).json()["number"]
    headers = file(officer, contact).headers
    assert headers["content-disposition"] == (
        f'attachment; filename="{number}-bilag-1.pdf"'
    )
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "sandbox" in headers["content-security-policy"]


def test_the_same_again_is_kept_once(officer, contact, parts):
    first, again = send(officer, contact), send(officer, contact)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert kept(parts) == 1


def test_two_who_send_the_same_at_once_get_the_same(officer, contact, parts):
    content, start, answers = PDF + bytes(5_000_000), Barrier(2), []

    def one() -> None:
        start.wait()
        answers.append(send(officer, contact, content))

    both = [Thread(target=one) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(each.status_code for each in answers) == [200, 201]
    assert answers[0].json() == answers[1].json()
    assert kept(parts) == 1


def test_every_contact_keeps_files_of_its_own(officer, contact, parts):
    other = told(officer).json()["id"]
    assert send(officer, contact).status_code == 201
    assert "are not here" in title(attach(officer, other))
    assert send(officer, other).status_code == 201
    assert kept(parts) == 2


def test_the_largest_file_is_taken_and_one_byte_more_is_not(officer, contact, parts):
    content = MP3 + bytes(LARGEST - len(MP3))
    assert send(officer, contact, content + b"\0").status_code == 413
    pieces = (content[n : n + 100_000] for n in range(0, LARGEST, 100_000))
    answer = officer.put(
        f"/evidence/{digest(content)}",
        params={"contact": contact},
        content=(each for many in (pieces, [b"\0"]) for each in many),
    )
    assert answer.status_code == 413
    assert "25 MB" in title(answer)
    assert kept(parts) == 0
    assert send(officer, contact, content).json()["size"] == LARGEST


def test_what_arrives_must_be_what_the_address_names(officer, contact, parts):
    answer = send(officer, contact, name=digest(PDF + b"."))
    assert answer.status_code == 422
    assert "another SHA-256" in title(answer)
    assert send(officer, contact, b"").status_code == 422
    assert kept(parts) == 0


@pytest.mark.parametrize(
    "content", [b"MZ\x90\0\3\0\0\0" + bytes(100), b"PK\3\4" + bytes(100), b"#!/bin/sh"]
)
@pytest.mark.parametrize("said", ["application/pdf", "text/plain", "nonsense"])
def test_what_runs_or_hides_others_is_refused(officer, contact, parts, content, said):
    answer = send(officer, contact, content, **{"Content-Type": said})
    assert answer.status_code == 415
    assert "PDF" in title(answer)
    assert kept(parts) == 0


def test_a_contact_must_be_there_and_open(officer, supervisor, contact):
    assert send(officer, new_id()).status_code == 404
    assert attach(officer, new_id()).status_code == 404
    reason = {"reason": "Øvelse"}
    supervisor.post(f"/contacts/{contact}/withdraw-contact", json=reason)
    answer = send(officer, contact)
    assert answer.status_code == 409
    assert "withdrawn" in title(answer)


@pytest.mark.parametrize("address", ["x", "AB" * 32, "ab" * 31, "ab" * 33])
def test_an_address_is_the_sha_256_of_a_file(officer, contact, address):
    assert send(officer, contact, name=address).status_code == 422


def test_bytes_come_before_the_event_that_names_them(officer, contact):
    answer = attach(officer, contact)
    assert answer.status_code == 409
    assert "are not here" in title(answer)


@pytest.mark.parametrize("change", [{"size": 1}, {"media_type": "text/plain"}])
def test_an_event_tells_of_a_file_what_it_is(officer, contact, change):
    send(officer, contact)
    answer = attach(officer, contact, **change)
    assert answer.status_code == 409
    assert "differ" in title(answer)


def test_attaching_can_be_repeated_safely(officer, contact):
    send(officer, contact)
    officer.headers["Idempotency-Key"] = "one"
    first, again = attach(officer, contact), attach(officer, contact)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert attach(officer, contact, annex=2).status_code == 409


def test_a_contact_shows_its_files(officer, contact, clock):
    send(officer, contact)
    attach(officer, contact)
    shown = officer.get(f"/contacts/{contact}", headers=HANDLING).json()["evidence"]
    assert shown == [
        {
            "annex": 1,
            "description": "Opkaldsliste fra hendes telefon",
            "sha256": digest(PDF),
            "size": len(PDF),
            "media_type": "application/pdf",
            "attached": clock.now.isoformat().replace("+00:00", "Z"),
        }
    ]


def test_an_annex_without_a_file_has_nothing_to_be_read(officer):
    line = [{"annex": 1, "description": "Opkaldsliste"}]
    contact = told(officer, evidence=line).json()["id"]
    assert file(officer, contact).status_code == 404
    assert file(officer, contact, 2).status_code == 404
    assert file(officer, new_id()).status_code == 404
    [shown] = officer.get(f"/contacts/{contact}", headers=HANDLING).json()["evidence"]
    assert (shown["sha256"], shown["attached"]) == (None, None)
    send(officer, contact)
    assert attach(officer, contact).status_code == 201
    assert file(officer, contact).content == PDF


def test_a_file_was_not_known_before_it_was_attached(officer, contact, clock):
    before = clock.now.isoformat()
    clock.goes_on(minutes=1)
    send(officer, contact)
    attach(officer, contact)
    assert file(officer, contact, as_of=before).status_code == 404
    assert file(officer, contact, as_of=clock.now.isoformat()).content == PDF


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.CUSTODIAN, Role.GATEWAY])
def test_others_neither_bring_nor_see_files(officer, contact, at_the_door, role):
    send(officer, contact)
    attach(officer, contact)
    other = at_the_door(role)
    assert send(other, contact).status_code == 403
    assert file(other, contact).status_code == 403
