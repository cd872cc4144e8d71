"""Grows a registry to a million events and to ten, and measures it at both."""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic

from rich.console import Console

from projections import READ_MODELS
from projections.projection import Projection
from tests.benchmarks.load import Measured
from tests.benchmarks.report import put
from tests.benchmarks.size import footprint, reading, writing
from tests.benchmarks.size.growing import NotYet, Progress, an_hour_later, grown
from tests.benchmarks.size.kept import PLACE, Kept, kept, throw_away
from tests.benchmarks.size.told import bytes_per_contact, sizes_side_by_side

SIZES = (1_000_000, 10_000_000)
console = Console(stderr=True)


@dataclass
class Findings:
    """Of one size; kept as JSON beside the registry, so that sizes can be compared."""

    events: int
    rates: dict[str, float]  # a second
    times: dict[str, list[float]] = field(default_factory=dict)  # p50, p99 in ms
    sizes: dict[str, float] = field(default_factory=dict)  # bytes
    kinds: dict[str, float] = field(default_factory=dict)  # events of each
    held: dict[str, float] = field(default_factory=dict)  # bytes of an average event

    def took(self, measured: dict[str, Measured]) -> None:
        for what, each in measured.items():
            console.print(f"{what}: {each.at(0.5):.1f} / {each.at(0.99):.1f} ms")
            self.times[what] = [each.at(0.5), each.at(0.99)]


def main(sizes: list[int], models: tuple[Projection, ...], minutes: float) -> None:
    end = monotonic() + 60 * minutes
    for events in sizes:
        file = _file(events)
        if file.exists():
            continue
        progress = Progress(console.print, end)
        with kept(events, console.print, models) as registry:
            findings = Findings(grown(registry, events, progress), progress.rates)
            for of in ("archive", "keys", "views"):
                registry.ask("vacuum (analyze)", of=of)
            registry.ask("checkpoint")
            measure(registry, findings)
        file.write_text(json.dumps(asdict(findings), indent=1))
    found = [json.loads(_file(events).read_text()) for events in sizes]
    command = f"make size EVENTS='{' '.join(map(str, sizes))}'"
    put("What size does to time", sizes_side_by_side(found), command)
    put("Bytes of a contact", bytes_per_contact(found[-1]), command)


def measure(registry: Kept, findings: Findings) -> None:
    with registry.parts() as (parts, clock):
        findings.took(reading.asked_of_the_archive(parts))
        if registry.models:
            an_hour_later(registry)
            behind, seconds = reading.caught_up(parts)
            findings.rates["modelled an hour late"] = behind / seconds
            findings.times["catching up with the busiest hour"] = [1000 * seconds]
        findings.took(reading.tail(parts))
        findings.took(reading.asked_of_the_read_models(parts, registry, clock()))
        findings.sizes = footprint.tables(registry)
        findings.kinds, findings.held = footprint.counted(registry, findings.events)
        size, seconds = footprint.backed_up(registry)
        findings.sizes["base backup"] = size
        findings.times["base backup, streamed"] = [1000 * seconds]
        _written(registry, findings, parts, clock)


def _written(registry: Kept, findings: Findings, parts, clock) -> None:
    before = writing.log_written(registry)
    alone = writing.registered(parts, clock)
    between = writing.log_written(registry)
    reading.caught_up(parts)
    after = writing.log_written(registry)
    findings.took({"a contact registered": alone})
    findings.sizes["log of a registration"] = (between - before) / writing.REGISTERED
    findings.sizes["log of its read models"] = (after - between) / writing.REGISTERED
    together = writing.appended(parts, clock)
    findings.took({f"an append of two events, {writing.CALLERS} callers": together})
    findings.rates["appended"] = 2 * together.per_second
    reading.caught_up(parts)


def _file(events: int) -> Path:
    return PLACE / f"measured-{events}.json"


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    wanted = os.environ.get("MODELS", "").split() or [p.name for p in READ_MODELS]
    try:
        models = tuple(each for each in READ_MODELS if each.name in wanted)
        main(sizes, models, float(os.environ.get("MINUTES", "600")))
    except NotYet:
        sys.exit("The time is up, and what was done is kept: the same again goes on.")
    if not os.environ.get("KEEP"):
        throw_away()
