"""What the page of the follow-up queue shows, and what it says of what was done."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from api import follow_ups as doors
from api.doors import parts
from api.listed import Listed
from api.needs import reading
from api.pages import danish
from api.pages.follow_up_forms import QUESTIONS, Tab
from api.pages.forms import Notice, Outcome
from api.pages.reasons import access_for, reason_for
from api.pages.templates import clock, is_partial, page
from domain.decider import Refused
from domain.event import By
from domain.follow_ups import FollowUpClaimed, Waiting, follow_ups
from infrastructure.news import NOTHING
from infrastructure.projector import Behind
from infrastructure.sessions import Reason
from projections.follow_ups_waiting import Waiting as OnScreen
from projections.follow_ups_waiting import stands

HERE = "/opfoelgning"
ROWS = 25  # at once: each has all its forms, so it costs more to write than to find
WHOLE, PART = "follow_ups/page.html", "follow_ups/queue.html"
STALE = Notice("warning", "Registreret. Listen viser det om et øjeblik.")


@dataclass(frozen=True)
class Queue:
    """The queue as somebody asks for it."""

    request: Request
    by: By
    now: datetime
    view: Tab
    position: int | None = None
    cursor: str | None = None

    def at(self, position: int) -> Self:
        return replace(self, position=position)

    def shown(self, outcome: Outcome) -> Response:
        """Reading for a purpose is on record before this returns."""
        reason = reason_for(self.request, HERE)
        try:
            stand, listed = self._listed(reason, self.position)
        except Behind:
            stand, listed = self._listed(reason, None)
            outcome = replace(outcome, notice=STALE)
        template = PART if is_partial(self.request) else WHOLE
        return self._page(template, outcome, listed, reason, stand)

    def facts(self) -> Response:
        """The rows alone, as they are without a purpose."""
        stand, listed = self._listed(None, None)
        return self._page(PART, Outcome(), listed, None, stand)

    def _page(
        self,
        template: str,
        outcome: Outcome,
        listed: Listed[OnScreen],
        reason: Reason | None,
        stand: int,
    ) -> Response:
        here = {"vis": self.view} | ({"cursor": self.cursor} if self.cursor else {})
        return page(
            self.request,
            template,
            outcome.status,
            listed=listed,
            view=self.view,
            tabs=Tab,
            now=self.now,
            reason=reason,
            outcome=outcome,
            questions=QUESTIONS,
            address=urlencode(here),
            stand=stand,
        )

    def _listed(
        self, reason: Reason | None, position: int | None
    ) -> tuple[int, Listed[OnScreen]]:
        """As the JSON door answers it for the own district, and how that queue stands."""
        access = access_for(self.request, reason) if reason else None
        with reading(parts(self.request), position) as models:
            return stands(models.db).get(self.by.district or "", NOTHING), doors.queue(
                models,
                self.by,
                access,
                self.now,
                self.by.district,
                mine=self.view is Tab.MINE,
                limit=ROWS,
                cursor=self.cursor,
            )


def refused(asked: Queue, id: UUID, refusal: Refused) -> Notice:
    """Who was faster, where that is why; else the rule's own sentence."""
    history = parts(asked.request).registry.history(id)
    state = follow_ups.state_after(each.event for each in history)
    if isinstance(state, Waiting) and state.claimed_by not in (None, asked.by.id):
        at = next(
            each.at
            for each in reversed(history)
            if isinstance(each.event, FollowUpClaimed)
        )
        return Notice("warning", f"Taget af {state.claimed_by} {clock(at, asked.now)}.")
    return Notice("error", danish.refusal(str(refusal)))
