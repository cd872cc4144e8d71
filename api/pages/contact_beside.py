"""What is known of a contact elsewhere: in follow-ups, in courses, in other contacts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import Request

from api import follow_ups, searching, suggestions
from api.access import Access
from api.contact_shown import ContactShown
from api.doors import parts
from api.needs import Reading
from domain.event import By
from infrastructure.asked import Unknown
from infrastructure.registry import Registry
from projections.contact_numbers import numbers
from projections.courses_of_a_contact import links
from projections.follow_ups_of_a_contact import follow_ups_of


class Look(StrEnum):
    """What else is looked for: it shows words about others, so only when asked."""

    DUPLICATES = "dubletter"
    PEOPLE = "borgere"


@dataclass(frozen=True)
class Beside:
    request: Request
    models: Reading
    by: By
    access: Access
    as_of: datetime | None

    def known(self, contact: ContactShown, look: Look | None) -> dict[str, Any]:
        registry = parts(self.request).registry
        asked = (contact.id, registry, self.models, self.by, self.access)
        similar = people = None
        if look is Look.DUPLICATES:
            similar = searching.alike(*asked).items
        if look is Look.PEOPLE:
            people = suggestions.of_contact(*asked).items
        others = [*contact.duplicates, contact.duplicate_of]
        return {
            "similar": similar,
            "people": people,
            "follow_ups": list(self._follow_ups(contact.id, registry)),
            "courses": self._courses(contact.id),
            "numbers": numbers(self.models.db, filter(None, others)),
        }

    def _follow_ups(
        self, contact: UUID, registry: Registry
    ) -> Iterator[follow_ups.FollowUpShown]:
        for id in follow_ups_of(self.models.db, contact):
            try:
                yield follow_ups.read(id, registry, self.by, self.access, self.as_of)
            except Unknown:  # not opened by then
                continue

    def _courses(self, contact: UUID) -> list[UUID]:
        """Those that it is in."""
        known = links(self.models.db, contact)
        found = {
            each.course: each.linked
            for each in known
            if self.as_of is None or each.at <= self.as_of
        }
        return [course for course, linked in found.items() if linked]
