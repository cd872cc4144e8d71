from datetime import UTC, date, datetime, timedelta

import pytest

from domain.decider import Refused
from domain.order_steps import next_steps
from domain.restraining_orders import (
    AppealOrder,
    DecideOrder,
    EndOrder,
    OrderKind,
    ReportBreach,
    RequestOrder,
    RestrainingOrderAppealed,
    RestrainingOrderBreachReported,
    RestrainingOrderDecided,
    RestrainingOrderEnded,
    RestrainingOrderRequested,
    RestrainingOrderServed,
    ServeOrder,
)
from domain.stalking_courses import (
    ContactLinkedToCourse,
    ContactUnlinkedFromCourse,
    StalkingCourseOpened,
    stalking_courses,
)
from tests.domain.cast import ANNE, KASPER, METTE, OTHER
from tests.specification import NOW, given

ORDER, CONTACT = ANNE, OTHER
TODAY = date(2019, 6, 3)
SERVED = datetime(2019, 6, 3, 20, tzinfo=UTC)

opened = StalkingCourseOpened(victim=METTE, suspect=KASPER, district="1467")
linked = ContactLinkedToCourse(contact=CONTACT, basis="Same parties")
unlinked = ContactUnlinkedFromCourse(contact=CONTACT, reason="A namesake")
requested = RestrainingOrderRequested(order=ORDER, kind=OrderKind.STRAKSTILHOLD)
granted = RestrainingOrderDecided(order=ORDER, granted=True, on=TODAY)
denied = RestrainingOrderDecided(order=ORDER, granted=False, on=TODAY)
served = RestrainingOrderServed(order=ORDER, served_at=SERVED)
appealed = RestrainingOrderAppealed(order=ORDER)
ended = RestrainingOrderEnded(order=ORDER, reason="Revoked")
breach = RestrainingOrderBreachReported(order=ORDER, contact=CONTACT)
in_force = (opened, linked, requested, granted, served)

request = RequestOrder(order=ORDER, kind=OrderKind.STRAKSTILHOLD)
grant = DecideOrder(order=ORDER, granted=True, on=TODAY)
serve = ServeOrder(order=ORDER, served_at=SERVED)
end = EndOrder(order=ORDER, reason="Revoked")
report = ReportBreach(order=ORDER, contact=CONTACT)


def course(*past):
    return given(stalking_courses, *past)


def the_order(*past):
    return course(*past).state.orders[0]


def test_an_order_is_requested_once_under_its_id():
    course(opened).when(request).then(requested)
    course(opened, requested).when(request).then_refused("already an order")


def test_an_order_is_decided_once():
    course(opened, requested).when(grant).then(granted)
    refuse = DecideOrder(order=ORDER, granted=False, on=TODAY)
    course(opened, requested).when(refuse).then(denied)
    course(opened, requested, denied).when(grant).then_refused("decided already")


def test_nothing_is_decided_tomorrow():
    tomorrow = TODAY + timedelta(days=1)
    late = DecideOrder(order=ORDER, granted=True, on=tomorrow)
    course(opened, requested).when(late).then_refused("in the future")
    after_midnight = datetime(2019, 6, 3, 22, 1, tzinfo=UTC)  # in Copenhagen
    later = course(opened, requested).where(at=after_midnight)
    later.when(late).then(granted.model_copy(update={"on": tomorrow}))


def test_only_a_granted_order_is_served_and_only_once():
    course(opened, requested, granted).when(serve).then(served)
    course(opened, requested).when(serve).then_refused("Only a granted order")
    course(opened, requested, denied).when(serve).then_refused("Only a granted order")
    course(*in_force).when(serve).then_refused("served already")


def test_no_order_is_served_before_the_danish_day_of_its_decision():
    first_minute = datetime(2019, 6, 2, 22, tzinfo=UTC)
    past = (opened, requested, granted)
    course(*past).when(ServeOrder(order=ORDER, served_at=first_minute)).then(
        RestrainingOrderServed(order=ORDER, served_at=first_minute)
    )
    before = ServeOrder(order=ORDER, served_at=first_minute - timedelta(seconds=1))
    course(*past).when(before).then_refused("before it was decided")


def test_no_order_is_served_ahead_of_the_clock():
    soon = ServeOrder(order=ORDER, served_at=NOW.at + timedelta(minutes=6))
    course(opened, requested, granted).when(soon).then_refused("in the future")


def test_a_decided_order_is_appealed_once():
    appeal = AppealOrder(order=ORDER)
    course(opened, requested, granted).when(appeal).then(appealed)
    course(opened, requested, denied).when(appeal).then(appealed)
    course(opened, requested).when(appeal).then_refused("Only a decided order")
    course(opened, requested, granted, appealed).when(appeal).then_refused("already")


def test_an_order_ends_when_somebody_says_so():
    course(*in_force).when(end).then(ended)
    course(opened, requested).when(end).then(ended)  # she takes the request back
    course(opened, requested, denied).when(end).then_refused("not granted")
    course(*in_force, ended).when(end).then_refused("has ended")
    course(opened, requested, granted, ended).when(serve).then_refused("has ended")
    course(opened, requested, ended).when(grant).then_refused("has ended")


def test_a_breach_is_of_an_order_that_is_granted_and_served():
    course(*in_force).when(report).then(breach)
    course(*in_force, ended).when(report).then(breach)  # of when it was in force
    for past in ((), (granted,), (denied,)):
        unserved = course(opened, linked, requested, *past)
        unserved.when(report).then_refused("granted and served")
    course(*in_force, breach).when(report).then_refused("reported already")


def test_a_breach_is_told_in_a_contact_of_the_course():
    course(opened, requested, granted, served).when(report).then_refused("link it")
    course(*in_force, unlinked).when(report).then_refused("link it first")


@pytest.mark.parametrize("command", [grant, serve, AppealOrder(order=ORDER), end])
def test_an_order_of_another_course_is_none_of_this_one(command):
    course(opened).when(command).then_refused("There is no order with this id")


def test_sixty_days_after_service_a_final_decision_is_due():
    assert the_order(opened, requested, granted).final_decision_due is None
    order = the_order(*in_force)
    assert order.final_decision_due == date(2019, 8, 2)
    tilhold = requested.model_copy(update={"kind": OrderKind.TILHOLD})
    assert the_order(opened, tilhold, granted, served).final_decision_due is None
    long_after = course(*in_force).where(at=NOW.at + timedelta(days=900))
    long_after.when(end).then(ended)  # it has not lapsed by itself


def test_an_order_can_be_appealed_for_four_weeks():
    assert the_order(opened, requested).appeal_until is None
    assert the_order(opened, requested, granted).appeal_until == date(2019, 7, 1)


@pytest.mark.parametrize(
    ("past", "steps"),
    [
        ((), {DecideOrder, EndOrder}),
        ((granted,), {ServeOrder, AppealOrder, EndOrder}),
        ((denied,), {AppealOrder}),
        ((granted, served), {AppealOrder, ReportBreach, EndOrder}),
        ((granted, served, appealed), {ReportBreach, EndOrder}),
        ((granted, served, ended), {AppealOrder, ReportBreach}),
        ((ended,), set()),
    ],
)
def test_the_next_steps_are_those_that_are_not_refused(past, steps):
    told = (opened, linked, requested, *past)
    assert set(next_steps(the_order(*told))) == steps
    for command in (grant, serve, AppealOrder(order=ORDER), report, end):
        asked = course(*told).when(command)
        if type(command) in steps:
            assert asked.decided().order == ORDER
        else:
            with pytest.raises(Refused):
                asked.decided()
