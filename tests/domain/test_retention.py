"""A rule proposes what has rested long enough; whatever names it keeps it alive."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.citizens import CitizenIdentified
from domain.contacts import ContactCorrected, ContactSupplemented
from domain.event import Recorded, Unopened
from domain.ids import searches_of
from domain.intake import IntakeSettled
from domain.kinds import ContactKind
from domain.people import Party
from domain.purposes import Regime
from domain.retention import Due, Ledger, Rule, What, after, searches_due
from domain.stalking_courses import ContactLinkedToCourse, StalkingCourseOpened
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


A_CITIZEN = Rule(name="citizens", what=What.CITIZEN, years=1, source="x")
A_COURSE = Rule(
    name="courses", what=What.COURSE, regime=Regime.LED, years=3, source="x"
)
A_NOTE = Rule(
    name="notes",
    what=What.INTAKE,
    regime=Regime.GDPR,
    kinds=("WRONG_NUMBER",),
    years=1,
    source="x",
)
SEARCHED = Rule(name="searches", what=What.SEARCHES, years=2, source="x")
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def due_by(*rules, events, today):
    ledger = Ledger()
    for each in events:
        ledger.hear(each)
    return [(each.id, each.rule.name) for each in ledger.due(rules, today)]


def test_a_course_is_due_after_the_last_thing_that_happened_in_it():
    opened = recorded(StalkingCourseOpened(victim=METTE, district="1467"), COURSE)
    link = recorded(ContactLinkedToCourse(contact=THING, basis="x"), COURSE, LATER)
    asked = {"events": [opened, link]}
    assert due_by(A_COURSE, **asked, today=date(2032, 12, 31)) == []
    assert due_by(A_COURSE, **asked, today=date(2033, 1, 1)) == [(COURSE, "courses")]


def test_of_an_intake_the_note_of_whoever_settled_it_is_due_by_its_reason():
    note = Unopened.of(THING)
    for reason, name in (("WRONG_NUMBER", [(THING, "notes")]), ("NOT_A_CONTACT", [])):
        settled = recorded(IntakeSettled(reason=reason, note=note))
        assert due_by(A_NOTE, events=[settled], today=date(2020, 6, 3)) == name
        assert due_by(A_NOTE, events=[settled], today=date(2020, 6, 2)) == []


def test_a_citizen_is_kept_as_long_as_anything_that_names_her():
    """Also where she was identified by the very contact that names her."""
    contact = recorded(registered(parties=[Party(**HER)]))
    her = recorded(CitizenIdentified(name=Unopened.of(METTE)), METTE)
    rules = (FIVE, A_CITIZEN)
    for events in ([contact, her], [her, contact]):
        assert due_by(*rules, events=events, today=date(2024, 6, 2)) == []
        found = due_by(*rules, events=events, today=date(2024, 6, 3))
        assert found == [(THING, "five"), (METTE, "citizens")]
    later = recorded(ContactSupplemented(text=Unopened.of(THING)), at=LATER)
    events = [contact, her, later]
    assert due_by(*rules, events=events, today=date(2034, 12, 31)) == []
    assert len(due_by(*rules, events=events, today=date(2035, 1, 1))) == 2
    opened = recorded(StalkingCourseOpened(victim=METTE, district="1467"), COURSE)
    events = [contact, her, opened]  # and of courses no rule says that they are due
    assert due_by(*rules, events=events, today=date(2100, 1, 1)) == [(THING, "five")]
    named = {"field": "parties", "old": [], "new": [HER], "reason": "x"}
    told = recorded(ContactCorrected(**named))
    events = [her, recorded(registered()), told]
    assert due_by(*rules, events=events, today=date(2024, 6, 2)) == []


HER = {"id": str(UUID(int=5)), "role": "VICTIM", "citizen": str(METTE)}


def test_a_citizen_falls_under_the_law_of_all_that_names_her():
    gdpr = A_CITIZEN.model_copy(update={"regime": Regime.GDPR, "years": 1})
    led = A_CITIZEN.model_copy(update={"name": "led", "regime": Regime.LED, "years": 9})
    her = recorded(CitizenIdentified(name=Unopened.of(METTE)), METTE)
    lost = recorded(registered(kind=ContactKind.LOST_PROPERTY, parties=[Party(**HER)]))
    other = recorded(registered(parties=[Party(**HER)]), COURSE)
    rules, today = (FIVE, TWO, gdpr, led), date(2027, 1, 1)
    assert (METTE, "citizens") in due_by(*rules, events=[her, lost], today=today)
    both = due_by(*rules, events=[her, lost, other], today=today)
    assert {id for id, _ in both} == {THING, COURSE}
    assert due_by(*rules, events=[her], today=today) == []  # nothing names her
    assert due_by(*rules, events=[her], today=date(2028, 6, 3)) == [(METTE, "led")]


def test_searches_are_due_by_years_that_are_over():
    found = [each.number for each in searches_due([SEARCHED], date(2026, 12, 31))]
    assert (found[0], found[-1], len(found)) == ("2000", "2024", 25)
    [due] = list(searches_due([SEARCHED], date(2002, 12, 31)))
    assert due.id == searches_of(2000)
    assert (due.last, due.since) == (date(2000, 12, 31), date(2002, 12, 31))


def test_without_a_period_nothing_is_due():
    """Even where a later rule has one: the first that fits is the one."""
    none = FIVE.model_copy(update={"name": "none", "years": None})
    events = [recorded(registered())]
    assert due_by(none, FIVE, events=events, today=date(2100, 1, 1)) == []


def test_a_leap_day_comes_round_as_the_next_day():
    assert after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert after(date(2024, 2, 29), 4) == date(2028, 2, 29)
