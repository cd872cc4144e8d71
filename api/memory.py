"""Memory of a process with many threads that runs for months."""

import ctypes
import gc
from contextlib import suppress

ARENA_MAX, ARENAS = -8, 2  # glibc's name for how many places malloc takes memory from


def few_arenas() -> None:
    """Before there are threads, each of which would get one and keep its peak for ever.

    Other C libraries than glibc know no arenas.
    """
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def all_is_loaded() -> None:
    """What is there by now stays: to go through it again and again, as the collector of
    cycles does, would hold up everybody who waits for an answer.
    """
    gc.collect()
    gc.freeze()
