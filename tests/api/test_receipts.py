"""The receipt of a contact: given once it is sealed, and proved without us."""

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from domain.event import Role
from domain.policies import Policy
from infrastructure.receipts import carried, verified
from tests.api.printing import metadata_of, text_of
from tests.api.telling import HANDLING, party, told
from tests.ids import new_id

HER = {"name": "Birthe Holm", "phone": "+4572588888", "email": "birthe@example.dk"}
WORDS = ("Birthe", "72588888", "birthe@", "knallert", "Bag skolen")


@pytest.fixture
def policy(signer):
    return Policy.of(signer.key)


@pytest.fixture
def contact(officer, seal) -> str:
    """Hers alone, sealed among others."""
    told(officer)
    answer = told(officer, place="Bag skolen", parties=[party("REPORTER", **HER)])
    seal.sealer.catch_up()
    return f"/contacts/{answer.json()['id']}"


def test_it_proves_what_was_registered_and_holds_no_words(officer, contact, policy):
    answer = officer.get(f"{contact}/receipt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Receipt-Standing"] == "PROVISIONAL"
    proved = verified(answer.text, policy)
    assert (proved.header.type, proved.header.version) == ("ContactRegistered", 1)
    assert str(proved.header.id) in contact
    assert proved.told.event["kind"] == "UNSETTLING_BEHAVIOUR"
    for words in WORDS:
        assert words.encode() not in proved.told.state


def test_for_a_purpose_it_proves_the_words_that_she_told(
    officer, contact, policy, parts
):
    assert officer.get(f"{contact}/receipt/words").status_code == 403
    before = parts.access_log.recorder.newest()
    proved = verified(
        officer.get(f"{contact}/receipt/words", headers=HANDLING).text, policy
    )
    opened = {each.field: each.text for each in proved.told.words}
    assert opened["/place"] == "Bag skolen"
    assert opened["/parties/0/name"] == "Birthe Holm"
    assert "knallert" in opened["/narrative"]
    [entry] = parts.access_log.recorder.select_notifications(before + 1, 2)
    [read] = parts.access_log.mapper.to_domain_events([entry])
    assert (read.event.view, read.event.operation) == ("receipt", "DISCLOSURE")
    assert {"name", "narrative", "place"} <= set(read.event.fields)


def test_words_that_are_not_one_persons_are_not_opened(officer, seal):
    parties = [party("REPORTER"), party("WITNESS", name="Ole")]
    id = told(officer, parties=parties).json()["id"]
    seal.sealer.catch_up()
    answer = officer.get(f"/contacts/{id}/receipt/words", headers=HANDLING)
    assert answer.status_code == 409
    assert "Several people" in answer.json()["title"]


def test_what_was_erased_stays_sealed_and_the_receipt_still_verifies(
    officer, contact, policy, parts
):
    """Also the one that she was given before, with her words in it."""
    hers = officer.get(f"{contact}/receipt/words", headers=HANDLING).text
    plain = officer.get(f"{contact}/receipt").text
    id = UUID(contact.rpartition("/")[2])
    parts.keys.fence([id])
    parts.keys.shred([id])
    proved = verified(
        officer.get(f"{contact}/receipt/words", headers=HANDLING).text, policy
    )
    assert {each.field for each in proved.told.words} == {
        "/parties/0/name",
        "/parties/0/phone",
        "/parties/0/email",
    }
    assert officer.get(f"{contact}/receipt").text == plain
    for text in (hers, plain):
        assert verified(text, policy)


def test_until_it_is_sealed_there_is_none(officer, seal):
    id = told(officer).json()["id"]
    for ending in ("receipt", "receipt.pdf"):
        answer = officer.get(f"/contacts/{id}/{ending}")
        assert answer.status_code == 503
        assert (
            answer.json()["title"] == "This is not sealed yet: ask again in a moment."
        )
        assert answer.headers["Retry-After"] == "1"
    seal.sealer.catch_up()
    assert officer.get(f"/contacts/{id}/receipt").status_code == 200


def test_there_is_none_of_what_is_not_there(officer, seal):
    assert officer.get(f"/contacts/{new_id()}/receipt").status_code == 404


def test_who_else_is_in_it_is_not_for_everybody_in_it_to_read(officer, seal, policy):
    for parties in (
        [party("REPORTER"), party("VICTIM", safe_contact="DIRECT_ONLY")],
        [party("POSSIBLE_OFFENDER")],
    ):
        id = told(officer, parties=parties).json()["id"]
        seal.sealer.catch_up()
        proved = verified(officer.get(f"/contacts/{id}/receipt").text, policy)
        assert proved.told.state == b""
        assert proved.header.type == "ContactRegistered"
        pdf = officer.get(f"/contacts/{id}/receipt.pdf").content
        assert verified(carried(pdf), policy).told.state == b""


def test_later_events_do_not_make_it_another(officer, contact, seal):
    first = officer.get(f"{contact}/receipt").text
    officer.post(f"{contact}/supplement-contact", json={"text": "Hun ringer igen."})
    seal.sealer.catch_up()
    assert officer.get(f"{contact}/receipt").text == first


def test_on_paper_it_says_what_was_registered_and_what_follows(officer, contact):
    answer = officer.get(f"{contact}/receipt.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for fact in (
        "Kvittering",
        "H-",
        "Foreløbig.",
        "Midt- og Vestsjællands Politi",
        "tjenestenummer",
        "22. nov. 2026 kl. 12.55",
        "En opfølgning er åbnet. Politiet taler med dig senest 29. nov. 2026.",
        "Papiret giver ikke adgang til noget.",
        "genfind.example/archive/1",
    ):
        assert fact in text, fact
    for words in WORDS:
        assert words not in text + metadata_of(answer.content), words


def test_the_paper_brings_the_proof_along(officer, contact, policy):
    pdf = officer.get(f"{contact}/receipt.pdf").content
    text = officer.get(f"{contact}/receipt").text
    [(name, [embedded])] = PdfReader(BytesIO(pdf)).attachments.items()
    assert (name, embedded.decode()) == ("kvittering.tlog-proof", text)
    assert carried(pdf) == text


def test_the_code_on_paper_is_the_proof_without_the_content(officer, contact, policy):
    """Read from a picture of the page, by nothing of ours."""
    pdf = officer.get(f"{contact}/receipt.pdf").content
    [page] = pypdfium2.PdfDocument(pdf)
    dots_a_mm = 6
    picture = page.render(scale=dots_a_mm * 25.4 / 72).to_pil()
    [code] = zxingcpp.read_barcodes(picture)
    proved, whole = verified(code.text, policy), verified(carried(pdf), policy)
    assert (proved.header, proved.tree) == (whole.header, whole.tree)
    assert proved.told.state == b""
    corners = code.position
    assert corners.top_right.x - corners.top_left.x >= 70 * dots_a_mm
    assert code.ec_level == "M"


def test_the_paper_claims_to_be_for_archives_and_for_everybody(officer, contact):
    told_of = metadata_of(officer.get(f"{contact}/receipt.pdf").content)
    for claim in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert claim in told_of


def test_without_a_policy_there_is_nothing_to_prove_with(officer, contact, parts, app):
    app.state.parts = replace(
        parts, transparency=replace(parts.transparency, policy=None)
    )
    answer = officer.get(f"{contact}/receipt")
    assert answer.status_code == 409
    assert "GENFIND_POLICY_FILE" in answer.json()["title"]


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.GATEWAY, Role.CUSTODIAN])
def test_it_is_given_by_the_police(at_the_door, contact, role):
    assert at_the_door(role).get(f"{contact}/receipt").status_code == 403
