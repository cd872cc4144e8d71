"""Files of a contact: in by a form, out only to be saved, and on record."""

from hashlib import sha256

import pytest

from api.pages.contact_evidence import FileDoor, InMemory
from domain.contacts import WithdrawContact
from domain.evidence import LARGEST
from tests.api.filing import PDF
from tests.ids import new_id
from tests.pages.contacting import at, done, events, filled, logged, opened, teller

FILE = ("min liste.pdf", PDF, "text/html")
WHAT = {"description": "Opkaldsliste"}


@pytest.fixture
def tell(parts, followed):
    return teller(parts)


def attach(browser, page, file=FILE, **typed):
    fields = filled(page, "bilag") | typed
    path = page.url.path.removesuffix("/bilag")
    return browser.post(f"{path}/bilag", data=fields, files={"file": file})


def kept(parts):
    return list(parts.evidence.store.everything())


def test_a_file_is_attached_and_comes_back_as_it_was(officer, tell, parts):
    id = tell(evidence=[{"annex": 3, "description": "Foto"}])
    page = attach(officer, opened(officer, id), **WHAT)
    assert "Bilaget er vedhæftet." in page.text
    assert page.url.path == at(id)
    event = events(parts, id)[-1]
    assert (event.annex, event.description.text) == (4, "Opkaldsliste")
    assert event.sha256 == sha256(PDF).hexdigest()
    assert f"PDF, {len(PDF)} byte" in page.text
    answer = officer.get(at(id, "/bilag/4"))
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert logged(parts)[0] == ("evidence", "CONTACT_HANDLING", "J-77")


def test_a_large_file_is_kept_whole(officer, tell, parts):
    id, large = tell(), PDF + bytes(3_000_000)
    attach(officer, opened(officer, id), ("stor.pdf", large), **WHAT)
    assert officer.get(at(id, "/bilag/1")).content == large


def test_it_can_be_the_file_of_an_annex_that_was_told_of(officer, tell, parts):
    id = tell(evidence=[{"annex": 3, "description": "Foto"}])
    page = opened(officer, id)
    assert "Bilag 3: Foto" in page.text
    attach(officer, page, annex="3", **WHAT)
    assert events(parts, id)[-1].annex == 3


def test_the_same_form_sent_twice_attaches_once(officer, tell, parts):
    id = tell()
    page = opened(officer, id)
    for _ in range(2):
        assert "Bilaget er vedhæftet." in attach(officer, page, **WHAT).text
    assert len(events(parts, id)) == 2


@pytest.mark.parametrize(
    ("file", "status", "text"),
    [
        (("a.zip", b"PK\3\4"), 415, "ikke af en slags"),
        (("a.pdf", b""), 422, "Vælg en fil"),
        (("a.pdf", PDF + bytes(LARGEST)), 413, "højst 25 MB"),
    ],
    ids=["kind", "empty", "size"],
)
def test_what_is_not_taken_is_said_at_the_field(
    officer, tell, parts, file, status, text
):
    id = tell()
    answer = attach(officer, opened(officer, id), file, **WHAT)
    assert answer.status_code == status
    assert '<a href="#bilag-file">' in answer.text
    assert text in answer.text
    assert ">Opkaldsliste</textarea>" in answer.text
    assert (len(events(parts, id)), kept(parts)) == (1, [])


def test_nothing_of_a_file_lies_unsealed_on_a_disk():
    assert InMemory.spool_max_size >= FileDoor.largest


def test_what_is_far_too_large_is_not_even_read(officer, tell, parts):
    id = tell()
    file = ("a.pdf", PDF + bytes(LARGEST + 200_000))
    answer = attach(officer, opened(officer, id), file, **WHAT)
    assert answer.status_code == 413
    assert "En fil kan højst fylde 25 MB" in answer.text
    assert kept(parts) == []


def test_nothing_is_kept_when_a_field_is_wrong(officer, tell, parts):
    id = tell()
    answer = attach(officer, opened(officer, id), description=" ", annex="x")
    assert answer.status_code == 422
    for name in ("annex", "description"):
        assert f'<a href="#bilag-{name}">' in answer.text
    assert kept(parts) == []


def test_a_withdrawn_contact_takes_no_file(officer, tell, parts):
    id = tell()
    page = opened(officer, id)
    done(parts, id, WithdrawContact(reason="Forkert borger"))
    answer = attach(officer, page, **WHAT)
    assert answer.status_code == 409
    assert "Den skal først genindsættes." in answer.text
    assert kept(parts) == []


def test_what_is_no_form_with_a_file_is_not_taken(officer, tell):
    path = at(tell(), "/bilag")
    assert officer.post(path, data=WHAT).status_code == 415
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert officer.post(path, content=b"no parts", headers=broken).status_code == 400


def test_without_a_purpose_no_file_is_read(officer, tell, parts):
    answer = officer.get(at(tell(), "/bilag/1"))
    assert 'action="/formaal"' in answer.text
    assert logged(parts) == []


def test_a_file_that_is_not_there_or_was_erased_is_told_apart(officer, tell, parts):
    id = tell()
    attach(officer, opened(officer, id), **WHAT)
    assert officer.get(at(id, "/bilag/2")).status_code == 404
    assert officer.get(at(new_id(), "/bilag/1")).status_code == 404
    parts.keys.fence([id])
    parts.keys.shred([id])
    answer = officer.get(at(id, "/bilag/1"))
    assert answer.status_code == 410
    assert "Slettet" in answer.text
    assert at(id, "/bilag/1") not in opened(officer, id).text
