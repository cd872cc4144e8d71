"""What each process of a demo burns of the cores, and holds in memory."""

from contextlib import suppress
from time import perf_counter
from typing import Self

import psutil

from tests.fire.flooding import Flood
from tests.fire.running import Demo


class Burning:
    def __init__(self, demo: Demo) -> None:
        self._server = psutil.Process(demo.pid)
        postmaster = int(demo.postgres.pid_file.read_text().split()[0])
        self._postgres = psutil.Process(postmaster)
        self.seconds: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._began, self._before = perf_counter(), self._now()
        return self

    def __exit__(self, *_: object) -> None:
        now = self._now()
        self.elapsed = perf_counter() - self._began
        self.seconds = {name: now[name] - self._before[name] for name in now}

    def rows(self, flood: Flood) -> list[str]:
        burnt = self.seconds | {"who asks": flood.burnt}
        return [
            f"| cores burnt by {name} | {seconds / self.elapsed:.2f} |"
            for name, seconds in burnt.items()
        ]

    def memory(self) -> int:
        """Of the server, in MiB."""
        return self._server.memory_info().rss // 2**20

    def threads(self) -> int:
        return self._server.num_threads()

    def _now(self) -> dict[str, float]:
        beside = self._server.children(recursive=True)
        return {
            "the server": _burnt(self._server),
            "the follower": sum(map(_burnt, beside)),
            "PostgreSQL": sum(map(_burnt, [self._postgres, *self._postgres.children()]))
            + self._postgres.cpu_times().children_user
            + self._postgres.cpu_times().children_system,
        }


def _burnt(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return times.user + times.system
    return 0.0
