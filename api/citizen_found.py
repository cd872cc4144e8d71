"""Whatever is a citizen's own, of all that her history leads to.

There is no sign of a contact in which somebody told of her, as a possible offender or a
relative: it could tell her who did. What is left out, a person decides on with the case at
hand (decision 0023).
"""

from uuid import UUID

from api.contact_shown import known_contact
from api.course_shown import known_course
from api.processing import chapters_of
from domain.erasure import Basis, Progress
from domain.event import Event, Recorded
from domain.follow_ups import FollowUpOpened
from domain.people import PartyRole
from infrastructure.registry import Registry
from projections.citizen_history import Chapter
from projections.erasure_list import Concerning, about
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
        self.follow_ups = [each.id for each in chapters if self._is_about_her(each)]
        self.courses = [
            each.id
            for each in chapters
            if each.type == "COURSE" and known_course(self[each.id]).victim == id
        ]
        self.complaints = [each.id for each in chapters if each.type == "COMPLAINT"]
        self.numbers = {
            each.id: str(each.number)
            for each in chapters
            if each.id in {*self.contacts, *self.complaints}
        }
        self.erasures = [
            each
            for each in about(db, self.things)
            if self.is_open(each) or each.progress is Progress.DESTROYED
        ]
        self._histories |= registry.histories([each.id for each in self.erasures])

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

    def is_open(self, erasure: Concerning) -> bool:
        """Whether she is told why, and so of a request too: it shows nobody else's."""
        by_rule = erasure.basis is Basis.RETENTION_ENDED
        return by_rule or self.id in erasure.named or self.is_alone_in(erasure)

    def is_alone_in(self, erasure: Concerning) -> bool:
        """Whether nothing but what is hers is named."""
        return not erasure.search_years and set(erasure.named) <= set(self.things)

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
