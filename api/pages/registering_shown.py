"""The form of a registration, as it comes up and as it comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from fastapi import Request, Response

from api.doors import parts
from api.pages.forms import Outcome, Typed
from api.pages.reasons import reason_for
from api.pages.registering_asked import asks_of
from api.pages.registering_intake import choices, unanswered
from api.pages.registering_known import HERE, Known
from api.pages.registering_times import moment_of, typed_clock, typed_day
from api.pages.registering_typed import CLOCK, DAY, FILLED, filled_rows, rows
from api.pages.templates import page
from domain.event import By
from domain.kinds import Channel
from domain.places import MUNICIPALITIES
from domain.registration import LATE
from projections.intake_list import Intake

FORM = "registering"
WHOLE = "registering/page.html"
ROLE = "parties.0.role"


@dataclass(frozen=True)
class Registering:
    """Somebody's form, with what is typed into it."""

    request: Request
    by: By
    now: datetime
    typed: Typed
    known: Known | None = None  # what was looked for beside it
    fresh: bool = False

    @classmethod
    def blank(cls, request: Request, by: By, now: datetime, channel: Channel) -> Self:
        typed = {
            "contact": str(parts(request).new_id()),
            DAY: typed_day(now),
            CLOCK: typed_clock(now),
            "channel": channel.value,
        }
        return cls(request, by, now, Typed(typed), fresh=True)

    def typed_as(self, **fields: str) -> Self:
        return replace(self, typed=Typed({**self.typed.fields, **fields}))

    def as_the_kind_asks(self) -> Self:
        """The first party's usual role goes with the kind, until somebody chooses one."""
        kind, role = self.typed["kind"], self.typed[ROLE]
        if role in ("", asks_of(self.typed["shown_kind"]).role):
            role = asks_of(kind).role.value
        return self.typed_as(**{ROLE: role, "shown_kind": kind})

    @property
    def picked(self) -> bool:
        """Whether an intake is chosen, and its time and channel are not yet taken."""
        return self.typed["intake"] not in ("", self.typed["taken_from"])

    def filled(self) -> Self:
        """With time and channel of the intake that was chosen; none if it is taken."""
        if not self.picked:
            return self.typed_as(taken_from=self.typed["intake"])
        for each in self._open():
            if str(each.id) == self.typed["intake"]:
                at = {DAY: typed_day(each.at), CLOCK: typed_clock(each.at)}
                return self.typed_as(
                    taken_from=str(each.id), channel=each.channel.value, **at
                )
        return self.typed_as(intake="", taken_from="")

    def shown(
        self,
        outcome: Outcome | None = None,
        template: str = WHOLE,
        more: str = "",
    ) -> Response:
        """`more` names the rows of which there is to be one more."""
        outcome = outcome or Outcome()
        return page(
            self.request,
            template,
            outcome.status,
            outcome=outcome,
            typed=self.typed,
            wrong=outcome.wrong(FORM),
            fresh=self.fresh,
            more=more,
            intake=choices(self._open(), self.typed["intake"], self.now),
            municipalities=self._municipalities(),
            reason=reason_for(self.request, HERE),
            known=self.known,
            now=self.now,
            **self._asked(more),
        )

    def _asked(self, more: str) -> Mapping[str, object]:
        at = moment_of(self.typed[DAY], self.typed[CLOCK], self.now)
        return {
            "asks": asks_of(self.typed["kind"]),
            "rows": self._rows(more),
            "open": self._stand_open(more),
            "late": at is not None and self.now - at > LATE,
        }

    def _open(self) -> list[Intake]:
        return unanswered(self.request, self.by, self.now)

    def _rows(self, more: str) -> Mapping[str, range]:
        return {
            name: rows(self.typed, name, least=1 + (more == name) * self._next(name))
            for name in ("parties", "acts", "evidence")
        }

    def _next(self, name: str) -> int:
        return max(len(rows(self.typed, name)), 1)

    def _stand_open(self, more: str) -> Mapping[str, bool]:
        asks = asks_of(self.typed["kind"])
        told = {name: bool(filled_rows(self.typed, name)) for name in FILLED}
        stopped = bool(self.typed["told_to_stop"])
        return {
            "acts": asks.acts or told["acts"] or stopped or more == "acts",
            "evidence": asks.evidence or told["evidence"] or more == "evidence",
        }

    def _municipalities(self) -> list[tuple[str, str]]:
        own = [
            (code, place.name)
            for code, place in MUNICIPALITIES.items()
            if place.district == self.by.district
        ]
        return sorted(own, key=lambda each: each[1])
