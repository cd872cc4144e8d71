"""Supervision looks at registrations, says what it found, and sees to what is agreed."""

from datetime import date
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.event import Personal
from domain.supervision import (
    AgreeAction,
    AuditActionAgreed,
    AuditActionFinished,
    AuditFindingRecorded,
    AuditSampleDrawn,
    DrawSample,
    Finding,
    FinishAction,
    RecordFinding,
    registration_audits,
)
from tests.domain.cast import OTHER, duplicate, standing
from tests.specification import given

CONTACT, ACTION = OTHER, UUID(int=7 << 76 | 2 << 62 | 21)
ASKED = {
    "seed": "June, and nobody chose it",
    "district": "1467",
    "from": "2019-06-01",
    "to": "2019-07-01",
    "size": 20,
    "position": 17,
}
draw = DrawSample.model_validate(ASKED)
drawn = AuditSampleDrawn.model_validate(ASKED)
agree = AgreeAction(
    action=ACTION, what="Train the night shift", due="2019-08-01", responsible="L-1101"
)
agreed = AuditActionAgreed(
    action=ACTION,
    what="Train the night shift",
    due=date(2019, 8, 1),
    responsible="L-1101",
)
finished = AuditActionFinished(action=ACTION)
wrong = RecordFinding(contact=CONTACT, finding="WRONG", note="It was a burglary.")
found_wrong = AuditFindingRecorded(
    contact=CONTACT,
    finding=Finding.WRONG,
    note=Personal(about=CONTACT, text="It was a burglary."),
)


def audit(*past, contact=standing):
    return given(registration_audits, drawn, *past).where(others={CONTACT: contact})


def test_a_sample_is_drawn_once_with_all_that_makes_it_repeatable():
    given(registration_audits).when(draw).then(drawn)
    assert drawn.model_dump(mode="json") == ASKED
    audit().when(draw).then_refused("already drawn")


def test_a_sample_may_be_of_all_districts():
    everywhere = {**ASKED, "district": None}
    given(registration_audits).when(DrawSample.model_validate(everywhere)).then(
        AuditSampleDrawn.model_validate(everywhere)
    )


@pytest.mark.parametrize(
    "change",
    [
        {"to": "2019-06-01"},  # no day at all
        {"from": "2019-07-02"},
        {"size": 0},
        {"size": 501},
        {"size": "20"},
        {"position": -1},
        {"seed": " "},
        {"district": "9999"},
        {"since": "2019-06-01"},
    ],
)
def test_a_sample_that_makes_no_sense_is_not_even_asked_for(change):
    with pytest.raises(ValidationError):
        DrawSample.model_validate(ASKED | change)


def test_a_finding_tells_of_a_contact_and_its_note_is_sealed_with_it():
    audit().when(wrong).then(found_wrong)
    audit().when(RecordFinding(contact=CONTACT, finding="CORRECT")).then(
        AuditFindingRecorded(contact=CONTACT, finding=Finding.CORRECT)
    )


def test_a_contact_that_no_longer_stands_can_still_be_audited():
    audit(contact=duplicate).when(wrong).then(found_wrong)


def test_nothing_is_found_about_a_contact_that_does_not_exist():
    audit(contact=None).when(wrong).then_refused("no contact")


def test_a_later_finding_replaces_the_former():
    later = AuditFindingRecorded(contact=CONTACT, finding=Finding.INCOMPLETE)
    assert audit(found_wrong).state.findings == {CONTACT: found_wrong}
    assert audit(found_wrong, later).state.findings == {CONTACT: later}


def test_an_action_is_agreed_and_finished_once():
    audit().when(agree).then(agreed)
    audit(agreed).when(agree).then_refused("already agreed")
    audit(agreed).when(FinishAction(action=ACTION)).then(finished)
    audit().when(FinishAction(action=ACTION)).then_refused("No action")
    done = audit(agreed, finished)
    done.when(FinishAction(action=ACTION)).then_refused("already finished")
    assert (done.state.actions, done.state.finished) == ({ACTION: agreed}, {ACTION})


@pytest.mark.parametrize("command", [wrong, agree, FinishAction(action=ACTION)])
def test_nothing_is_added_to_an_audit_that_was_never_begun(command):
    given(registration_audits).when(command).then_refused("no registration audit")
