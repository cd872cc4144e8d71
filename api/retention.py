"""The command that lists what the rules of retention would let go; it erases nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Annotated
from uuid import UUID

import typer
from more_itertools import chunked
from rich.console import Console
from rich.table import Table

from api.composition import Parts
from api.home import composed, home
from api.retention_rules import rules
from domain.calendar import danish_day
from domain.erasure import Basis, RequestErasure
from domain.retention import Due, Ledger, Rule, What, searches_due

PAGE = 500  # events
MOST = {What.CITIZEN: ("citizens", 100), What.SEARCHES: ("search_years", 100)}
NARRATIVES = ("narratives", 500)  # things that one request names
console, out = Console(stderr=True), Console()


def retention(
    *,
    requests: Annotated[
        bool,
        typer.Option("--requests", help="Print a body for PUT /erasures/{id} a line"),
    ] = False,
) -> None:
    """List everything with words whose period is over; a custodian decides."""
    with composed(home()) as parts:
        due = overdue(parts, rules())
    if requests:
        for request in proposed(due):
            typer.echo(request.model_dump_json(exclude_defaults=True))
        return
    out.print(_listed(due))
    console.print(f"{len(due)} due. Nothing is erased by this; each period:")
    for rule in rules():
        period = f"{rule.years} years" if rule.years else "no period, nothing is due"
        console.print(f"  {rule.name}, {period}: {rule.source}", markup=False)


def overdue(parts: Parts, rules: Sequence[Rule]) -> list[Due]:
    """By rule, the oldest first, without what is erased already."""
    ledger, position = Ledger(), 0
    recorder, mapper = parts.registry.recorder, parts.registry.mapper
    while rows := recorder.select_notifications(position + 1, PAGE):
        for recorded in mapper.to_domain_events(rows, words=()):
            ledger.hear(recorded)
        position = rows[-1].id
    today = danish_day(parts.clock())
    due = [*ledger.due(rules, today), *searches_due(rules, today)]
    left = {name.subject for name in parts.keys.standing([each.id for each in due])}
    names = [rule.name for rule in rules]
    return sorted(
        (each for each in due if each.id in left),
        key=lambda each: (names.index(each.rule.name), each.since, each.called),
    )


def proposed(due: Sequence[Due]) -> Iterator[RequestErasure]:
    for name, of_it in groupby(due, lambda each: each.rule.name):
        things = list(of_it)
        what = things[0].rule.what
        field, most = MOST.get(what, NARRATIVES)
        for some in chunked(things, most):
            named = [_named(each, what) for each in some]
            yield RequestErasure.model_validate(
                {field: named, "basis": Basis.RETENTION_ENDED, "rule": name}
            )


def _named(due: Due, what: What) -> UUID | int:
    return int(due.called) if what is What.SEARCHES else due.id


def _listed(due: Sequence[Due]) -> Table:
    table = Table("rule", "number", "last recorded", "due since")
    for each in due:
        table.add_row(each.rule.name, each.called, str(each.last), str(each.since))
    for name, count in Counter(each.rule.name for each in due).items():
        table.caption = f"{table.caption or ''} {name}: {count}".strip()
    return table
