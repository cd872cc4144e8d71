"""Every word of the trade that a page can show has a Danish one."""

import re
from pathlib import Path

import pytest

from api.pages import danish
from api.pages.danish import figures
from api.pages.danish.refusals import REFUSALS
from domain import attempts, follow_ups
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
from domain.disclosures import Operation, Result
from domain.event import Role
from domain.follow_ups import AttemptKind, Cause, TalkMode
from domain.funnel import Mark
from domain.kinds import ActKind, Channel, ContactKind, Decision, LateReason, Patrol
from domain.known_intake import SettledAs
from domain.people import PartyRole, SafeContact
from domain.purposes import Purpose, Regime
from domain.restraining_orders import OrderKind
from domain.stalking_history import Exclusion
from domain.supervision import Finding
from projections.complaint_overview import By
from projections.complaint_rates import Basis, Numerator
from projections.complaint_series import Span

TABLES = {
    ActKind: danish.ACTS,
    AppealOutcome: danish.APPEAL_OUTCOMES,
    AttemptKind: danish.ATTEMPTS,
    Basis: figures.BASES,
    By: figures.ARRANGED_BY,
    Cause: danish.CAUSES,
    Channel: danish.CHANNELS,
    ComplaintKind: danish.COMPLAINT_KINDS,
    ContactKind: danish.KINDS,
    CopyRecipient: danish.COPY_RECIPIENTS,
    Decision: danish.DECISIONS,
    Exclusion: danish.EXCLUSIONS,
    Finding: danish.FINDINGS,
    Group: danish.COMPLAINT_GROUPS,
    LateReason: danish.LATE_REASONS,
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
    Span: figures.SPANS,
    TalkMode: danish.MODES,
    Via: danish.FILED_AT,
}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_each_word_has_one_and_no_two_share_it(kind):
    table = TABLES[kind]
    assert table.keys() == set(kind)
    assert len(set(table.values())) == len(table)


def test_each_refusal_of_a_follow_up_is_said_in_danish():
    raised = re.compile(r'raise Refused\(\s*((?:"[^"]+"\s*)+)\)')
    texts = [Path(m.__file__).read_text("utf-8") for m in (attempts, follow_ups)]
    found = [literal for text in texts for literal in raised.findall(text)]
    sentences = {"".join(re.findall(r'"([^"]+)"', each)) for each in found}
    assert len(sentences) >= 7
    assert sentences <= REFUSALS.keys()


def test_another_refusal_keeps_its_own_sentence():
    assert danish.refusal("Say why.") == "Afvist af registret: Say why."
