"""Callers that ask again and again, and how long each answer took."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from time import monotonic, perf_counter, sleep


@dataclass(frozen=True)
class Measured:
    per_second: float
    seconds: list[float]  # sorted, one for each answer

    def at(self, share: float) -> float:
        """A quantile in milliseconds."""
        place = min(len(self.seconds) - 1, int(share * len(self.seconds)))
        return 1000 * self.seconds[place]


def closed_loop(call: Callable[[], object], callers: int, duration: float) -> Measured:
    """Each caller asks again as soon as it is answered, for so many seconds."""
    together = Barrier(callers + 1)

    def caller() -> list[float]:
        together.wait()
        took, ends = [], monotonic() + duration
        while monotonic() < ends:
            began = perf_counter()
            call()
            took.append(perf_counter() - began)
        return took

    with ThreadPoolExecutor(callers) as pool:
        asked = [pool.submit(caller) for _ in range(callers)]
        together.wait()
        began = perf_counter()
        seconds = sorted(took for future in asked for took in future.result())
        elapsed = perf_counter() - began
    return Measured(len(seconds) / elapsed, seconds)


def open_loop(
    call: Callable[[], object], per_second: float, duration: float, callers: int = 64
) -> Measured:
    """Asked at a steady rate whether or not answers come; waiting in line counts."""
    began = perf_counter()

    def timed(due: float) -> float:
        call()
        return perf_counter() - began - due

    with ThreadPoolExecutor(callers) as pool:
        asked = []
        for number in range(int(per_second * duration)):
            due = number / per_second
            sleep(max(0.0, began + due - perf_counter()))
            asked.append(pool.submit(timed, due))
        seconds = sorted(future.result() for future in asked)
    return Measured(len(seconds) / (perf_counter() - began), seconds)
