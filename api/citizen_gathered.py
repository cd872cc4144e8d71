"""Gathers what a citizen has a right to see, out of all that her history leads to.

There is no sign of a contact in which somebody told of her, as a possible offender or a
relative: it could tell her who did. Words of a contact are hers alone where she is its
only party. What is left out, a person decides on with the case at hand (decision 0023).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from api.citizen_held import (
    AsParty,
    ComplaintHeld,
    ContactHeld,
    CourseHeld,
    Decided,
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
from api.contact_shown import contact_shown, known_contact
from api.course_shown import course_shown, known_course
from api.processing import chapters_of, processed
from domain.event import Event, Recorded
from domain.follow_ups import FollowUpAttemptMade, FollowUpOpened, ReassuranceTalkHeld
from domain.people import PartyRole, SafeContact
from infrastructure.registry import Registry
from projections.access_log import Entry
from projections.citizen_history import Chapter
from projections.projection import Rows

HERS = {
    PartyRole.REPORTER,
    PartyRole.VICTIM,
    PartyRole.WITNESS,
    PartyRole.ENQUIRER,
    PartyRole.COMPLAINANT,
}
History = list[Recorded[Event]]


class Found:
    """Whatever is hers of all that her history leads to."""

    def __init__(self, registry: Registry, db: Rows, id: UUID) -> None:
        self.id = id
        chapters = list(chapters_of(db, id))
        self._named = list(dict.fromkeys([id, *(each.id for each in chapters)]))
        self._histories = registry.histories(self._named)
        self.contacts = [
            each.id
            for each in chapters
            if each.type == "CONTACT" and self._hers(each.id)
        ]
        self.numbers = {
            each.id: str(each.number) for each in chapters if each.id in self.contacts
        }
        self.follow_ups = [each.id for each in chapters if self._is_about_her(each)]
        self.courses = [
            each.id
            for each in chapters
            if each.type == "COURSE" and known_course(self[each.id]).victim == id
        ]
        self.complaints = [each.id for each in chapters if each.type == "COMPLAINT"]

    def __getitem__(self, thing: UUID) -> History:
        return self._histories[thing]

    @property
    def things(self) -> list[UUID]:
        return [
            self.id,
            *self.contacts,
            *self.follow_ups,
            *self.courses,
            *self.complaints,
        ]

    def left_out(self) -> int:
        """How many things a person has to decide on."""
        return len(self._named) - len(self.things)

    def _hers(self, contact: UUID) -> bool:
        facts = known_contact(self[contact]).facts
        roles = {each.role for each in facts.parties if each.citizen == self.id}
        return bool(roles) and roles <= HERS

    def _is_about_her(self, chapter: Chapter) -> bool:
        if chapter.type != "FOLLOW_UP" or chapter.contact not in self.contacts:
            return False
        event = self[chapter.id][0].event
        facts = known_contact(self[chapter.contact]).facts
        hers = {each.id for each in facts.parties if each.citizen == self.id}
        return isinstance(event, FollowUpOpened) and event.party in {None, *hers}


def held(
    found: Found,
    looked: Iterable[Entry],
    *,
    made_at: datetime,
    position: int,
    log_position: int,
) -> Held:
    written = [each for thing in found.things for each in found[thing]]
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
