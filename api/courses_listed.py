"""Lists of pairs and courses as a reader sees them: with names only for a purpose."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from api.access import Access
from api.needs import Reading
from api.shown import words
from domain.citizens import citizens
from domain.event import Frozen
from domain.people import SafeContact
from infrastructure.registry import Registry
from projections.people_paired import direct_only
from projections.stalking_alerts import Alert
from projections.stalking_course_list import Course


class WithPeople(Frozen):
    safe_contact: SafeContact = SafeContact.ANY  # of the victim
    victim_name: str | None = None  # words: only with a purpose
    suspect_name: str | None = None


class AlertShown(WithPeople, Alert):
    pass


class CourseListed(WithPeople, Course):
    pass


class Pair(Protocol):
    @property
    def victim(self) -> UUID: ...
    @property
    def suspect(self) -> UUID | None: ...


Of = TypeVar("Of", bound=Pair)


def with_people(
    registry: Registry,
    models: Reading,
    access: Access | None,
    view: str,
    pairs: Sequence[Of],
) -> list[tuple[Of, dict[str, Any]]]:
    """Each pair with what is told of its people; names are on record as read here."""
    direct = direct_only(models.db, [each.victim for each in pairs])
    people = [id for each in pairs for id in (each.victim, each.suspect) if id]
    names: dict[UUID, str | None] = {}
    if access:
        names = _names(registry, people)
        access.shown(view, people, ["name"], count=len(pairs), position=models.position)
    return [(each, _told(each, direct, names)) for each in pairs]


def _told(
    pair: Pair, direct: set[UUID], names: Mapping[UUID, str | None]
) -> dict[str, Any]:
    only = pair.victim in direct
    return {
        "safe_contact": SafeContact.DIRECT_ONLY if only else SafeContact.ANY,
        "victim_name": names.get(pair.victim),
        "suspect_name": pair.suspect and names.get(pair.suspect),
    }


def _names(registry: Registry, people: Sequence[UUID]) -> dict[UUID, str | None]:
    known = {
        id: citizens.state_after(each.event for each in history)
        for id, history in registry.histories(people).items()
    }
    return {id: words(who.name) if who else None for id, who in known.items()}
