"""What the processes of a registry hold: memory of their own, open files, threads."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import psutil

from tests.fire.running import Demo

MIB = 2**20
POSTGRES = "PostgreSQL, all processes"
NOTHING = (0.0, 0.0, 0.0)
KINDS = ("MiB", "files", "threads")


@dataclass
class Series:
    """By process and by kind, a value for each moment."""

    seconds: list[float] = field(default_factory=list)
    values: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def add(self, second: float, seen: Mapping[tuple[str, str], float]) -> None:
        self.seconds.append(second)
        for what, value in seen.items():
            self.values.setdefault(what, []).append(value)


class Watch:
    def __init__(self, demo: Demo) -> None:
        self._demo, self._began, self.series = demo, monotonic(), Series()

    def look(self) -> None:
        """A process that ends meanwhile is left out of this look."""
        seen: dict[tuple[str, str], float] = {}
        for name, processes in self._processes():
            held = [_held(each) for each in processes] or [NOTHING]
            for kind, values in zip(KINDS, zip(*held, strict=True), strict=True):
                seen[name, kind] = sum(values)
        self.series.add(monotonic() - self._began, seen)

    def _processes(self) -> Iterator[tuple[str, list[psutil.Process]]]:
        server = psutil.Process(self._demo.pid)
        yield "server", [server]
        for name, beside in (
            ("follower", self._demo.follower()),
            ("sealer", self._demo.sealer()),
        ):
            yield name, [beside] if beside else []
        postmaster = int(self._demo.postgres.pid_file.read_text().split()[0])
        first = psutil.Process(postmaster)
        yield POSTGRES, [first, *first.children()]


def _held(process: psutil.Process) -> tuple[float, float, float]:
    with suppress(psutil.NoSuchProcess, ProcessLookupError, FileNotFoundError):
        return own_memory(process.pid), process.num_fds(), process.num_threads()
    return NOTHING


def own_memory(pid: int) -> float:
    """MiB that are no file's and no shared memory; pages shared after a fork count in
    parts, so that sums count each page once.

    Resident size would count PostgreSQL's shared buffers in every backend, and grow
    until all of them have been touched.
    """
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    told = dict(line.split(":") for line in rollup.splitlines()[1:])
    return int(told["Pss_Anon"].split()[0]) * 1024 / MIB
