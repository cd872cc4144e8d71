"""Pairs named together and stalking courses, as lists on screen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from api import stalking_courses as doors
from api.access import Access
from api.contact_shown import known_contact
from api.doors import parts
from api.needs import known_then
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import read_after
from domain.contacts import contacts
from domain.event import By
from domain.people import PartyRole
from domain.places import DISTRICTS
from infrastructure.sessions import Reason

HERE = "/stalking"
ALL = "alle"
PAIRS, COURSES = 20, 50


@dataclass(frozen=True)
class Lists:
    request: Request
    by: By
    now: datetime
    position: int | None

    @property
    def reason(self) -> Reason | None:
        return reason_for(self.request, HERE)

    def _access(self) -> Access | None:
        return access_for(self.request, self.reason) if self.reason else None

    def overview(
        self,
        district: str | None,
        after_pair: str | None,
        after_course: str | None,
    ) -> Response:
        """Of the officer's own district, unless another is asked for, or all."""
        asked = district or self.by.district
        of = None if asked == ALL else asked
        registry, access = parts(self.request).registry, self._access()
        with read_after(self.request, self.position) as models:
            known = (registry, models, self.by, access)
            pairs = doors.alerted(*known, of, PAIRS, after_pair)
            listed = doors.listed(*known, of, None, COURSES, after_course)
        return page(
            self.request,
            "stalking/page.html",
            pairs=pairs,
            courses=listed,
            asked=asked,
            districts=[*DISTRICTS.items(), (ALL, "Alle kredse")],
            reason=self.reason,
            now=self.now,
        )

    def for_contact(self, contact: UUID) -> Response:
        """The courses of those whom it names as victims. Raises Unknown."""
        registry = parts(self.request).registry
        known = known_contact(known_then(registry, contacts, contact, None))
        victims = [
            party.citizen
            for party in known.facts.parties
            if party.role is PartyRole.VICTIM and party.citizen
        ]
        with read_after(self.request, self.position) as models:
            found = {
                victim: doors.listed(
                    registry,
                    models,
                    self.by,
                    self._access(),
                    victim=victim,
                    limit=COURSES,
                ).items
                for victim in victims
            }
        return page(
            self.request,
            "stalking/for_contact.html",
            contact=contact,
            number=known.facts.number,
            found=found,
            position=models.position,
            reason=self.reason,
            now=self.now,
        )
