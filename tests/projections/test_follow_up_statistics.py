"""The figures of the follow-up article, and that none of them can drift."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from domain.contacts import (
    MarkDuplicate,
    ReinstateContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    contacts,
)
from domain.event import By, Recorded, Role
from domain.figures import per_cent
from domain.follow_ups import (
    AttemptKind,
    Cause,
    ClaimFollowUp,
    DeclineFollowUp,
    FollowUpAttemptMade,
    FollowUpClosed,
    FollowUpDeclined,
    FollowUpOpened,
    ReassuranceTalkHeld,
    RecordAttempt,
    RecordTalk,
    TalkMode,
    follow_ups,
)
from domain.ids import follow_up_of
from domain.kinds import Patrol
from domain.places import DISTRICTS
from projections.follow_up_statistics import FollowUpFigures, statistics

NOON = datetime(2019, 6, 3, 10, tzinfo=UTC)
REGISTRY = By(id="genfind", role=Role.REGISTRY, district="1467")
PHONE = ReassuranceTalkHeld(mode=TalkMode.PHONE)
IN_PERSON = ReassuranceTalkHeld(mode=TalkMode.IN_PERSON)
ATTEMPT = FollowUpAttemptMade(kind=AttemptKind.PHONE)
ENDINGS = {  # each outcome, by what happened on the way to it
    "by_phone": [(PHONE,), (ATTEMPT, PHONE), (IN_PERSON, PHONE)],
    "in_person": [(IN_PERSON,), (PHONE, IN_PERSON), (FollowUpDeclined(), IN_PERSON)],
    "attempt_only": [(ATTEMPT,), (ATTEMPT, ATTEMPT)],
    "declined": [(FollowUpDeclined(),), (ATTEMPT, FollowUpDeclined())],
    "not_started": [(), (FollowUpClosed(reason="She has moved"),)],
}
OUTCOMES = list(ENDINGS)


def told(district, *happened, at=NOON):
    """One follow-up's facts, the opening first."""
    id = uuid7()
    opened = FollowUpOpened(
        contact=uuid7(),
        district=district,
        victim=False,
        cause=Cause.RULE_1,
        due=date(2019, 6, 10),
    )
    return [
        Recorded(id, version, at, REGISTRY, None, None, event)
        for version, event in enumerate((opened, *happened), 1)
    ]


def told_all(totals, at=NOON):
    """Follow-ups with such outcomes, {district: {outcome: how many}}."""
    return [
        recorded
        for district, outcomes in totals.items()
        for outcome, many in outcomes.items()
        for n in range(many)
        for recorded in told(
            district, *ENDINGS[outcome][n % len(ENDINGS[outcome])], at=at
        )
    ]


def outcomes_of(figures):
    return {outcome: getattr(figures, outcome) for outcome in OUTCOMES}


def test_the_follow_up_article_is_told_again(read_models):
    article = {"by_phone": 747, "in_person": 213, "attempt_only": 218}
    others = [d for d in DISTRICTS if d != "1467"]
    each, rest = divmod(5177, len(others))
    totals = {d: {"not_started": each + (n < rest)} for n, d in enumerate(others)}
    facts = told_all({"1467": article, **totals})
    read_models.tell(*facts)
    for _ in ("live", "rebuilt"):
        answer = statistics(read_models.db)
        [row] = [row for row in answer.rows if row.district == "1467"]
        assert answer.total.registered == 6355
        assert row.registered == 1178
        assert outcomes_of(row) == dict.fromkeys(OUTCOMES, 0) | article
        assert (row.reached, row.reach_rate, row.share) == (960, 81.5, 18.5)
        assert answer.total.registered - row.registered == 5177
        read_models.rebuild()


def test_a_second_attempt_changes_nothing_and_a_later_talk_moves_one(read_models):
    opened, attempted = told("1467", ATTEMPT)
    read_models.tell(opened, attempted)
    before = statistics(read_models.db).total
    read_models.tell(_next(attempted, ATTEMPT))
    assert statistics(read_models.db).total == before
    read_models.tell(_next(attempted, PHONE, by=2))
    after = statistics(read_models.db).total
    assert (before.attempt_only, after.attempt_only) == (1, 0)
    assert (before.by_phone, after.by_phone) == (0, 1)
    assert before.registered == after.registered == 1


numbers = st.integers(0, 5)
drawn = st.dictionaries(
    st.sampled_from(sorted(DISTRICTS)),
    st.fixed_dictionaries(dict.fromkeys(OUTCOMES, numbers)),
)
days = count()


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn)
def test_any_totals_are_told_again(read_models, totals):
    at = NOON + timedelta(days=next(days))  # each example has a day of its own
    read_models.tell(*told_all(totals, at))
    day = at.date()
    answer = statistics(read_models.db, since=day, until=day + timedelta(days=1))
    expected = {d: told for d, told in totals.items() if any(told.values())}
    assert {r.district: outcomes_of(r) for r in answer.rows} == expected
    everything = sum(sum(told.values()) for told in totals.values())
    assert answer.total.registered == everything
    for row in answer.rows:
        assert row.registered == sum(outcomes_of(row).values())
        assert row.reached == row.by_phone + row.in_person
        assert row.reach_rate == per_cent(row.reached, row.registered)
        assert row.share == per_cent(row.registered, everything)


def test_no_follow_up_at_all_has_no_rates(read_models):
    answer = statistics(read_models.db)
    none = dict.fromkeys(FollowUpFigures.model_fields, 0)
    rates = {"reach_rate": None, "share": None}
    assert (answer.rows, answer.total) == ([], FollowUpFigures(**none | rates))


def test_a_follow_up_counts_on_the_danish_day_on_which_it_was_opened(read_models):
    midnight = datetime(2019, 6, 3, 22, tzinfo=UTC)
    read_models.tell(*told("1467", at=midnight - timedelta(seconds=1)))
    read_models.tell(*told("1467", at=midnight), *told("1467", at=midnight))
    db, fourth = read_models.db, date(2019, 6, 4)
    assert statistics(db, until=fourth).total.registered == 1
    assert statistics(db, since=fourth).total.registered == 2
    assert statistics(db, since=fourth, until=fourth).total.registered == 0


@pytest.fixture
def registered(read_models):
    """How many count after these commands about a contact and its follow-up."""
    contact = read_models.contact(feels_unsafe=True, patrol=Patrol.NO_UNIT_AVAILABLE)

    def registered(*commands):
        for command in commands:
            of_contact = type(command) in contacts.commands
            topic, id = (
                (contacts, contact)
                if of_contact
                else (follow_ups, follow_up_of(contact))
            )
            read_models.record(topic, id, command)
        return statistics(read_models.db).total.registered

    return registered


def test_one_never_started_leaves_with_its_contact_and_comes_back(
    read_models, registered
):
    original = read_models.contact()
    assert registered(ClaimFollowUp()) == 1
    assert registered(MarkDuplicate(of=original, reason="The same")) == 0
    assert registered(WithdrawContact(reason="By mistake")) == 0
    assert registered(ReinstateContact(reason="No mistake")) == 0
    assert registered(WithdrawDuplicateMark(reason="Not the same")) == 1


@pytest.mark.parametrize(
    "work",
    [
        RecordAttempt(kind=AttemptKind.VISIT),
        DeclineFollowUp(),
        RecordTalk(mode=TalkMode.IN_PERSON),
    ],
)
def test_one_that_was_worked_on_counts_whatever_becomes_of_its_contact(
    registered, work
):
    assert registered(work, WithdrawContact(reason="By mistake")) == 1


def test_a_talk_after_the_contact_was_withdrawn_counts(registered):
    assert registered(WithdrawContact(reason="By mistake")) == 0
    assert registered(RecordTalk(mode=TalkMode.PHONE)) == 1


def _next(recorded, event, by=1):
    return Recorded(
        recorded.id, recorded.version + by, NOON, REGISTRY, None, None, event
    )
