"""A rule proposes what has rested long enough; whatever names it keeps it alive."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.contacts import ContactCorrected, ContactSupplemented
from domain.event import Recorded, Unopened
from domain.kinds import ContactKind
from domain.purposes import Regime
from domain.retention import Due, Ledger, Rule, What, after
from domain.stalking_courses import ContactLinkedToCourse
from tests.domain.cast import METTE, registered
from tests.specification import NOW, THING

FIVE = Rule(name="five", what=What.CONTACT, regime=Regime.LED, years=5, source="x")
TWENTY = FIVE.model_copy(update={"name": "twenty", "kinds": ("STALKING",), "years": 20})
TWO = FIVE.model_copy(update={"name": "two", "regime": Regime.GDPR, "years": 2})
RULES = [TWENTY, FIVE, TWO]
COURSE = UUID(int=77)


def recorded(event, id=THING, at=NOW.at):
    return Recorded(id, 1, at, NOW.by, None, None, event)


def due(*events, today=date(2024, 6, 3)):
    ledger = Ledger()
    for each in events:
        ledger.hear(each)
    return list(ledger.due(RULES, today))


def test_a_contact_is_due_on_the_day_that_its_period_ends():
    contact = recorded(registered())
    [found] = due(contact)
    assert found == Due(
        id=THING,
        number="H-19",
        rule=FIVE,
        last=date(2019, 6, 3),
        since=date(2024, 6, 3),
    )
    assert due(contact, today=date(2024, 6, 2)) == []


@pytest.mark.parametrize(
    "later",
    [
        recorded(ContactSupplemented(text=Unopened.of(THING))),
        recorded(ContactLinkedToCourse(contact=THING, basis="x"), COURSE),
    ],
)
def test_what_is_added_or_names_it_keeps_it_alive(later):
    later = replace(later, at=datetime(2022, 1, 1, tzinfo=UTC))
    [found] = due(recorded(registered()), later, today=date(2027, 1, 1))
    assert found.last == date(2022, 1, 1)


def test_as_long_as_something_happens_in_a_course_its_contacts_are_kept():
    link = recorded(ContactLinkedToCourse(contact=THING, basis="x"), COURSE)
    other = recorded(
        ContactLinkedToCourse(contact=METTE, basis="x"),
        COURSE,
        datetime(2023, 1, 1, tzinfo=UTC),
    )
    assert due(recorded(registered()), link, other) == []


def test_the_first_rule_that_fits_counts_and_corrections_are_heard():
    kind = {"field": "kind", "old": "UNSETTLING_BEHAVIOUR", "reason": "x"}
    stalking = recorded(ContactCorrected(**kind, new="STALKING"))
    assert due(recorded(registered()), stalking) == []
    [found] = due(recorded(registered()), stalking, today=date(2039, 6, 3))
    assert found.rule == TWENTY
    lost = recorded(ContactCorrected(**kind, new="LOST_PROPERTY"))
    [found] = due(recorded(registered()), lost, today=date(2021, 6, 3))
    assert found.rule == TWO
    regime = {"field": "regime", "old": None, "new": "GDPR", "reason": "x"}
    told = recorded(ContactCorrected(**regime))
    [found] = due(recorded(registered()), told, today=date(2021, 6, 3))
    assert found.rule == TWO


def test_what_no_rule_fits_is_kept():
    lost = recorded(registered(kind=ContactKind.LOST_PROPERTY))
    ledger = Ledger()
    ledger.hear(lost)
    assert list(ledger.due([FIVE], date(2100, 1, 1))) == []


def test_a_leap_day_comes_round_as_the_next_day():
    assert after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert after(date(2024, 2, 29), 4) == date(2028, 2, 29)
