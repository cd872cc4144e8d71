"""A read for a stated purpose: it is on record before anything is shown."""

from collections.abc import Iterable
from uuid import UUID

from fastapi import Request

from api.doors import parts
from domain.disclosures import (
    DisclosePersonalWords,
    Operation,
    RunSearch,
    disclosures,
)
from domain.purposes import Purpose

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

    def shown(
        self,
        view: str,
        subjects: Iterable[UUID],
        fields: Iterable[str],
        *,
        count: int = 1,
        position: int | None = None,
        operation: Operation = Operation.CONSULTATION,
    ) -> None:
        named = list(dict.fromkeys(subjects))
        self._record(
            DisclosePersonalWords(
                operation=operation,
                view=view,
                subjects=named[:SUBJECTS],
                count=count,
                fields=sorted(set(fields)),
                purpose=self._purpose,
                reference=self._reference,
                position=position,
            )
        )

    def searched(self, query: str, subjects: Iterable[UUID], position: int) -> None:
        """A search that found nothing is evidence too."""
        found = list(dict.fromkeys(subjects))
        self._record(
            RunSearch(
                view="contact_search",
                query=query,
                subjects=found[:SUBJECTS],
                count=len(found),
                purpose=self._purpose,
                reference=self._reference,
                position=position,
            )
        )

    def _record(self, command: DisclosePersonalWords | RunSearch) -> None:
        log = self._parts.access_log
        log.execute(disclosures, self._parts.new_id(), command, self._by)
        self.recorded = True
