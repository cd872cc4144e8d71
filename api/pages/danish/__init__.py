"""The trade's words as Danish officers say them; each page keeps its own texts."""

from api.pages.danish.complaints import (
    APPEAL_OUTCOMES,
    CATEGORIES,
    CLOCKS,
    COMPLAINT_GROUPS,
    COMPLAINT_KINDS,
    COMPLAINT_STATUSES,
    COPY_RECIPIENTS,
    FILED_AT,
    NOTE_PROCEDURES,
    NOTICE_RECIPIENTS,
    OUTCOMES,
    RECIPIENTS,
    category,
)
from api.pages.danish.contacts import (
    ACTS,
    CHANNELS,
    DECISIONS,
    KINDS,
    LATE_REASONS,
    PATROLS,
    REGIMES,
)
from api.pages.danish.done import DONE
from api.pages.danish.follow_ups import ATTEMPTS, CAUSES, DIRECT_ATTEMPTS, MODES
from api.pages.danish.people import PARTY_ROLES, PURPOSES, ROLES, SAFE_CONTACT
from api.pages.danish.refusals import refusal
from api.pages.danish.stalking import EXCLUSIONS, ORDERS, PRINTS
from api.pages.danish.supervision import FINDINGS, OPERATIONS, RESULTS, SETTLED_AS
from domain.places import DISTRICTS

__all__ = [
    "ACTS",
    "APPEAL_OUTCOMES",
    "ATTEMPTS",
    "CATEGORIES",
    "CAUSES",
    "CHANNELS",
    "CLOCKS",
    "COMPLAINT_GROUPS",
    "COMPLAINT_KINDS",
    "COMPLAINT_STATUSES",
    "COPY_RECIPIENTS",
    "DECISIONS",
    "DIRECT_ATTEMPTS",
    "DISTRICTS",
    "DONE",
    "EXCLUSIONS",
    "FILED_AT",
    "FINDINGS",
    "KINDS",
    "LATE_REASONS",
    "MODES",
    "NOTE_PROCEDURES",
    "NOTICE_RECIPIENTS",
    "OPERATIONS",
    "ORDERS",
    "OUTCOMES",
    "PARTY_ROLES",
    "PATROLS",
    "PRINTS",
    "PURPOSES",
    "RECIPIENTS",
    "REGIMES",
    "RESULTS",
    "ROLES",
    "SAFE_CONTACT",
    "SETTLED_AS",
    "category",
    "district",
    "refusal",
]


def district(number: str | None) -> str:
    return DISTRICTS[number] if number else ""
