"""Importing the follow-up article's journal: some 22,900 commands."""

from pathlib import Path
from time import perf_counter

from api.composition import Parts
from domain.reactions import TOPICS
from infrastructure.journal import Journal
from tests.article import article, journal, write


def measure(parts: Parts, folder: Path) -> list[str]:
    file = folder / "article.jsonl"
    lines = write(file, journal(article()))
    rows = ["| what | commands | seconds | commands/s |", "|---|---|---|---|"]
    for what in ("import", "the same again: nothing is recorded"):
        began = perf_counter()
        outcomes = list(Journal(parts.registry, TOPICS, set_clock=True).read(file))
        took = perf_counter() - began
        if refused := [each for each in outcomes if each.receipt is None]:
            raise AssertionError(refused[:3])
        rows.append(f"| {what} | {lines} | {took:.1f} | {lines / took:.0f} |")
    return rows
