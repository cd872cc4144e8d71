"""All read models filled anew by the command, in one process and in two, and compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from statistics import median
from time import perf_counter

from api.composition import Parts, compose
from api.home import Home
from infrastructure.settings import Settings
from tests.benchmarks.reading import record
from tests.fire.running import Demo, demo_home, genfind
from tests.projections.danish_contacts import contacts_of

EVENTS, TIMES = 30_000, 3
COMMANDS = {
    "rebuild in one process": ("rebuild", "--processes", "1"),
    "rebuild in two processes": ("rebuild", "--processes", "2"),
    "reconcile, counts": ("reconcile",),
    "reconcile, rows, in two processes": ("reconcile", "--rebuild", "--processes", "2"),
}


def measure() -> list[str]:
    """Starts and ends of all processes included; each command in turn, three times."""
    took: dict[str, list[float]] = {what: [] for what in COMMANDS}
    with demo_home() as demo:
        with _parts(demo) as parts:
            record(parts, contacts_of(Random(1), EVENTS))
            parts.projector.catch_up()
        for _ in range(TIMES):
            for what, command in COMMANDS.items():
                took[what].append(_timed(demo, *command))
    return [
        f"| of {EVENTS} events | seconds, median of {TIMES} | events/s |",
        "|---|---|---|",
        *(
            f"| {what} | {median(seconds):.1f} | {EVENTS / median(seconds):.0f} |"
            for what, seconds in took.items()
        ),
    ]


@contextmanager
def _parts(demo: Demo) -> Iterator[Parts]:
    home = Home(Settings(home=demo.home))
    with compose(home.prepare(), home.kek()) as parts:
        parts.projector.prepare()
        parts.access_projector.prepare()
        yield parts


def _timed(demo: Demo, *command: str) -> float:
    began = perf_counter()
    ended = genfind(demo.home, *command)
    assert ended.returncode == 0, ended.stderr
    return perf_counter() - began
