"""What is held about a citizen, on paper and in Danish, out of what she is handed."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from api.citizen_held import (
    AsParty,
    ComplaintHeld,
    ContactHeld,
    CourseHeld,
    ErasureHeld,
    FollowUpHeld,
    Held,
    Herself,
    Looked,
    Particulars,
    Wrote,
)
from api.pages import danish
from api.pages.charts import FONTS
from api.pages.danish.complaints import category
from api.pages.templates import day, moment
from domain.event import Role
from infrastructure.typesetting import typeset

TEMPLATE = Path(__file__).with_name("papers") / "citizen_access.typ"
STATUSES = {"STANDING": None, "DUPLICATE": "Dublet", "WITHDRAWN": "Trukket tilbage"}
Told = dict[str, Any]


def printed(held: Held) -> bytes:
    """The PDF; its time is that at which it was put together."""
    return typeset(TEMPLATE, FONTS, _told(held), held.made_at)


def _told(held: Held) -> Told:
    return {
        "made": _moment(held.made_at),
        "position": held.position,
        "log_position": held.log_position,
        "citizen": _citizen(held.citizen),
        "contacts": [_contact(each) for each in held.contacts],
        "follow_ups": [_follow_up(each) for each in held.follow_ups],
        "courses": [_course(each) for each in held.courses],
        "complaints": [_complaint(each) for each in held.complaints],
        "erasures": [_erasure(each) for each in held.erasures],
        "written": [_wrote(each) for each in held.written],
        "looked": [_looked(each) for each in held.looked],
    }


def _particulars(told: Particulars) -> list[list[str]]:
    return [
        [_begun(danish.FIELDS[name]), str(words)]
        for name in Particulars.model_fields
        if (words := getattr(told, name)) is not None
    ]


def _citizen(citizen: Herself) -> Told:
    return {
        "id": str(citizen.id),
        "particulars": _particulars(citizen),
        "address_protected": citizen.address_protected,
        "safe_contact": danish.SAFE_CONTACT[citizen.safe_contact],
        "links": citizen.links,
        "forgotten": citizen.forgotten,
    }


def _party(party: AsParty) -> Told:
    return {
        "role": danish.PARTY_ROLES[party.role],
        "particulars": [": ".join(each) for each in _particulars(party)],
    }


def _contact(contact: ContactHeld) -> Told:
    return {
        "number": contact.number,
        "status": STATUSES[contact.status],
        "received": _moment(contact.received_at),
        "registered": _moment(contact.registered_at),
        "channel": danish.CHANNELS[contact.channel],
        "district": danish.district(contact.district),
        "kind": danish.KINDS[contact.kind],
        "law": danish.REGIMES[contact.regime],
        "she": [_party(each) for each in contact.she],
        "narrative": contact.narrative,
        "place": contact.place,
        "supplements": contact.supplements,
        "dispositions": [
            {
                "at": _moment(each.at),
                "decision": danish.DECISIONS[each.decision],
                "words": [text for text in (each.reason, each.text) if text],
            }
            for each in contact.dispositions
        ],
        "evidence": contact.evidence,
        "withheld": contact.withheld,
        "forgotten": contact.forgotten,
    }


def _follow_up(follow_up: FollowUpHeld) -> Told:
    attempts = [(at, danish.ATTEMPTS[kind]) for at, kind in follow_up.attempts]
    talks = [(each.at, danish.MODES[each.mode]) for each in follow_up.talks]
    return {
        "contact": follow_up.contact,
        "opened": _moment(follow_up.opened_at),
        "district": danish.district(follow_up.district),
        "due": _day(follow_up.due),
        "attempts": [f"{what}, {_moment(at)}" for at, what in attempts],
        "talks": [f"{what}, {_moment(at)}" for at, what in talks],
    }


def _course(course: CourseHeld) -> Told:
    return {
        "opened": _moment(course.opened_at),
        "district": danish.district(course.district),
        "contacts": course.contacts,
        "orders": [danish.ORDERS[each] for each in course.orders],
    }


def _complaint(complaint: ComplaintHeld) -> Told:
    concluded, outcome = complaint.concluded_on, complaint.outcome
    return {
        "number": complaint.number,
        "received": _day(complaint.received_on),
        "matter": _day(complaint.matter_on),
        "kind": danish.COMPLAINT_KINDS[complaint.kind],
        "district": danish.district(complaint.district),
        "categories": [category(each) for each in complaint.categories],
        "text": complaint.text,
        "concluded": concluded and _day(concluded),
        "outcome": outcome and danish.OUTCOMES[outcome],
    }


def _erasure(erasure: ErasureHeld) -> Told:
    decided, no_backup = erasure.decided_at, erasure.no_backup_from
    return {
        "asked": _moment(erasure.requested_at),
        "basis": erasure.basis and danish.BASES[erasure.basis],
        "rule": erasure.rule,
        "herself": erasure.herself,
        "numbers": [*erasure.contacts, *erasure.complaints],
        "courses": erasure.courses,
        "progress": danish.PROGRESS[erasure.progress],
        "decided": decided and _moment(decided),
        "reason": erasure.refused_because,
        "no_backup_from": no_backup and _day(no_backup),
        "withheld": erasure.withheld,
    }


def _wrote(wrote: Wrote) -> Told:
    return {
        "at": _moment(wrote.at),
        "operation": danish.OPERATIONS[wrote.operation],
        "who": _who(wrote.officer, wrote.role, wrote.district),
    }


def _looked(looked: Looked) -> Told:
    to = looked.recipient
    return {
        "at": _moment(looked.at),
        "who": _who(looked.officer, looked.role, looked.district),
        "what": danish.VIEWS.get(looked.view, "ukendt visning"),
        "operation": danish.OPERATIONS[looked.operation].lower(),
        "recipient": to and danish.RECEIVERS.get(to, to),
        "purpose": danish.PURPOSES[looked.purpose],
        "broken": looked.behind_broken_glass,
    }


def _who(officer: str, role: Role, district: str | None) -> str:
    return ", ".join(
        each
        for each in (officer, danish.ROLES[role], danish.district(district))
        if each
    )


def _begun(word: str) -> str:
    """As at the beginning of a line; CPR stays as it is."""
    return word[0].upper() + word[1:]


def _moment(at: datetime) -> str:
    return moment(at).striptags()


def _day(on: date) -> str:
    return day(on).striptags()
