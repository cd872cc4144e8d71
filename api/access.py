"""A read for a stated purpose: it is on record before anything is shown."""

from collections.abc import Collection, Iterable
from uuid import UUID

from fastapi import Request

from api.doors import parts
from domain.disclosures import (
    DisclosePersonalWords,
    MakeExport,
    Operation,
    RunSearch,
    StandsOut,
    disclosures,
)
from domain.event import By
from domain.purposes import Purpose, Regime, regime_for
from infrastructure.asked import Receipt

SUBJECTS = 100  # ids an entry names at most; its count tells how many there were


class Access:
    """A read for a stated purpose: it is on record before anything is shown."""

    def __init__(
        self, request: Request, purpose: Purpose, reference: str | None
    ) -> None:
        self._parts, self._by = parts(request), request.state.by
        self._purpose, self._reference = purpose, reference
        self.recorded = False
        request.state.access = self

    def opened(self, protected: Collection[UUID]) -> dict[UUID, UUID]:
        """Whose protected addresses this officer may see now: the glass he broke for it."""
        return self._parts.openings.found(self._by.id, protected)

    def shown(
        self,
        view: str,
        subjects: Iterable[UUID],
        fields: Iterable[str],
        *,
        count: int = 1,
        position: int | None = None,
        operation: Operation = Operation.CONSULTATION,
        regime: Regime | None = None,
        recipient: str | None = None,
        names: Iterable[str | None] = (),
        glass: Iterable[UUID] = (),
    ) -> None:
        """`names` are those shown, for what they tell about who reads them; `glass` is
        what was broken for it.
        """
        named = list(dict.fromkeys(subjects))
        self._record(
            DisclosePersonalWords(
                operation=operation,
                view=view,
                subjects=named[:SUBJECTS],
                count=count,
                fields=sorted(set(fields)),
                position=position,
                recipient=recipient,
                break_glass=list(dict.fromkeys(glass))[:SUBJECTS],
                stands_out=stands_out(self._by, named, names),
                **self._why(regime),
            )
        )

    def searched(self, query: str, subjects: Iterable[UUID], position: int) -> Receipt:
        """A search that found nothing is evidence too: the receipt of its entry."""
        found = list(dict.fromkeys(subjects))
        return self._record(
            RunSearch(
                view="contact_search",
                query=query,
                subjects=found[:SUBJECTS],
                count=len(found),
                position=position,
                **self._why(None),
            )
        )

    def exported(
        self,
        view: str,
        subjects: Iterable[UUID],
        recipient: str,
        *,
        count: int,
        position: int,
    ) -> None:
        """All that is to leave the house is on record before its first byte."""
        command = MakeExport(
            view=view,
            subjects=list(subjects)[:SUBJECTS],
            count=count,
            fields=["*"],
            recipient=recipient,
            position=position,
            **self._why(None),
        )
        self._record(command)

    def _why(self, regime: Regime | None) -> dict[str, object]:
        return {
            "purpose": self._purpose,
            "reference": self._reference,
            "regime": regime or regime_for(self._purpose),
        }

    def _record(
        self, command: DisclosePersonalWords | RunSearch | MakeExport
    ) -> Receipt:
        log = self._parts.access_log
        receipt = log.execute(disclosures, self._parts.new_id(), command, self._by)
        self.recorded = True
        return receipt


def stands_out(
    by: By, subjects: Collection[UUID], names: Iterable[str | None]
) -> list[StandsOut]:
    """What the provider tells of the reader, beside what he is shown.

    It is compared now, since neither his surname nor who he is as a citizen is kept.
    """
    found = []
    if getattr(by, "citizen", None) in subjects:
        found.append(StandsOut.OWN_RECORD)
    own = getattr(by, "surname", None)
    if own and own.casefold() in {surname(each) for each in names if each}:
        found.append(StandsOut.SAME_SURNAME)
    return found


def surname(name: str) -> str:
    """In Denmark the last of a person's names; it is compared as a whole."""
    words = name.split()
    return words[-1].casefold() if words else ""
