"""What a course adds up to is checked against counting by hand, one contact at a time."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.citizens import SafeContactInstructed, citizens
from domain.contacts import (
    ContactMarkedDuplicate,
    ContactReferredToCase,
    ContactReinstated,
    ContactWithdrawn,
    DispositionRecorded,
)
from domain.event import Event, Recorded
from domain.facts import Act
from domain.kinds import ActKind, Channel
from domain.people import KnownCitizen, Party
from domain.restraining_orders import (
    RestrainingOrderBreachReported,
    RestrainingOrderDecided,
    RestrainingOrderRequested,
    RestrainingOrderServed,
)
from domain.stalking_courses import (
    ContactLinkedToCourse,
    ContactUnlinkedFromCourse,
    StalkingCourseOpened,
)
from domain.stalking_history import history_of
from tests.domain.cast import ANNE, METTE, OFFENDER, identified, registered, victim
from tests.specification import NOW, OFFICER, THING

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
COURSE, ORDER = THING, ANNE
opened = StalkingCourseOpened(victim=METTE, district="1467")
unlinked = {"reason": "A namesake"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def contact(n):
    return UUID(int=(n << 80) + (7 << 76) + (2 << 62))


def stream(id, *events: Event):
    return [
        Recorded(id, n, NOW.at, OFFICER, None, None, event, position=n)
        for n, event in enumerate(events, 1)
    ]


def link(n):
    return ContactLinkedToCourse(contact=contact(n), basis="Same parties")


def told(*received, **more):
    """Contacts received then, in an open course that has them all."""
    return {
        n: [registered(received_at=at(when), **more)] for n, when in enumerate(received)
    }


def history(contacts, *events, of=None):
    streams = {contact(n): stream(contact(n), *past) for n, past in contacts.items()}
    course = stream(COURSE, opened, *map(link, contacts), *events)
    return history_of(course, streams, of or KnownCitizen())


def test_a_course_without_contacts_adds_up_to_nothing():
    summary = history({}).summary
    assert (summary.contacts, summary.acts, summary.span_days) == (0, 0, 0)
    assert (summary.first, summary.last, summary.gaps_days) == (None, None, ())
    assert (summary.median_gap_days, summary.longest_gap_days) == (None, None)


@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        (["2022-03-26T23:30", "2022-03-27T23:30"], (1,)),  # 23 hours
        (["2021-10-30T23:30", "2021-10-31T23:30"], (1,)),  # 25 hours
        (["2021-10-31T00:10", "2021-10-31T23:50"], ()),
        (["2022-03-26T23:59", "2022-03-27T00:01"], (1,)),
        (["2022-03-20T12:00", "2022-04-03T12:00"], (14,)),
    ],
)
def test_days_are_danish_whatever_the_clocks_do(days, gaps):
    assert history(told(*days)).summary.gaps_days == gaps


def test_the_split_at_paragraph_242_is_a_danish_midnight():
    summary = history(told("2021-12-31T23:59:59", "2022-01-01T00:00")).summary
    assert (summary.before_paragraph_242, summary.from_paragraph_242) == (1, 1)


def test_a_median_gap_may_be_half_a_day():
    days = ["2022-03-01T12:00", "2022-03-02T12:00", "2022-03-05T12:00"]
    assert history(told(*days[:2])).summary.median_gap_days == 1
    assert history(told(*days, "2022-03-07T12:00")).summary.median_gap_days == 2
    assert history(told(*days[1:], "2022-03-07T12:00")).summary.median_gap_days == 2.5


def test_what_left_the_course_is_listed_with_the_reason_and_not_counted():
    past = told(*["2022-03-01T12:00"] * 4)
    past[1].append(ContactMarkedDuplicate(of=contact(0), reason="The same"))
    past[2].append(ContactWithdrawn(reason="By mistake"))
    out = ContactUnlinkedFromCourse(contact=contact(3), **unlinked)
    shown = history(past, out)
    assert [each.id for each in shown.contacts] == [contact(0)]
    assert [(each.id, each.why, each.reason) for each in shown.excluded] == [
        (contact(1), "DUPLICATE", "The same"),
        (contact(2), "WITHDRAWN", "By mistake"),
        (contact(3), "UNLINKED", "A namesake"),
    ]
    assert shown.summary.contacts == 1
    past[2].append(ContactReinstated(reason="No mistake"))
    shown = history(past, out, link(3))
    assert [each.id for each in shown.contacts] == [contact(n) for n in (0, 2, 3)]


def order(kind="TILHOLD", *, granted=True, served="2022-03-02T12:00", order=ORDER):
    yield RestrainingOrderRequested(order=order, kind=kind)
    yield RestrainingOrderDecided(order=order, granted=granted, on=date(2022, 3, 1))
    if served:
        yield RestrainingOrderServed(order=order, served_at=at(served))


def test_after_service_is_after_the_service_of_any_granted_order():
    days = ["2022-03-02T11:59", "2022-03-02T12:00", "2022-03-02T12:01"]
    past = told(*days, "2022-04-01T12:00")
    shown = history(past, *order())
    assert [each.after_service for each in shown.contacts] == [False] * 2 + [True] * 2
    later = order("STRAKSTILHOLD", served="2022-03-20T12:00", order=OFFENDER)
    both = history(past, *order(), *later)
    assert [each.after_service for each in both.contacts] == [False] * 2 + [True] * 2
    counted = [each.contacts_after_service for each in both.summary.orders]
    due = [each.final_decision_due for each in both.summary.orders]
    assert (counted, due) == ([2, 1], [None, date(2022, 5, 19)])
    never = history(past, *order(granted=False, served=None))
    assert not any(each.after_service for each in never.contacts)
    assert never.summary.orders[0].contacts_after_service is None


def test_a_breach_stays_reported_when_its_contact_leaves_the_course():
    past = told("2022-03-02T13:00")
    reported = RestrainingOrderBreachReported(order=ORDER, contact=contact(0))
    [breach] = history(past, *order(), reported).breaches
    assert (breach.contact, breach.excluded) == (contact(0), False)
    out = ContactUnlinkedFromCourse(contact=contact(0), **unlinked)
    [breach] = history(past, *order(), reported, out).breaches
    assert breach.excluded


def test_what_the_police_did_is_shown_nothing_included():
    past = told("2022-03-02T13:00", "2022-03-03T13:00")
    past[1] += [
        DispositionRecorded(decision="REPORT_TAKEN", reason="A report"),
        DispositionRecorded(decision="NO_ACTION", reason="No unit"),
        ContactReferredToCase(journal_number="1467-1"),
        ContactReferredToCase(journal_number="1467-2"),
    ]
    shown = history(past)
    first, second = shown.contacts
    assert (first.disposition, first.journal_numbers) == (None, ())
    assert (second.disposition.decision, shown.summary.cases) == ("NO_ACTION", 2)


def test_the_stricter_instruction_about_her_safety_is_shown():
    quiet = told("2022-03-02T13:00")
    careful = told("2022-03-02T13:00", parties=[victim(safe_contact="DIRECT_ONLY")])
    instructed = SafeContactInstructed(safe_contact="DIRECT_ONLY", reason="He is near")
    her = citizens.state_after([identified, instructed])
    assert history(quiet).safe_contact == "ANY"
    assert history(careful).safe_contact == "DIRECT_ONLY"
    assert history(quiet, of=her).safe_contact == "DIRECT_ONLY"


@pytest.mark.parametrize("seed", range(25))
def test_any_course_adds_up_as_if_counted_by_hand(seed):
    random, counted, past = Random(seed), [], {}
    for n in range(random.randrange(30)):
        received = datetime(2021, 9, 1, tzinfo=UTC) + timedelta(
            minutes=random.randrange(300 * 1440)
        )
        acts = [
            Act(kind=random.choice(list(ActKind)), count=random.randrange(1, 30))
            for _ in range(random.randrange(4))
        ]
        roles = random.choice([["VICTIM"], ["VICTIM", "REPORTER"], []])
        facts = registered(
            *(Party(id=contact(90 + i), role=role) for i, role in enumerate(roles)),
            received_at=received,
            acts=acts,
            district=random.choice(["1466", "1467"]),
            channel=random.choice(list(Channel)),
            told_to_stop=random.random() < 0.3,
        )
        past[n] = [facts]
        if random.random() < 0.2:
            past[n].append(ContactWithdrawn(reason="x"))
        else:
            counted.append(facts)
    shown = history(past, *order()).summary
    by_hand(shown, counted)


def by_hand(shown, counted):
    def day(facts):
        return (facts.received_at.astimezone(COPENHAGEN)).date()

    acts, seen, days = Counter(), {}, []
    for facts in sorted(counted, key=lambda each: each.received_at):
        if day(facts) not in days:
            days.append(day(facts))
        for act in facts.acts:
            acts[act.kind] += act.count
            seen.setdefault(act.kind, day(facts))
    gaps = sorted((days[n + 1] - days[n]).days for n in range(len(days) - 1))
    middle = gaps[(len(gaps) - 1) // 2 : len(gaps) // 2 + 1]
    assert (shown.contacts, shown.acts) == (len(counted), sum(acts.values()))
    assert (shown.by_act, shown.act_first_seen) == (acts, seen)
    assert shown.distinct_days == len(days)
    assert sorted(shown.gaps_days) == gaps
    assert shown.median_gap_days == (sum(middle) / len(middle) if middle else None)
    assert shown.span_days == sum(gaps)
    assert shown.from_paragraph_242 == sum(day(each).year > 2021 for each in counted)
    assert shown.before_paragraph_242 == sum(day(each).year < 2022 for each in counted)
    assert shown.by_district == Counter(each.district for each in counted)
    assert shown.by_channel == Counter(each.channel for each in counted)
    others = sum(len(each.parties) == 2 for each in counted)
    reporters = {"REPORTER": others, "VICTIM": len(counted) - others}
    assert shown.reporters == {who: n for who, n in reporters.items() if n}
    told_on = {day(each) for each in counted if each.told_to_stop}
    assert set(shown.told_to_stop_on) == told_on
    served = datetime(2022, 3, 2, 11, tzinfo=UTC)
    after = sum(each.received_at > served for each in counted)
    assert shown.orders[0].contacts_after_service == after
