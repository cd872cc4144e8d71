"""Every word of the trade that a page can show has a Danish one."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api import erasing
from api.break_glass import NOBODY, NOT_HIDDEN
from api.complaint_shown import Status
from api.pages import danish
from api.pages.complaint_history import HAPPENED
from api.pages.danish import figures
from api.pages.danish.complaints import category_code
from api.pages.danish.receipts import VERDICT
from api.pages.danish.refusals import REFUSALS
from domain import (
    attempts,
    break_glass,
    complaint_outcomes,
    complaint_receiving,
    complaint_routing,
    complaint_states,
    complaints,
    erasure,
    follow_ups,
    known_intake,
    note_procedure,
    registration,
    told_people,
)
from domain.break_glass import Verdict
from domain.complaint_facts import NoteProcedure
from domain.complaint_kinds import (
    AppealOutcome,
    ComplaintKind,
    CopyRecipient,
    Group,
    NoticeRecipient,
    Outcome,
    Recipient,
    Via,
)
from domain.court_papers import PrintFor
from domain.disclosures import Operation, Result, StandsOut
from domain.event import Role
from domain.follow_ups import AttemptKind, Cause, TalkMode
from domain.funnel import Mark
from domain.kinds import ActKind, Channel, ContactKind, Decision, LateReason, Patrol
from domain.known_intake import SettledAs
from domain.people import PartyRole, SafeContact
from domain.purposes import Purpose, Regime
from domain.receipt_delivery import DeliveredBy, NotDelivered
from domain.restraining_orders import OrderKind
from domain.sought import Term
from domain.stalking_history import Exclusion
from domain.supervision import Finding
from infrastructure.destructions import UnderWay
from infrastructure.receipts import Why
from projections.complaint_clocks import Clock
from projections.complaint_overview import By
from projections.complaint_rates import Basis, Numerator
from projections.complaint_series import Span

TABLES = {
    ActKind: danish.ACTS,
    AppealOutcome: danish.APPEAL_OUTCOMES,
    AttemptKind: danish.ATTEMPTS,
    Basis: figures.BASES,
    erasure.Basis: danish.BASES,
    erasure.Progress: danish.PROGRESS,
    By: figures.ARRANGED_BY,
    Cause: danish.CAUSES,
    Channel: danish.CHANNELS,
    Clock: danish.CLOCKS,
    ComplaintKind: danish.COMPLAINT_KINDS,
    ContactKind: danish.KINDS,
    CopyRecipient: danish.COPY_RECIPIENTS,
    Decision: danish.DECISIONS,
    DeliveredBy: danish.DELIVERED_BY,
    Exclusion: danish.EXCLUSIONS,
    Finding: danish.FINDINGS,
    Group: danish.COMPLAINT_GROUPS,
    LateReason: danish.LATE_REASONS,
    NotDelivered: danish.NOT_DELIVERED,
    NoteProcedure: danish.NOTE_PROCEDURES,
    Mark: figures.MARKS,
    NoticeRecipient: danish.NOTICE_RECIPIENTS,
    Numerator: figures.NUMERATORS,
    Operation: danish.OPERATIONS,
    OrderKind: danish.ORDERS,
    Outcome: danish.OUTCOMES,
    PartyRole: danish.PARTY_ROLES,
    Patrol: danish.PATROLS,
    PrintFor: danish.PRINTS,
    Purpose: danish.PURPOSES,
    Recipient: danish.RECIPIENTS,
    Regime: danish.REGIMES,
    Result: danish.RESULTS,
    Role: danish.ROLES,
    SafeContact: danish.SAFE_CONTACT,
    SettledAs: danish.SETTLED_AS,
    Status: danish.COMPLAINT_STATUSES,
    Span: figures.SPANS,
    StandsOut: danish.STANDS_OUT,
    TalkMode: danish.MODES,
    Term: danish.TERMS,
    Verdict: danish.VERDICTS,
    Via: danish.FILED_AT,
    Why: VERDICT.why,
}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_each_word_has_one_and_no_two_share_it(kind):
    table = TABLES[kind]
    assert table.keys() == set(kind)
    assert len(set(table.values())) == len(table)


def refused_by(*modules) -> set[str]:
    """The sentences that these raise; one that names a place, with each of them."""
    found: set[str] = set()
    for module in modules:
        for each in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            match each:
                case ast.Raise(exc=ast.Call(func=ast.Name("Refused"), args=[sentence])):
                    found |= spelled(sentence)
    return found


def spelled(sentence: ast.expr) -> set[str]:
    if isinstance(sentence, ast.Constant):
        return {str(sentence.value)}
    parts = [getattr(each, "value", None) for each in sentence.values]
    return {
        "".join(part if isinstance(part, str) else to for part in parts)
        for to in Recipient
    }


REFUSING = {
    "complaints": (
        complaint_outcomes,
        complaint_receiving,
        complaint_routing,
        complaint_states,
        complaints,
        note_procedure,
    ),
    "follow-ups": (attempts, follow_ups),
    "registering": (registration, told_people, known_intake),
}


@pytest.mark.parametrize("topic", REFUSING)
def test_each_refusal_is_said_in_danish(topic):
    sentences = refused_by(*REFUSING[topic])
    assert len(sentences) >= 7
    assert sentences <= REFUSALS.keys()


def test_each_step_of_a_complaint_has_its_sentences():
    assert HAPPENED.keys() == {each.__name__ for each in complaints.complaints.events}
    steps = {each.__name__ for each in complaints.complaints.commands}
    assert steps <= danish.DONE.keys()


def test_what_an_allegation_is_called_in_danish_leads_back_to_its_code():
    for code, text in danish.CATEGORIES.items():
        assert category_code(f" {text.lower()} ") == code
    assert danish.category(category_code("sen udrykning på Ærø")) == (
        "Sen udrykning paa aeroe"
    )


def test_another_refusal_keeps_its_own_sentence():
    assert danish.refusal("Say why.") == "Afvist af registret: Say why."


def test_each_refusal_around_broken_glass_is_said_in_danish():
    sentences = refused_by(break_glass)
    assert len(sentences) == 5
    assert sentences | {NOBODY, NOT_HIDDEN} <= REFUSALS.keys()


def test_each_refusal_of_an_erasure_is_said_in_danish():
    sentences = refused_by(erasure) | {
        erasing.NOT_SEALED,
        erasing.GROWN,
        erasing.BEGUN,
        str(UnderWay()),
    }
    assert len(sentences) == 13
    assert sentences <= REFUSALS.keys()
    until = datetime(2026, 12, 6, 12, tzinfo=UTC).isoformat(timespec="seconds")
    assert danish.refusal(erasing.TOO_SOON.format(until)).startswith("Ventetiden")
