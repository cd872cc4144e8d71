"""The tables of docs/benchmarks.md about size."""

from typing import Any

MIB = 2**20
Found = dict[str, Any]  # Findings, as kept


def sizes_side_by_side(found: list[Found]) -> list[str]:
    """One column a size, and the last beside the first."""
    names = [_millions(each["events"]) for each in found]
    rows = [
        f"| what | {' | '.join(f'at {name}' for name in names)} | ratio of p50 |",
        f"|---|{'---|' * (len(names) + 1)}",
    ]
    for what in found[0]["times"]:
        each = [one["times"].get(what) for one in found]
        if all(each):
            told = [_time(one) for one in each]
            rows.append(_row(what, told, each[-1][0] / each[0][0]))
    for what in found[0]["rates"]:
        rates = [one["rates"].get(what, 0) for one in found]
        if all(rates):  # none, where another turn had filled it before
            told = [f"{rate:.0f}/s" for rate in rates]
            rows.append(_row(f"events {what}", told, rates[-1] / rates[0]))
    for what in sorted(found[0]["sizes"]):
        sizes = [one["sizes"].get(what, 0) for one in found]
        if all(size > MIB or "log" in what for size in sizes):
            told = [_bytes(size) for size in sizes]
            rows.append(_row(what, told, sizes[-1] / sizes[0]))
    return rows


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


def _row(what: str, told: list[str], ratio: float) -> str:
    return f"| {what} | {' | '.join(told)} | {ratio:.2f} |"


def _time(took: list[float]) -> str:
    if len(took) == 1:
        return f"{took[0] / 1000:.1f} s"
    return f"p50 {took[0]:.1f} · p99 {took[1]:.1f} ms"


def _millions(events: int) -> str:
    return f"{events / 1e6:.3g} million"


def _bytes(size: float) -> str:
    return f"{size / MIB:.0f} MiB" if size > MIB else f"{size:.0f} B"


def _whole(size: float) -> str:
    return f"{size:.0f}"
