from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from domain.complaint_kinds import (
    AFTER_INVESTIGATION,
    OF_DISPOSITIONS,
    ComplaintKind,
    Outcome,
)
from domain.complaints import (
    ComplaintDeadlineWaived,
    ComplaintReopened,
    NoteProcedureHeld,
    ReopenComplaint,
    WaiveDeadline,
)
from tests.domain.complaining import (
    FIRST,
    OUTCOMES,
    SUPERVISOR,
    TODAY,
    a_complaint,
    about_complaint,
    conclude,
    concluded,
    investigated,
    received,
)
from tests.specification import OFFICER

CLOSINGS = {
    Outcome.UNFOUNDED,
    Outcome.TIME_BARRED,
    Outcome.WITHDRAWN_BY_COMPLAINANT,
    Outcome.OTHER_CLOSING,
}
FITTING = {kind: set(CLOSINGS) for kind in ComplaintKind}
FITTING[ComplaintKind.BEHAVIOUR] |= {*AFTER_INVESTIGATION, Outcome.NOTE_PROCEDURE}
FITTING[ComplaintKind.DISPOSITION_ADMINISTRATIVE] |= {*OF_DISPOSITIONS}
FITTING[ComplaintKind.DISPOSITION_CRIMINAL_PROCEDURE] |= {*OF_DISPOSITIONS}

held = NoteProcedureHeld(note=about_complaint("We talked."), agrees=True)
unhappy = NoteProcedureHeld(note=about_complaint("We talked."), agrees=False)
late = received(received_on=date(2019, 12, 3))
waived = ComplaintDeadlineWaived(reason="In hospital")


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("kind", list(ComplaintKind))
def test_an_outcome_fits_the_kind_of_complaint(kind: ComplaintKind, outcome: Outcome):
    asked = a_complaint(received(kind=kind), investigated, held).when(conclude(outcome))
    if outcome in FITTING[kind]:
        asked.then(concluded(outcome))
    else:
        asked.then_refused("does not belong")


@pytest.mark.parametrize("outcome", AFTER_INVESTIGATION)
def test_nobody_is_criticised_or_cleared_without_investigation(outcome: Outcome):
    a_complaint(received()).when(conclude(outcome)).then_refused("investigate it first")
    a_complaint(received(), investigated).when(conclude(outcome)).decided()


def test_a_note_procedure_ends_a_complaint_only_if_it_was_held_and_she_agrees():
    command = conclude("NOTE_PROCEDURE")
    a_complaint(received()).when(command).then_refused("one that was held")
    a_complaint(received(), unhappy).when(command).then_refused("agrees")
    a_complaint(received(), held).when(command).then(concluded("NOTE_PROCEDURE"))


@pytest.mark.parametrize("by", [OFFICER, SUPERVISOR])
@pytest.mark.parametrize("kind", list(ComplaintKind))
def test_the_authority_alone_concludes_and_reopens_what_it_investigates(kind, by):
    reopen = ReopenComplaint(reason="A witness turned up")
    past = received(kind=kind), concluded("UNFOUNDED")
    for asked in (
        a_complaint(past[0], by=by).when(conclude("UNFOUNDED")),
        a_complaint(*past, by=by).when(reopen),
    ):
        if kind in {"BEHAVIOUR", "CRIMINAL_OFFENCE", "TRAFFIC_OFFENCE"}:
            asked.then_refused("alone")
        else:
            asked.decided()
    a_complaint(past[0]).when(conclude("UNFOUNDED")).then(past[1])
    a_complaint(*past).when(reopen).then(ComplaintReopened(reason=reopen.reason))


def test_each_allegation_has_one_outcome():
    two = received("LANGUAGE", "USE_OF_FORCE"), investigated
    a_complaint(*two).when(conclude("UNFOUNDED")).then_refused("for each allegation")
    a_complaint(received()).when(conclude("UNFOUNDED", "UNFOUNDED")).then_refused(
        "for each allegation"
    )
    outcomes = ("UNFOUNDED", "CRITICISABLE")
    a_complaint(*two).when(conclude(*outcomes)).then(concluded(*outcomes))
    with pytest.raises(ValidationError):
        type(conclude("UNFOUNDED")).model_validate(
            {
                "on": TODAY,
                "outcomes": [{"allegation": FIRST, "outcome": o} for o in OUTCOMES[:2]],
            }
        )


@pytest.mark.parametrize("place", range(len(OUTCOMES)))
def test_a_complaint_counts_by_the_gravest_of_its_allegations(place: int):
    for other in OUTCOMES[place:]:
        for pair in ((OUTCOMES[place], other), (other, OUTCOMES[place])):
            assert concluded(*pair).outcome == OUTCOMES[place]


def test_it_is_concluded_once_and_again_only_after_reopening():
    past = received(), concluded("UNFOUNDED")
    again = conclude("OTHER_CLOSING")
    a_complaint(*past).when(again).then_refused("reopened first")
    reopened = ComplaintReopened(reason="A witness turned up")
    a_complaint(*past, reopened).when(again).then(concluded("OTHER_CLOSING"))
    a_complaint(received()).when(ReopenComplaint(reason="x")).then_refused("Only a con")


def test_it_is_not_concluded_in_the_future_nor_before_it_was_received():
    before, tomorrow = date(2019, 6, 10), TODAY + timedelta(days=1)
    here = a_complaint(received())
    here.when(conclude("UNFOUNDED", on=tomorrow)).then_refused("future")
    here.when(conclude("UNFOUNDED", on=before)).then_refused("before")
    here.when(conclude("UNFOUNDED", on=date(2019, 6, 11))).decided()


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_scenario_10_what_comes_too_late_is_time_barred(outcome: Outcome):
    asked = a_complaint(late, investigated, held).when(conclude(outcome))
    if outcome == Outcome.TIME_BARRED:
        asked.then(concluded(outcome))
    else:
        asked.then_refused("TIME_BARRED")


def test_scenario_10_unless_the_authority_waives_the_deadline():
    command = WaiveDeadline(reason="In hospital")
    a_complaint(late).when(command).then(waived)
    a_complaint(late, waived).when(command).then_refused("not exceeded")
    a_complaint(received()).when(command).then_refused("not exceeded")
    a_complaint(late, waived).when(conclude("UNFOUNDED")).then(concluded("UNFOUNDED"))


def test_both_allegations_of_a_late_complaint_are_time_barred():
    two = received("LANGUAGE", "USE_OF_FORCE", received_on=date(2019, 12, 3))
    a_complaint(two).when(conclude("TIME_BARRED", "UNFOUNDED")).then_refused("TIME")
    a_complaint(two).when(conclude("TIME_BARRED", "TIME_BARRED")).decided()
