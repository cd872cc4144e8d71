"""A share is shown with what it rests on, and what had to be told again is counted."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import NormalDist
from zoneinfo import ZoneInfo

import pytest

from domain.contacts import CorrectContact, WithdrawContact, contacts
from domain.event import By, Role
from domain.kinds import LateReason
from domain.supervision import Finding
from projections.registration_quality import Period, Quality, quality
from tests.projections.auditing import audit, find

EVENING = datetime(2019, 6, 3, 20, 19, tzinfo=UTC)
OFFICERS = [
    By(id="K-1147", role=Role.OFFICER, district="1467"),
    By(id="K-2001", role=Role.OFFICER, district="1471"),
]
NOTHING = Quality(
    audited=0,
    correct=0,
    incomplete=0,
    wrong=0,
    late=0,
    unfindable=0,
    correct_share=None,
    correct_share_from=None,
    correct_share_to=None,
    stated_by_citizens=0,
)


@pytest.fixture
def found(read_models):
    """Registers contacts, and says what an audit finds about each of them."""

    def found(*findings, **fields):
        told = [read_models.contact(**fields) for _ in findings]
        id = audit(read_models, size=500)
        for contact, finding in zip(told, findings, strict=True):
            find(read_models, id, contact, finding)
        return id, told

    return found


def bounds(correct, audited):
    """Wilson's interval as the textbook has it, in per cent."""
    z = round(NormalDist().inv_cdf(0.975), 2)
    rate = correct / audited
    middle = rate + z * z / (2 * audited)
    half = z * (rate * (1 - rate) / audited + z * z / (4 * audited**2)) ** 0.5
    scale = 100 / (1 + z * z / audited)
    return scale * (middle - half), scale * (middle + half)


def test_random_audits_are_counted_as_one_counts_by_hand(read_models):
    random, by_hand = Random(7), defaultdict(list)
    copenhagen = ZoneInfo("Europe/Copenhagen")
    told = {}
    for _ in range(40):
        by = random.choice(OFFICERS)
        at = EVENING + timedelta(hours=random.randrange(0, 24 * 150))
        told[read_models.contact(by=by, at=at)] = (by.district, at)
    id = audit(read_models, size=500, to="2020-01-01")
    for contact, (district, at) in told.items():
        finding = random.choice([*Finding] * 2 + ["CORRECT"] * 10)
        find(read_models, id, contact, finding)
        month = at.astimezone(copenhagen).strftime("%Y-%m")
        for where in ((district, month), ("", "")):  # and all together
            by_hand[where].append(finding)
    for _ in ("live", "rebuilt"):
        report = quality(read_models.db)
        rows = [(row.district, row.period) for row in report.rows]
        assert [("", ""), *rows] == sorted(by_hand)
        for row in [*report.rows, report.total]:
            where = getattr(row, "district", ""), getattr(row, "period", "")
            expected = by_hand[where]
            assert row.audited == len(expected)
            for finding in Finding:
                counted = getattr(row, finding.lower())
                assert counted == expected.count(finding), finding
            low, high = bounds(row.correct, row.audited)
            assert row.correct_share_from == pytest.approx(low, abs=0.0501)
            assert row.correct_share_to == pytest.approx(high, abs=0.0501)
            assert row.correct_share == pytest.approx(
                100 * row.correct / row.audited, abs=0.0501
            )
        read_models.rebuild()


def test_nothing_audited_has_no_share(read_models):
    read_models.contact()
    report = quality(read_models.db)
    assert (report.rows, report.total) == ([], NOTHING)


def test_a_few_that_are_all_correct_or_none_prove_little(read_models, found):
    found(*["CORRECT"] * 3)
    total = quality(read_models.db).total
    assert (total.audited, total.correct_share) == (3, 100.0)
    assert (total.correct_share_from, total.correct_share_to) == (43.8, 100.0)
    found(*["WRONG"] * 3, by=OFFICERS[1])
    [row] = quality(read_models.db, district="1471").rows
    assert (row.audited, row.correct_share) == (3, 0.0)
    assert (row.correct_share_from, row.correct_share_to) == (0.0, 56.2)


def test_a_registration_counts_once_by_its_latest_finding(read_models, found):
    id, [contact] = found("WRONG")
    find(read_models, id, contact, "INCOMPLETE")
    find(read_models, audit(read_models), contact, "CORRECT")
    total = quality(read_models.db).total
    assert (total.audited, total.correct, total.wrong) == (1, 1, 0)


def test_a_quarter_and_a_month_are_danish(read_models, found):
    found("CORRECT", at=datetime(2019, 6, 30, 22, 30, tzinfo=UTC))
    [row] = quality(read_models.db).rows
    assert row.period == "2019-07"
    [row] = quality(read_models.db, Period.QUARTER).rows
    assert row.period == "2019-Q3"
    july = date(2019, 7, 1)
    assert quality(read_models.db, since=july).total.audited == 1
    assert quality(read_models.db, until=july).total.audited == 0


def correct(read_models, contact, field, old, new):
    change = CorrectContact(field=field, old=old, new=new, reason="Misheard")
    read_models.record(contacts, contact, change)


def test_an_audited_registration_stays_where_it_was_registered(read_models, found):
    _, [contact] = found("WRONG")
    correct(read_models, contact, "district", "1467", "1471")
    read_models.record(contacts, contact, WithdrawContact(reason="A mistake"))
    [row] = quality(read_models.db).rows
    assert (row.district, row.wrong) == ("1467", 1)


def test_what_citizens_had_to_state_is_counted_as_now_known(read_models):
    late = {"received_at": EVENING - timedelta(days=40)}
    stated = [
        read_models.contact(**late, late_reason=LateReason.CITIZEN_STATEMENT)
        for _ in range(3)
    ]
    noted = read_models.contact(**late, late_reason=LateReason.PAPER_NOTE)
    correct(read_models, noted, "late_reason", "PAPER_NOTE", "CITIZEN_STATEMENT")
    correct(read_models, stated[0], "late_reason", "CITIZEN_STATEMENT", "OTHER")
    correct(read_models, stated[1], "district", "1467", "1471")
    withdraw = WithdrawContact(reason="A mistake")
    read_models.record(contacts, stated[2], withdraw)
    for _ in ("live", "rebuilt"):
        report = quality(read_models.db)
        assert {
            (row.district, row.period): row.stated_by_citizens for row in report.rows
        } == {("1467", "2019-04"): 2, ("1471", "2019-04"): 1}
        assert (report.total.stated_by_citizens, report.total.audited) == (3, 0)
        read_models.rebuild()
