"""The trade's words as Danish officers say them; each page keeps its own texts."""

from api.pages.danish.citizens import CHAPTERS, FOLLOWED_UP, TERMS, likeness, signs
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
from api.pages.danish.contact_history import (
    CONTACT_DETAILS,
    CONTACT_EVENTS,
    CONTACT_FIELDS,
    MEDIA,
    PARTY_FIELDS,
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
from api.pages.danish.erasures import BASES, PROGRESS
from api.pages.danish.follow_ups import ATTEMPTS, CAUSES, DIRECT_ATTEMPTS, MODES
from api.pages.danish.people import PARTY_ROLES, PURPOSES, ROLES, SAFE_CONTACT
from api.pages.danish.receipts import DELIVERED_BY, NOT_DELIVERED
from api.pages.danish.refusals import refusal
from api.pages.danish.stalking import EXCLUSIONS, ORDERS, PRINTS
from api.pages.danish.supervision import (
    FIELDS,
    FINDINGS,
    OPERATIONS,
    RECEIVERS,
    RESULTS,
    SETTLED_AS,
    STANDS_OUT,
    VERDICTS,
    VIEWS,
)
from domain.places import DISTRICTS

__all__ = [
    "ACTS",
    "APPEAL_OUTCOMES",
    "ATTEMPTS",
    "BASES",
    "CATEGORIES",
    "CAUSES",
    "CHANNELS",
    "CHAPTERS",
    "CLOCKS",
    "COMPLAINT_GROUPS",
    "COMPLAINT_KINDS",
    "COMPLAINT_STATUSES",
    "CONTACT_DETAILS",
    "CONTACT_EVENTS",
    "CONTACT_FIELDS",
    "COPY_RECIPIENTS",
    "DECISIONS",
    "DELIVERED_BY",
    "DIRECT_ATTEMPTS",
    "DISTRICTS",
    "DONE",
    "EXCLUSIONS",
    "FIELDS",
    "FILED_AT",
    "FINDINGS",
    "FOLLOWED_UP",
    "KINDS",
    "LATE_REASONS",
    "MEDIA",
    "MODES",
    "NOTE_PROCEDURES",
    "NOTICE_RECIPIENTS",
    "NOT_DELIVERED",
    "OPERATIONS",
    "ORDERS",
    "OUTCOMES",
    "PARTY_FIELDS",
    "PARTY_ROLES",
    "PATROLS",
    "PRINTS",
    "PROGRESS",
    "PURPOSES",
    "RECEIVERS",
    "RECIPIENTS",
    "REGIMES",
    "RESULTS",
    "ROLES",
    "SAFE_CONTACT",
    "SETTLED_AS",
    "STANDS_OUT",
    "TERMS",
    "VERDICTS",
    "VIEWS",
    "category",
    "district",
    "likeness",
    "refusal",
    "signs",
]


def district(number: str | None) -> str:
    return DISTRICTS[number] if number else ""
