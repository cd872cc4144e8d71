import pytest
from pydantic import ValidationError

from domain.contacts import (
    AttachEvidence,
    ContactWithdrawn,
    CorrectContact,
    EvidenceAttached,
    contacts,
)
from domain.evidence import LARGEST
from domain.facts import Evidence
from domain.media import MediaType
from tests.domain.cast import about_contact, registered
from tests.specification import given

FILE, ANOTHER = "ab" * 32, "cd" * 32
GIVEN = {"annex": 1, "description": "A list of calls", "sha256": FILE}
attach = AttachEvidence(**GIVEN, size=48_213, media_type=MediaType.PDF)
attached = EvidenceAttached(
    annex=1,
    description=about_contact("A list of calls"),
    sha256=FILE,
    size=48_213,
    media_type=MediaType.PDF,
)


def told(annex: int = 1, sha256: str | None = None) -> Evidence:
    return Evidence(annex=annex, description=about_contact("Calls"), sha256=sha256)


def test_a_file_is_attached_under_the_number_of_its_annex():
    given(contacts, registered()).when(attach).then(attached)


@pytest.mark.parametrize("sha256", [None, FILE])
def test_an_annex_that_the_registration_tells_of_gets_its_file(sha256):
    contact = registered(evidence=(told(sha256=sha256), told(annex=2)))
    given(contacts, contact).when(attach).then(attached)
    after = given(contacts, contact, attached).state
    assert [(e.annex, e.sha256) for e in after.facts.evidence] == [(1, FILE), (2, None)]
    assert after.facts.evidence[0].description == about_contact("A list of calls")


def test_an_annex_that_is_told_to_be_another_file_is_not_this_one():
    contact = registered(evidence=(told(sha256=ANOTHER),))
    given(contacts, contact).when(attach).then_refused("another file")


def test_an_annex_has_one_file():
    again = attach.model_copy(update={"sha256": ANOTHER})
    past = given(contacts, registered(), attached)
    past.when(again).then_refused("another number")
    past.when(attach).then_refused("another number")


def test_the_same_file_may_be_two_annexes():
    second = attach.model_copy(update={"annex": 2})
    expected = attached.model_copy(update={"annex": 2})
    given(contacts, registered(), attached).when(second).then(expected)


def test_others_see_the_annexes_in_order():
    second = attached.model_copy(update={"annex": 7})
    state = given(contacts, registered(), second, attached).state
    assert [each.annex for each in state.facts.evidence] == [1, 7]
    assert [each.annex for each in state.attachments] == [7, 1]


def test_a_withdrawn_contact_takes_no_file():
    past = given(contacts, registered(), ContactWithdrawn(reason="A test call"))
    past.when(attach).then_refused("withdrawn")


def test_nothing_is_attached_to_nothing():
    given(contacts).when(attach).then_refused("no contact")


def test_a_contact_has_at_most_two_hundred_annexes():
    full = registered(evidence=tuple(told(annex=n) for n in range(2, 202)))
    given(contacts, full).when(attach).then_refused("at most 200")


def corrected_to(*lines: dict) -> CorrectContact:
    before = [GIVEN]
    return CorrectContact(field="evidence", old=before, new=lines, reason="Renumbered")


def test_an_attached_file_keeps_its_annex_through_corrections():
    past = given(contacts, registered(), attached)
    for lines in ([], [GIVEN | {"annex": 2}], [GIVEN | {"sha256": ANOTHER}]):
        past.when(corrected_to(*lines)).then_refused("keeps its annex")


def test_the_description_of_a_file_can_be_corrected():
    past = given(contacts, registered(), attached)
    correction = corrected_to(GIVEN | {"description": "Calls by night"})
    after = given(contacts, registered(), attached, past.when(correction).decided())
    [line] = after.state.facts.evidence
    assert line.description.text == "Calls by night"
    assert after.state.attachments == (attached,)


@pytest.mark.parametrize(
    "change",
    [
        {"annex": 0},
        {"description": " "},
        {"sha256": "AB" * 32},
        {"size": 0},
        {"size": LARGEST + 1},
        {"size": 1.0},
        {"media_type": "application/zip"},
    ],
)
def test_what_can_be_no_file_is_refused(change):
    with pytest.raises(ValidationError):
        AttachEvidence.model_validate(attach.model_dump() | change)
