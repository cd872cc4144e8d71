"""The tables of docs/benchmarks.md about size."""

from collections.abc import Callable, Iterator
from typing import Any

MIB = 2**20
Found = dict[str, Any]  # Findings, as kept


def sizes_side_by_side(found: list[Found]) -> list[str]:
    """One column a size, and the last beside the first."""
    names = [_millions(each["events"]) for each in found]
    return [
        f"| what | {' | '.join(f'at {name}' for name in names)} | ratio of p50 |",
        f"|---|{'---|' * (len(names) + 1)}",
        *_rows(found),
    ]


def _rows(found: list[Found]) -> Iterator[str]:
    first = found[0]
    for what in first["times"]:
        yield _row(what, [one["times"].get(what) for one in found], _time)
    for what in first["rates"]:
        rates = [one["rates"].get(what) for one in found]
        yield _row(f"events {what}", [rate and [rate] for rate in rates], _rate)
    for what, size in sorted(first["sizes"].items()):
        if size > MIB or "log" in what:
            sizes = [one["sizes"].get(what) for one in found]
            yield _row(what, [each and [each] for each in sizes], _bytes)


def bytes_per_contact(found: Found) -> list[str]:
    """All that a contact leads to is counted to it: corrections, follow-up, citizen."""
    contacts = found["kinds"]["ContactRegistered"]
    events = found["events"] / contacts
    held = {what: size * events for what, size in found["held"].items()}
    sizes = {what: size / contacts for what, size in found["sizes"].items()}
    logs = {what: size for what, size in found["sizes"].items() if "log" in what}
    stored = sizes.pop("archive: events")
    parts = {
        "events a contact": f"{events:.2f}",
        **{f"archive: {what}": _whole(size) for what, size in held.items()},
        "archive: rows and pages around them": _whole(stored - sum(held.values())),
        **{
            what: _whole(size)
            for what, size in sorted(sizes.items())
            if ":" in what and size >= 1
        },
        **{what: _whole(size) for what, size in logs.items()},
    }
    total = stored + sum(size for what, size in sizes.items() if ":" in what)
    return [
        "| part | bytes a contact |",
        "|---|---|",
        *(f"| {what} | {size} |" for what, size in parts.items()),
        f"| **all on disk, without the log** | {_whole(total)} |",
    ]


def _row(
    what: str,
    each: list[list[float] | None],
    told: Callable[[list[float]], str],
) -> str:
    """A dash where it was not measured."""
    first, last = each[0], each[-1]
    ratio = f"{last[0] / first[0]:.2f}" if first and last else "-"
    cells = " | ".join(told(one) if one else "-" for one in each)
    return f"| {what} | {cells} | {ratio} |"


def _time(took: list[float]) -> str:
    if len(took) == 1:
        return f"{took[0] / 1000:.1f} s"
    return f"p50 {took[0]:.1f} · p99 {took[1]:.1f} ms"


def _rate(rate: list[float]) -> str:
    return f"{rate[0]:.0f}/s"


def _bytes(size: list[float]) -> str:
    return f"{size[0] / MIB:.0f} MiB" if size[0] > MIB else f"{size[0]:.0f} B"


def _millions(events: int) -> str:
    return f"{events / 1e6:.3g} million"


def _whole(size: float) -> str:
    return f"{size:.0f}"
