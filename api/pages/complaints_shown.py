"""What the page of a complaint shows: what is known of it, what is due, what is next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import Depends, Request, Response

from api import complaints as doors
from api.complaint_shown import ComplaintShown, known_complaint
from api.doors import parts
from api.pages import danish
from api.pages.complaint_forms import moment, outcome_field
from api.pages.doors import AtPages
from api.pages.forms import Outcome
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import read_after
from domain.calendar import COPENHAGEN, danish_day
from domain.complaint_states import Complaint
from domain.complaint_steps import CHOICES, Steps, open_steps
from domain.complaints import (
    AddAllegation,
    ConcludeComplaint,
    ConsentToNoteProcedure,
    DecideAppeal,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    LodgeAppeal,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    ReopenComplaint,
    SendDelayNotice,
    SendNoteCopy,
    WaiveDeadline,
)
from domain.decider import Circumstances, Command
from domain.event import By
from infrastructure.asked import Unknown
from projections.complaint_clocks import clocks_of

HERE = "/klager"
Anybody = Annotated[By, Depends(AtPages(*doors.ALL.roles))]
PLACES: dict[type[Command], str] = {  # where the form of each step is sent
    ForwardComplaint: "videresend",
    OfferNoteProcedure: "tilbyd-notitssag",
    ConsentToNoteProcedure: "samtyk-til-notitssag",
    RefuseNoteProcedure: "afslaa-notitssag",
    HoldNoteProcedure: "hold-samtale",
    SendNoteCopy: "send-kopi",
    WaiveDeadline: "dispenser",
    InvestigateComplaint: "undersoeg",
    SendDelayNotice: "underret",
    AddAllegation: "tilfoej-klagepunkt",
    ConcludeComplaint: "afslut",
    ReopenComplaint: "genoptag",
    LodgeAppeal: "paaklag",
    DecideAppeal: "afgoer-paaklage",
}
LABELS: dict[type[Command], dict[Any, str]] = {
    ForwardComplaint: danish.RECIPIENTS,
    SendNoteCopy: danish.COPY_RECIPIENTS,
    SendDelayNotice: danish.NOTICE_RECIPIENTS,
    ConcludeComplaint: danish.OUTCOMES,
    DecideAppeal: danish.APPEAL_OUTCOMES,
}
RADIOS = ("to", "agrees")


class Step(NamedTuple):
    """A form of the page."""

    name: str
    place: str
    choices: list[tuple[StrEnum, str]]


def steps(complaint: Complaint, id: UUID, by: By, now: datetime) -> Steps:
    """Those that are open to whoever asks, in the order in which they are shown."""
    found = open_steps(complaint, Circumstances(at=now, by=by, id=id))
    mine = [kind for kind in PLACES if by.role in doors.MAY[kind].roles]
    return {kind: found[kind] for kind in mine if kind in found}


@dataclass(frozen=True)
class ComplaintPage:
    """The page of one complaint as somebody asks for it."""

    request: Request
    by: By
    now: datetime
    id: UUID

    @property
    def thing(self) -> str:
        return f"{HERE}/{self.id}"

    def shown(self, outcome: Outcome, position: int | None = None) -> Response:
        """As now known. Reading for a purpose is on record before this returns."""
        complaint = self._read(None)
        history = parts(self.request).registry.history(self.id)
        found = steps(known_complaint(history), self.id, self.by, self.now)
        with read_after(self.request, position) as models:
            [due] = clocks_of(models.db, [self.id], today=danish_day(self.now)).values()
        return self._page(
            outcome.status,
            outcome=outcome,
            ids=_ids(outcome),
            complaint=complaint,
            due=due,
            position=models.position,
            steps=self._forms(found, outcome),
            outcome_field=outcome_field,
            today=danish_day(self.now).isoformat(),
        )

    def then(self, asked: str) -> Response:
        """As it was known at the time that was typed; nothing can be done about that."""
        as_of = moment(asked)
        if as_of is None:
            return self._not_then(422, asked)
        try:
            complaint = self._read(as_of)
        except Unknown:
            self._read(None)  # it may not exist at all
            return self._not_then(404, asked, as_of)
        return self._page(200, complaint=complaint, as_of=as_of, asked=asked)

    def _read(self, as_of: datetime | None) -> ComplaintShown:
        reason = reason_for(self.request, self.thing)
        access = access_for(self.request, reason) if reason else None
        registry = parts(self.request).registry
        return doors.read(self.id, registry, self.by, access, as_of)

    def _not_then(
        self, status: int, asked: str, as_of: datetime | None = None
    ) -> Response:
        return page(
            self.request,
            "complaints/not_then.html",
            status,
            thing=self.thing,
            asked=asked,
            as_of=as_of,
        )

    def _page(self, status: int, **words: object) -> Response:
        return page(
            self.request,
            "complaints/complaint.html",
            status,
            thing=self.thing,
            reason=reason_for(self.request, self.thing),
            now=self.now,
            local_now=f"{self.now.astimezone(COPENHAGEN):%Y-%m-%dT%H:%M}",
            named=_named,
            **({"as_of": None, "asked": ""} | words),
        )

    def _forms(self, found: Steps, outcome: Outcome) -> list[Step]:
        """Also the one that came back, though its step may be closed by now."""
        return [
            Step(kind.__name__, place, _labelled(kind, found.get(kind)))
            for kind, place in PLACES.items()
            if kind in found or kind.__name__ == outcome.form
        ]


def _labelled(
    kind: type[Command], choices: list[StrEnum] | None
) -> list[tuple[StrEnum, str]]:
    """All that there are where the step is closed: what was typed is among them."""
    if kind not in CHOICES:
        return []
    return [(each, LABELS[kind][each]) for each in choices or CHOICES[kind]]


def _named(table: Mapping[Any, str], values: Iterable[StrEnum]) -> str:
    """Each once, in words."""
    return ", ".join(dict.fromkeys(table[each] for each in values))


def _ids(outcome: Outcome) -> dict[str, str]:
    """Where each wrong field is on the page, which has many forms."""
    place = next((PLACES[kind] for kind in PLACES if kind.__name__ == outcome.form), "")
    return {
        field: f"{place}-{field}{'-option1' if field in RADIOS else ''}"
        for field in outcome.wrong(outcome.form)
    }
