"""Seals the access log into the archive: each minute in which somebody was shown something.

It has no tree of its own, so its roots are events, and the archive's proofs cover them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from threading import Event as Flag
from typing import Any

import structlog

from api.composition import Parts
from domain.access_seals import SealDisclosures, access_seals
from domain.calendar import danish_day
from domain.event import By, Role
from domain.ids import access_seal_of
from domain.notes import base64
from domain.tiles import GrowingTree
from infrastructure.transparency_log import leaf_of

EVERY = 60.0  # seconds
PAGE, MOST = 1_000, 100_000  # entries read at once, and in one seal
A_DAY = 25 * 60  # seals at most: one a minute, and one day of the year has 25 hours
BY = By(id="genfind", role=Role.REGISTRY, district=None)
log = structlog.get_logger()


@dataclass(frozen=True)
class Last:
    """The newest seal: the position that it reaches, and the how manieth of its day."""

    position: int = 0
    day: date = date.min
    nth: int = 0


class AccessSeals:
    def __init__(self, parts: Parts) -> None:
        self._registry, self._entries = parts.registry, parts.access_log.recorder
        self._clock = parts.clock
        self._last: Last | None = None

    def seal(self) -> bool:
        """All entries that no seal covers yet; whether there were any. Raises Refused
        where another process has sealed them meanwhile.
        """
        last, self._last = self._last or self._found(), None
        if command := self._next(last.position):
            day = danish_day(self._clock())
            nth = last.nth + 1 if last.day == day else 1
            self._registry.execute(access_seals, access_seal_of(day, nth), command, BY)
            last = Last(command.last, day, nth)
        self._last = last
        return command is not None

    def _next(self, position: int) -> SealDisclosures | None:
        first, number, tree = 0, 0, GrowingTree(0, lambda *_: b"")
        for _ in range(MOST // PAGE):
            page = self._entries.select_notifications(
                position, PAGE, inclusive_of_start=False
            )
            if not page:
                break
            tree.extend(map(leaf_of, page))
            first, position = first or page[0].id, page[-1].id
            number += len(page)
        if not number:
            return None
        root = base64(tree.head().root)
        return SealDisclosures(first=first, last=position, count=number, root=root)

    def _found(self) -> Last:
        """Back through the days, down to the one on which the archive begins."""
        recorder, today = self._registry.recorder, danish_day(self._clock())
        begin = self._registry.mapper.to_domain_events(
            recorder.select_notifications(1, 1)
        )
        days = (today - danish_day(begin[0].at)).days + 1 if begin else 0
        back = [today - timedelta(days=n) for n in range(days)]
        first = recorder.select_streams([access_seal_of(day, 1) for day in back])
        for day in back:
            if access_seal_of(day, 1) in first:
                return self._last_of(day)
        return Last()

    def _last_of(self, day: date) -> Last:
        ids = [access_seal_of(day, nth) for nth in range(1, A_DAY + 1)]
        seals = [seal for seal in self._registry.histories(ids).values() if seal]
        newest: Any = seals[-1][0].event  # in the order of the ids
        return Last(newest.last, day, len(seals))

    def run(self, stop: Flag) -> None:
        while not stop.wait(EVERY):
            try:
                self.seal()
            except Exception as error:  # noqa: BLE001 - it is tried again
                log.error("the access log was not sealed", error=type(error).__name__)  # noqa: TRY400
