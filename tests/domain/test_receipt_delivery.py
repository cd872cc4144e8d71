"""A receipt is given, or could not be, and both are facts on the contact."""

import pytest

from domain.contacts import (
    ContactWithdrawn,
    ReceiptDelivered,
    ReceiptDeliveryFailed,
    RecordReceiptDelivery,
    RecordReceiptFailure,
    contacts,
)
from domain.event import Personal
from domain.receipt_delivery import DeliveredBy, NotDelivered
from tests.domain.cast import METTE, OTHER, VICTIM, about_contact, registered, victim
from tests.specification import given

ADDRESS = "mette@example.dk"
on_paper = RecordReceiptDelivery(channel=DeliveredBy.PRINT, position=7)
to_her = RecordReceiptDelivery(
    channel=DeliveredBy.EMAIL, position=7, party=VICTIM, to=ADDRESS
)


def test_on_paper_nobody_has_to_be_named():
    delivered = ReceiptDelivered(channel=DeliveredBy.PRINT, position=7)
    given(contacts, registered()).when(on_paper).then(delivered)


@pytest.mark.parametrize("citizen", [None, METTE])
def test_an_address_is_words_about_whom_it_reaches(citizen):
    about = citizen or VICTIM
    given(contacts, registered(victim(citizen=citizen))).when(to_her).then(
        ReceiptDelivered(
            channel=DeliveredBy.EMAIL,
            position=7,
            party=VICTIM,
            to=Personal(about=about, text=ADDRESS),
        )
    )


def test_an_address_of_nobody_in_it_is_words_of_the_contact():
    typed = to_her.model_copy(update={"party": None})
    given(contacts, registered()).when(typed).then(
        ReceiptDelivered(
            channel=DeliveredBy.EMAIL, position=7, to=about_contact(ADDRESS)
        )
    )


def test_a_failure_has_a_reason_and_may_come_after_a_delivery():
    delivered = ReceiptDelivered(channel=DeliveredBy.EMAIL, position=7)
    returned = {
        "channel": DeliveredBy.EMAIL,
        "position": 7,
        "reason": NotDelivered.RETURNED,
    }
    given(contacts, registered(), delivered).when(
        RecordReceiptFailure(**returned)
    ).then(ReceiptDeliveryFailed(**returned))


def test_nobody_else_is_given_it():
    another = to_her.model_copy(update={"party": OTHER})
    given(contacts, registered(victim())).when(another).then_refused("no such party")
    failed = RecordReceiptFailure(
        channel=DeliveredBy.EMAIL,
        position=7,
        reason=NotDelivered.RETURNED,
        party=OTHER,
    )
    given(contacts, registered(victim())).when(failed).then_refused("no such party")


def test_a_withdrawn_contact_has_none_to_give():
    withdrawn = ContactWithdrawn(reason="An exercise")
    given(contacts, registered(), withdrawn).when(on_paper).then_refused("withdrawn")


def test_it_changes_nothing_that_is_known_of_the_contact():
    before = given(contacts, registered()).state
    delivered = ReceiptDelivered(channel=DeliveredBy.PRINT, position=7)
    assert given(contacts, registered(), delivered).state == before
