"""The commands that look after read models."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, starmap
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from api import rebuilding
from api.composition import Parts
from api.home import composed, home
from api.rebuilding import Chosen, NotFilled, Told, fill_shadows
from infrastructure.bookmarks import Parked
from infrastructure.projector import Projector
from infrastructure.reconciling import Difference, counts_that_differ, rows_that_differ

T = TypeVar("T")
console, out = Console(stderr=True), Console()
Names = Annotated[list[str] | None, typer.Argument(help="Of read models; else all")]
Processes = Annotated[int | None, typer.Option(min=1, help="Else one for each core")]


def rebuild(
    names: Names = None,
    *,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do not go on where one was interrupted")
    ] = False,
    processes: Processes = None,
) -> None:
    """Fill read models from the beginning, while the old ones serve; then swap."""
    with composed(home(), as_they_are=True) as parts, _progress() as told:
        models = _chosen(parts, names)
        left = rebuilding.rebuild(models, processes or _cores(), told, fresh=fresh)
    _list(left, "could not be filled, and stay as they are")
    raise typer.Exit(1 if left else 0)


def fill(
    names: list[str], *, exactly: Annotated[bool, typer.Option("--exactly")] = False
) -> None:
    """Fill shadows that are made already; for `rebuild` and `reconcile`."""
    with composed(home(), prepared=True, as_they_are=True) as parts:
        rebuilding.fill(parts, names, exactly=exactly)


def parked(
    names: Names = None,
    *,
    retry: Annotated[
        bool, typer.Option("--retry", help="Have them tried again")
    ] = False,
) -> None:
    """List read models that stand before an event which they could not follow."""
    with composed(home(), as_they_are=True) as parts:
        listed = []
        for projector, models in _chosen(parts, names).items():
            standing = projector.parked(models)
            listed += standing
            if retry:
                projector.try_again([each.read_model for each in standing])
    _list(listed, "asked to try again" if retry else "parked")
    raise typer.Exit(1 if listed else 0)


def reconcile(
    names: Names = None,
    *,
    thorough: Annotated[
        bool, typer.Option("--rebuild", help="Fill all anew, and compare every row")
    ] = False,
    processes: Processes = None,
) -> None:
    """Compare read models with the events that they follow, by UTC day."""
    with composed(home(), as_they_are=True) as parts:
        models = _chosen(parts, names)
        left, differences = compared(models)
        if thorough:
            moving = _moving(models)
            with _progress() as told:
                fill_shadows(
                    moving, processes or _cores(), told, fresh=True, exactly=True
                )
            left += _flat(each.shadows.parked(its) for each, its in moving.items())
            differences += _flat(starmap(rows_that_differ, moving.items()))
    _list(left, "parked")
    _tell(differences)
    raise typer.Exit(1 if differences or left else 0)


def compared(models: Chosen) -> tuple[list[Parked], list[Difference]]:
    """Those that stand still, and where they don't hold what they have followed. Raises
    NotFilled.
    """
    if any(each.stands().lacks(its) for each, its in models.items()):
        raise NotFilled("Another version has filled these: run genfind rebuild.")
    parked = _flat(each.parked(its) for each, its in models.items())
    return parked, _flat(starmap(counts_that_differ, models.items()))


def _chosen(parts: Parts, names: list[str] | None) -> Chosen:
    models = rebuilding.chosen(parts, names or ())
    known = {each.name for its in models.values() for each in its}
    if unknown := set(names or ()) - known:
        raise typer.BadParameter(f"No read model has this name: {sorted(unknown)}")
    return models


def _moving(models: Chosen) -> Chosen:
    moving = {each: each.stands().moving(its) for each, its in models.items()}
    return {projector: its for projector, its in moving.items() if its}


def _cores() -> int:
    return os.cpu_count() or 1


def _flat(lists: Iterable[Iterable[T]]) -> list[T]:
    return list(chain.from_iterable(lists))


@contextmanager
def _progress() -> Iterator[Told]:
    with Progress(console=console) as progress:
        tasks: dict[Projector, TaskID] = {}

        def told(projector: Projector, reached: int, newest: int) -> None:
            if projector not in tasks:
                tasks[projector] = progress.add_task(projector.source.channel_name)
            progress.update(tasks[projector], completed=reached, total=newest)

        yield told


def _list(parked: list[Parked], what: str) -> None:
    if parked:
        columns = (
            "read_model",
            "position",
            "event",
            "thing",
            "error",
            "since",
            "attempts",
        )
        _print(columns, (vars(each) for each in parked))
    console.print(f"{len(parked)} {what}")


def _tell(differences: list[Difference]) -> None:
    if differences:
        columns = ("day", "read_model", "what", "expected", "found")
        _print(columns, (vars(each) for each in differences))
    console.print(f"{len(differences)} differences")


def _print(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> None:
    table = Table(*columns)
    for row in rows:
        table.add_row(*(str(row[column]) for column in columns))
    out.print(table, markup=False)
