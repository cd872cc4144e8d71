"""What the page of the follow-up queue shows, and what it says of what was done."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from fastapi import Request, Response

from api import follow_ups as doors
from api.doors import parts
from api.listed import Listed
from api.needs import reading
from api.pages import danish
from api.pages.follow_up_forms import QUESTIONS, Tab, TalkTyped
from api.pages.forms import Notice, Problem
from api.pages.reasons import access_for, reason_for
from api.pages.templates import clock, is_partial, page
from domain.decider import Refused
from domain.event import By
from domain.follow_ups import FollowUpClaimed, Waiting, follow_ups
from infrastructure.projector import Behind
from infrastructure.sessions import Reason
from projections.follow_up_queue import Waiting as OnScreen

HERE = "/opfoelgning"
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

    def shown(
        self,
        status: int = 200,
        *,
        notice: Notice | None = None,
        problems: list[Problem] | None = None,
        typed: dict[UUID, TalkTyped] | None = None,
    ) -> Response:
        """Reading for a purpose is on record before this returns."""
        reason = reason_for(self.request, HERE)
        try:
            listed = self._listed(reason, self.position)
        except Behind:
            listed, notice = self._listed(reason, None), STALE
        return page(
            self.request,
            PART if is_partial(self.request) else WHOLE,
            status,
            listed=listed,
            view=self.view,
            tabs=Tab,
            now=self.now,
            reason=reason,
            notice=notice,
            problems=problems or [],
            typed=typed or {},
            nothing_typed=TalkTyped(),
            questions=QUESTIONS,
        )

    def _listed(self, reason: Reason | None, position: int | None) -> Listed[OnScreen]:
        """As the JSON door answers it, for the officer's own district."""
        access = access_for(self.request, reason) if reason else None
        with reading(parts(self.request), position) as models:
            return doors.queue(
                models,
                self.by,
                access,
                self.now,
                self.by.district,
                mine=self.view is Tab.MINE,
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
