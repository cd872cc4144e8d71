"""Who breaks the glass says why, sees for a while, and answers to another."""

from datetime import timedelta

import pytest

from domain.break_glass import (
    BreakGlass,
    GlassBroken,
    GlassReviewed,
    ReviewGlass,
    break_glass,
)
from domain.event import By, Personal, Role
from tests.domain.cast import METTE
from tests.specification import NOW, OFFICER, given

WHY = Personal(about=METTE, text="Hun er truet nu.")
BROKEN = GlassBroken(
    subject=METTE,
    officer=OFFICER.id,
    district="1467",
    reason=WHY,
    until=NOW.at + timedelta(minutes=30),
    review_due=NOW.at + timedelta(hours=72),
)
JUSTIFIED = ReviewGlass(verdict="JUSTIFIED", note="Patruljen kørte derhen.")
REVIEWED = GlassReviewed(
    verdict="JUSTIFIED", note=Personal(about=METTE, text="Patruljen kørte derhen.")
)
HOLM = By(id="L-1101", role=Role.SUPERVISOR, district="1467")


def test_it_is_open_for_thirty_minutes_and_reviewed_within_three_days():
    command = BreakGlass(subject=METTE, reason="Hun er truet nu.")
    given(break_glass).when(command).then(BROKEN)
    given(break_glass, BROKEN).when(command).then_refused("new id")


def test_another_supervisor_of_the_district_reviews_it_once():
    broken = given(break_glass, BROKEN).where(by=HOLM)
    broken.when(JUSTIFIED).then(REVIEWED)
    reviewed = given(break_glass, BROKEN, REVIEWED).where(by=HOLM)
    reviewed.when(JUSTIFIED).then_refused("already")
    given(break_glass).where(by=HOLM).when(JUSTIFIED).then_refused("No glass")


@pytest.mark.parametrize(
    ("by", "because"),
    [
        (By(id=OFFICER.id, role=Role.SUPERVISOR, district="1467"), "yourself"),
        (By(id="L-9", role=Role.SUPERVISOR, district="1471"), "own district"),
    ],
)
def test_nobody_reviews_his_own_nor_another_district(by, because):
    given(break_glass, BROKEN).where(by=by).when(JUSTIFIED).then_refused(because)
