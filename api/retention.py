"""The command that lists what the rules of retention would let go; it erases nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from more_itertools import chunked
from rich.console import Console
from rich.table import Table

from api.composition import Parts
from api.home import composed, home
from api.retention_rules import rules
from domain.calendar import danish_day
from domain.erasure import Basis, RequestErasure
from domain.retention import Due, Ledger, Rule

PAGE = 500  # events
MOST = 500  # things that one request names
console, out = Console(stderr=True), Console()


def retention(
    *,
    requests: Annotated[
        bool,
        typer.Option("--requests", help="Print a body for PUT /erasures/{id} a line"),
    ] = False,
) -> None:
    """List contacts and complaints whose period is over; a custodian decides."""
    with composed(home()) as parts:
        due = overdue(parts, rules())
    if requests:
        for request in proposed(due):
            typer.echo(request.model_dump_json(exclude_defaults=True))
        return
    out.print(_listed(due))
    console.print(f"{len(due)} due. Nothing is erased by this; each period:")
    for rule in rules():
        console.print(f"  {rule.name}, {rule.years} years: {rule.source}", markup=False)


def overdue(parts: Parts, rules: Sequence[Rule]) -> list[Due]:
    """By rule, the oldest first, without what is erased already."""
    ledger, position = Ledger(), 0
    recorder, mapper = parts.registry.recorder, parts.registry.mapper
    while rows := recorder.select_notifications(position + 1, PAGE):
        for recorded in mapper.to_domain_events(rows, words=()):
            ledger.hear(recorded)
        position = rows[-1].id
    due = list(ledger.due(rules, danish_day(parts.clock())))
    left = {name.subject for name in parts.keys.standing([each.id for each in due])}
    names = [rule.name for rule in rules]
    return sorted(
        (each for each in due if each.id in left),
        key=lambda each: (names.index(each.rule.name), each.since, each.number),
    )


def proposed(due: Sequence[Due]) -> Iterator[RequestErasure]:
    for rule in dict.fromkeys(each.rule.name for each in due):
        of_it = [each.id for each in due if each.rule.name == rule]
        for some in chunked(of_it, MOST):
            yield RequestErasure(
                narratives=tuple(some), basis=Basis.RETENTION_ENDED, rule=rule
            )


def _listed(due: Sequence[Due]) -> Table:
    table = Table("rule", "number", "last recorded", "due since")
    for each in due:
        table.add_row(each.rule.name, each.number, str(each.last), str(each.since))
    for name, count in Counter(each.rule.name for each in due).items():
        table.caption = f"{table.caption or ''} {name}: {count}".strip()
    return table
