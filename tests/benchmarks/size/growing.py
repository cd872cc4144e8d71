"""Events first, then the read models: as far as the time allows, whole pages only."""

import os
from collections.abc import Callable
from contextlib import closing
from time import monotonic

from api.rebuilding import rebuild
from tests.benchmarks.nation.figures import BUSIEST_HOUR, CONTACTS
from tests.benchmarks.nation.filling import fill
from tests.benchmarks.size.kept import Kept

EVENTS_A_CONTACT = 3.5  # of a nation, corrections, follow-ups and citizens included
AN_HOUR = int(BUSIEST_HOUR * EVENTS_A_CONTACT)  # events of the busiest one
OF_A_DAY = BUSIEST_HOUR / (CONTACTS / 365)  # so much of a day comes in it
OFTEN = 20.0  # seconds between two sentences about the progress


class NotYet(Exception):
    """The time is up: the same again goes on from here."""


class Progress:
    """Through one task after another."""

    def __init__(self, tell: Callable[[str], None], end: float) -> None:
        """`end`: what the monotonic clock shows when the time is up."""
        self._tell, self._until = tell, end
        self.rates: dict[str, float] = {}  # events a second, of each task in this turn

    def of(self, what: str) -> Callable[[int], None]:
        """To be called with each position that is reached. Raises NotYet."""
        began = said = monotonic()
        first: int | None = None

        def reached(position: int) -> None:
            nonlocal first, said
            first, now = position if first is None else first, monotonic()
            if position > first:
                self.rates[what] = (position - first) / (now - began)
            if now - said > OFTEN:
                said = now
                self._tell(f"{what}: {position} ({self.rates.get(what, 0):.0f}/s)")
            if now > self._until:
                raise NotYet

        return reached


def grown(kept: Kept, events: int, progress: Progress) -> int:
    """So many events, and all in the read models; answers how many there are."""
    reached = progress.of("filled")
    with closing(fill(kept.admin, kept.service, kept.kek, events)) as filled:
        for position in filled:
            reached(position)
    with kept.parts() as (parts, _):
        newest = parts.registry.recorder.newest()
        if kept.models and newest - parts.projector.position() > 10 * AN_HOUR:
            os.environ.update(kept.settings)  # for the command's processes
            reached = progress.of("modelled anew, in a process for each core")
            left = rebuild(
                {parts.projector: parts.projector.models},
                os.cpu_count() or 1,
                lambda _, position, __: reached(position),
            )
            assert not left, left
    return newest


def an_hour_later(kept: Kept) -> None:
    """As many events as come in the busiest hour, of which no read model knows."""
    [(newest,)] = kept.ask("select max(notification_id) from archive.stored_events")
    wanted = newest + AN_HOUR
    for _ in fill(kept.admin, kept.service, kept.kek, wanted, share=OF_A_DAY):
        pass
