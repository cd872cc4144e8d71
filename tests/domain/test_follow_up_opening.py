from datetime import UTC, date, datetime

import pytest

from domain.contacts import Withdrawn
from domain.event import By, Role
from domain.facts import KnownContact
from domain.follow_ups import Cause, FollowUpOpened, OpenFollowUp, follow_ups
from domain.ids import follow_up_of
from domain.people import Party
from tests.domain.cast import (
    METTE,
    OFFENDER,
    OTHER,
    VICTIM,
    duplicate,
    registered,
    victim,
)
from tests.specification import given

REGISTRY = By(id="genfind", role=Role.REGISTRY, district="1467")
CONTACT = OTHER

contact = KnownContact(facts=registered(victim(), Party(id=OFFENDER, role="WITNESS")))
withdrawn = Withdrawn(facts=registered(), of=None, reason="A test call")
opened = FollowUpOpened(
    contact=CONTACT,
    party=VICTIM,
    district="1467",
    victim=True,
    cause=Cause.OFFICER,
    due=date(2019, 6, 10),
)


def open_it(**more) -> OpenFollowUp:
    told = {"contact": CONTACT, "district": "1467", "cause": "OFFICER"}
    return OpenFollowUp.model_validate(told | more)


def test_a_follow_up_is_due_seven_danish_days_after_it_is_opened():
    here = given(follow_ups).where(others={CONTACT: contact})
    command = open_it(party=str(VICTIM))
    here.when(command).then(opened)
    past_midnight = datetime(2019, 6, 3, 22, 0, tzinfo=UTC)
    here.where(at=past_midnight, follow_up_days=3).when(command).then(
        opened.model_copy(update={"due": date(2019, 6, 7)})
    )
    here.when(open_it(party=str(VICTIM), due="2019-07-01")).then(
        opened.model_copy(update={"due": date(2019, 7, 1)})
    )


@pytest.mark.parametrize(
    ("told", "is_victim"),
    [
        ({}, True),
        ({"party": VICTIM}, True),
        ({"party": OFFENDER}, False),
        ({"victim": False}, False),
        ({"party": OFFENDER, "victim": True}, True),
    ],
)
def test_who_is_a_victim_is_told_or_follows_from_the_roles(told, is_victim):
    here = given(follow_ups).where(others={CONTACT: contact})
    assert here.when(open_it(**told)).decided().victim == is_victim


def test_a_follow_up_is_of_an_effective_contact_and_one_of_its_parties():
    here = given(follow_ups)
    here.when(open_it()).then_refused("no contact")
    for other in (duplicate, withdrawn):
        here.where(others={CONTACT: other}).when(open_it()).then_refused(
            "withdrawn or a duplicate"
        )
    here.where(others={CONTACT: contact}).when(open_it(party=METTE)).then_refused(
        "no party"
    )
    again = given(follow_ups, opened).where(others={CONTACT: contact})
    again.when(open_it()).then_refused("already open")


def test_rule_1_is_the_registrys_own_and_opens_one_for_each_contact():
    here = given(follow_ups).where(others={CONTACT: contact})
    rule_1 = open_it(cause="RULE_1")
    here.when(rule_1).then_refused("RULE_1")
    here = here.where(by=REGISTRY)
    here.when(rule_1).then_refused("one follow-up for each contact")
    event = here.where(id=follow_up_of(CONTACT)).when(rule_1).decided()
    assert event.cause == Cause.RULE_1
