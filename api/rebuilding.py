"""Fills read models anew in processes of their own, as many as there are cores.

Each takes some of the read models, and ends when the command that started it does, also
after `kill -9`. What they have done by then is there when the command is given again.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from threading import Event as Flag
from threading import Thread
from time import sleep

from api.composition import Parts
from infrastructure.bookmarks import Parked
from infrastructure.projector import Projector
from infrastructure.read_model import ReadModel

FILL = (sys.executable, "-m", "api", "fill")
PAUSE = 0.2  # seconds between looks at how far they are
Chosen = Mapping[Projector, Sequence[ReadModel]]
Told = Callable[[Projector, int, int], None]


class NotFilled(Exception):
    """A process that fills read models has ended before its work was done."""


def chosen(parts: Parts, names: Collection[str] = ()) -> Chosen:
    """The read models of these names, or all, by the projector that keeps them."""
    found = {
        each: [m for m in each.models if not names or m.name in names]
        for each in (parts.projector, parts.access_projector)
    }
    return {projector: models for projector, models in found.items() if models}


def rebuild(
    models: Chosen, processes: int, told: Told, *, fresh: bool = False
) -> list[Parked]:
    """Answers those that could not be filled. Raises NotFilled or Interrupted."""
    fill_shadows(models, processes, told, fresh=fresh)
    return [
        parked
        for projector, of_one_log in models.items()
        for parked in projector.shadows.swap(of_one_log)
    ]


def fill_shadows(
    models: Chosen,
    processes: int,
    told: Told,
    *,
    fresh: bool = False,
    exactly: bool = False,
) -> None:
    """`told` hears how far each log is: the position reached, and the newest.

    Raises NotFilled or Interrupted.
    """
    for projector, of_one_log in models.items():
        projector.shadows.begin(of_one_log, fresh=fresh)
    sizes = [each.shadows.sizes(of_one_log) for each, of_one_log in models.items()]
    by_log = [shares(of_one_log, processes) for of_one_log in sizes]
    with ExitStack() as running:
        fillers = [
            running.enter_context(
                # In a group of its own, it ends with our pipe and not with Ctrl-C.
                subprocess.Popen(  # noqa: S603
                    [*FILL, *["--exactly"] * exactly, *chain.from_iterable(lists)],
                    stdin=subprocess.PIPE,
                    process_group=0,
                )
            )
            for lists in zip(*by_log, strict=True)
            if any(lists)
        ]
        while any(each.poll() is None for each in fillers):
            for projector, of_one_log in models.items():
                reached = projector.shadows.filled(of_one_log)
                told(projector, reached, projector.source.newest())
            sleep(PAUSE)
    if any(each.returncode for each in fillers):
        raise NotFilled("Not all could be filled: run it again to go on from here.")


def fill(parts: Parts, names: Collection[str], *, exactly: bool) -> None:
    """In one process, until done or until our standard input ends."""
    stop = Flag()
    Thread(target=_until_left_alone, args=(stop,), daemon=True).start()
    for projector, models in chosen(parts, names).items():
        projector.shadows.fill(models, stop, exactly=exactly)


def shares(sizes: Mapping[str, int], processes: int) -> list[list[str]]:
    """As many lists of names, about equally heavy."""
    lists: list[list[str]] = [[] for _ in range(processes)]
    weights = [0] * processes
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        lightest = weights.index(min(weights))
        lists[lightest].append(name)
        weights[lightest] += max(1, sizes[name])
    return lists


def _until_left_alone(stop: Flag) -> None:
    while os.read(sys.stdin.fileno(), 1):  # a buffer's lock would outlast us
        pass
    stop.set()
