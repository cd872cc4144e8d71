"""Puts together what a citizen has a right to see, of all that is hers.

Words of a contact are hers alone where she is its only party (decision 0023).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from api.citizen_found import Found, History
from api.citizen_held import (
    AsParty,
    ComplaintHeld,
    ContactHeld,
    CourseHeld,
    Decided,
    ErasureHeld,
    FollowUpHeld,
    Held,
    Herself,
    Looked,
    Particulars,
    TalkHeld,
    Wrote,
)
from api.citizen_shown import known_citizen
from api.complaint_shown import complaint_shown
from api.contact_shown import contact_shown
from api.course_shown import course_shown
from api.processing import processed
from domain.event import Event, Recorded
from domain.follow_ups import FollowUpAttemptMade, FollowUpOpened, ReassuranceTalkHeld
from domain.people import SafeContact
from projections.access_log import Entry
from projections.erasure_list import Concerning


def held(
    found: Found,
    looked: Iterable[Entry],
    *,
    made_at: datetime,
    position: int,
    log_position: int,
) -> Held:
    things = [*found.things, *(each.id for each in found.erasures)]
    written = [each for thing in things for each in found[thing]]
    return Held(
        made_at=made_at,
        position=position,
        log_position=log_position,
        citizen=_herself(found),
        contacts=[_contact(found[each], found.id) for each in found.contacts],
        follow_ups=[
            _follow_up(found[each], found.numbers) for each in found.follow_ups
        ],
        courses=[_course(found[each], found.numbers) for each in found.courses],
        complaints=[_complaint(found[each]) for each in found.complaints],
        erasures=[_erasure(found, each) for each in found.erasures],
        written=[_wrote(each) for each in sorted(written, key=_at)],
        looked=[_looked(each) for each in looked],
    )


def _herself(found: Found) -> Herself:
    known = known_citizen(found[found.id])
    told = {name: getattr(known, name) for name in Particulars.model_fields}
    words = {name: each and each.text for name, each in told.items()}
    if known.address_protected:
        words["address"] = None
    return Herself(
        id=found.id,
        address_protected=known.address_protected,
        safe_contact=known.safe_contact or SafeContact.ANY,
        links=len(known.links),
        forgotten=any(each and each.text is None for each in told.values()),
        **words,
    )


def _contact(history: History, id: UUID) -> ContactHeld:
    shown = contact_shown(history, {})
    she = [each for each in shown.parties if each.citizen == id]
    alone = len(she) == len(shown.parties)
    fields = {*Particulars.model_fields, "role"}
    return ContactHeld(
        she=[AsParty(**each.model_dump(include=fields)) for each in she],
        narrative=shown.narrative if alone else None,
        place=shown.place if alone else None,
        supplements=[each.text or "" for each in shown.supplements] if alone else [],
        dispositions=[
            Decided(
                at=each.at,
                decision=each.decision,
                reason=each.reason if alone else None,
                text=each.text if alone else None,
            )
            for each in shown.dispositions
        ],
        evidence=len(shown.evidence),
        withheld=not alone,
        **shown.model_dump(include=SAME),
    )


SAME = {
    "number",
    "status",
    "received_at",
    "registered_at",
    "channel",
    "district",
    "kind",
    "regime",
    "forgotten",
}


def _follow_up(history: History, numbers: dict[UUID, str]) -> FollowUpHeld:
    opened = history[0].event
    assert isinstance(opened, FollowUpOpened)  # noqa: S101 - it is a follow-up
    return FollowUpHeld(
        contact=numbers[opened.contact],
        opened_at=history[0].registered_at,
        district=opened.district,
        due=opened.due,
        attempts=[
            (each.registered_at, each.event.kind)
            for each in history
            if isinstance(each.event, FollowUpAttemptMade)
        ],
        talks=[
            TalkHeld(at=each.registered_at, **each.event.model_dump(exclude={"note"}))
            for each in history
            if isinstance(each.event, ReassuranceTalkHeld)
        ],
    )


def _course(history: History, numbers: dict[UUID, str]) -> CourseHeld:
    shown = course_shown(history)
    return CourseHeld(
        opened_at=shown.opened_at,
        district=shown.district,
        contacts=[numbers[each] for each in shown.contacts if each in numbers],
        orders=[each.kind for each in shown.orders],
    )


def _complaint(history: History) -> ComplaintHeld:
    shown = complaint_shown(history, None, with_words=True)
    return ComplaintHeld(
        number=shown.number,
        received_on=shown.received_on,
        matter_on=shown.matter_on,
        kind=shown.kind,
        district=shown.district,
        categories=[each.category for each in shown.allegations],
        text=shown.text,
        concluded_on=shown.concluded_on,
        outcome=shown.outcome,
    )


def _erasure(found: Found, erasure: Concerning) -> ErasureHeld:
    is_open, touched = found.is_open(erasure), set(erasure.touched)
    reason = erasure.refused_because if found.is_alone_in(erasure) else None
    return ErasureHeld(
        basis=erasure.basis if is_open else None,
        rule=erasure.rule if is_open else None,
        refused_because=reason,
        withheld=not is_open or reason != erasure.refused_because,
        herself=found.id in touched,
        contacts=[found.numbers[each] for each in found.contacts if each in touched],
        complaints=[
            found.numbers[each] for each in found.complaints if each in touched
        ],
        courses=len(touched.intersection(found.courses)),
        **erasure.model_dump(include=OF_ERASURE),
    )


OF_ERASURE = {"progress", "requested_at", "decided_at", "no_backup_from"}


def _wrote(recorded: Recorded[Event]) -> Wrote:
    told, by = processed(recorded), recorded.by
    return Wrote(
        at=told.at,
        operation=told.operation,
        what=told.what,
        officer=by.id,
        role=by.role,
        district=by.district,
    )


def _looked(entry: Entry) -> Looked:
    """Without its reference: anything may have been typed there."""
    same = Looked.model_fields.keys() - {"behind_broken_glass"}
    told = {name: getattr(entry, name) for name in same}
    return Looked(**told, behind_broken_glass=bool(entry.break_glass))


def _at(recorded: Recorded[Event]) -> tuple[datetime, int]:
    return recorded.at, recorded.position or 0
