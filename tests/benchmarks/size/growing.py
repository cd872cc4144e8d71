"""Events first, then the read models: as far as the time allows, whole pages only."""

from collections.abc import Callable, Iterator
from contextlib import closing
from time import monotonic

from api.composition import Parts
from tests.benchmarks.nation.figures import BUSIEST_HOUR
from tests.benchmarks.nation.filling import fill
from tests.benchmarks.size.kept import Kept

EVENTS_A_CONTACT = 3.5  # of a nation, corrections, follow-ups and citizens included
AN_HOUR = int(BUSIEST_HOUR * EVENTS_A_CONTACT)  # events of the busiest one
STEP = 5_000  # events between two looks at the clock
OFTEN = 20.0  # seconds between two sentences about the progress


class NotYet(Exception):
    """The time is up: the same again goes on from here."""


class Progress:
    def __init__(self, tell: Callable[[str], None], minutes: float) -> None:
        self._tell, self._until = tell, monotonic() + 60 * minutes

    def along(self, steps: Iterator[int], what: str) -> float:
        """The events a second between the first and the last. Raises NotYet."""
        began = said = monotonic()
        first = last = None
        for position in steps:
            first, last = first or position, position
            now = monotonic()
            if now - said > OFTEN:
                said = now
                rate = (last - first) / (now - began)
                self._tell(f"{what}: {position} ({rate:.0f}/s)")
            if now > self._until:
                raise NotYet
        if first is None or first == last:
            return 0.0
        return (last - first) / (monotonic() - began)


def grown(kept: Kept, events: int, progress: Progress) -> tuple[int, dict[str, float]]:
    """So many events, all but the last hour of them in the read models. Tells how many
    there are, and how many a second were added in this turn.
    """
    rates: dict[str, float] = {}
    with closing(fill(kept.admin, kept.service, kept.kek, events)) as filled:
        if rate := progress.along(filled, "events"):
            rates["filled"] = rate
    with kept.parts() as (parts, _):
        if kept.models and (rate := progress.along(_modelled(parts), "read models")):
            rates["modelled"] = rate
        return parts.registry.recorder.newest(), rates


def _modelled(parts: Parts) -> Iterator[int]:
    yield (begin := parts.projector.position())
    end = parts.registry.recorder.newest() - AN_HOUR
    for step in range(begin + STEP, end + STEP, STEP):
        parts.projector.catch_up(min(step, end))
        yield min(step, end)
