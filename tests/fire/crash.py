"""The long form: hundreds of rounds, and what they have cost; for people.

`python -m tests.fire.crash` needs to be root, for two of its disks are mounted. It tells
each round, and at the end writes its section of docs/benchmarks.md. Where time is short,
`--minutes` stops it after a registry; the same command with the same `--diary` goes on.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from rich.console import Console

from tests.benchmarks.report import put
from tests.fire.checking import Found
from tests.fire.rounds import AT_THE_END, STAGES, Round, rounds

MOST = 14  # rounds of one registry, which is then examined as a whole
PER_CENT = {  # of the rounds asked for; those on the sealer come on top
    "killed": 55,
    "sealer_killed": 50,
    "two_servers": 15,
    "cut_from_postgres": 12,
    "full_disk": 8,
    "power_cut": 10,
}
COUNTS = ("acknowledged", "in_doubt", "recorded", "lost", "doubled", "changed")
HEADS = "rounds, acknowledged, in doubt, of these recorded, lost, doubled, other answer"


console = Console(width=200, highlight=False)


def main() -> None:
    asked = _asked()
    bounds = f"ROUNDS={asked.rounds} ACKNOWLEDGED={asked.acknowledged}"
    bounds += f" ONLY={asked.only}" * bool(asked.only)
    diary = Path(f"{asked.diary}-{bounds.replace(' ', '-')}.json")
    told = json.loads(diary.read_text()) if diary.exists() else []
    began, everything = monotonic(), list(registries(asked.rounds))
    enough = -(-asked.acknowledged // sum(count for _, count in everything))
    planned = [each for each in everything if asked.only in (None, each[0])]
    for place, (name, count) in enumerate(planned):
        if place < len(told):
            continue
        if asked.minutes and monotonic() - began > asked.minutes * 60:
            sys.exit(f"stopped after {place} registries: go on with the same command")
        told.append([asdict(each) for each in besieged(name, count, enough)])
        diary.write_text(json.dumps(told))
    rows = [each for registry in told for each in registry]
    table = tabulated(rows)
    console.print("\n".join(table))
    title = "What is acknowledged stays" + f": {asked.only}" * bool(asked.only)
    put(title, table, f"make crash {bounds}")
    diary.unlink()
    sys.exit(0 if is_well(rows, enough * sum(count for _, count in planned)) else 1)


def registries(count: int) -> Iterator[tuple[str, int]]:
    """Stages in turn, and how many rounds on each; not more than MOST on one registry."""
    left = {name: max(1, round(count * PER_CENT[name] / 100)) for name in STAGES}
    while any(left.values()):
        for name in STAGES:
            if here := min(left[name], MOST):
                left[name] -= here
                yield name, here


def besieged(name: str, count: int, enough: int) -> Iterator[Round]:
    with STAGES[name]() as stage:
        for place, each in enumerate(rounds(stage, count, enough), 1):
            where = f"{name} {min(place, count)}/{count}, {each.attack}"
            console.print(f"{where}: {each.found}, {each.seconds:.1f} s")
            yield each


def tabulated(rows: list[dict[str, Any]]) -> list[str]:
    heads = ["attack", *HEADS.split(", "), "longest recovery, s"]
    attacks = dict.fromkeys(each["attack"] for each in rows)
    return [
        f"| {' | '.join(heads)} |",
        "|" + "---|" * len(heads),
        *(_row(one, [e for e in rows if e["attack"] == one]) for one in attacks),
        _row("all", [each for each in rows if each["attack"] != AT_THE_END]),
    ]


def _row(name: str, rows: list[dict[str, Any]]) -> str:
    sums = [sum(each["found"][count] for each in rows) for count in COUNTS]
    slowest = max(each["seconds"] for each in rows)
    return f"| {name} | {len(rows)} | {' | '.join(map(str, sums))} | {slowest:.1f} |"


def is_well(rows: list[dict[str, Any]], enough: int) -> bool:
    found = [Found(**each["found"]) for each in rows]
    acknowledged = sum(each.acknowledged for each in found)
    return acknowledged >= enough and all(each.all_is_well for each in found)


def _asked() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--acknowledged", type=int, default=100_000)
    parser.add_argument("--only", choices=list(STAGES), help="of all that befalls it")
    parser.add_argument("--minutes", type=float, help="stop after so many")
    parser.add_argument("--diary", default="/var/tmp/genfind-crash")
    return parser.parse_args()


if __name__ == "__main__":
    main()
