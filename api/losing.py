"""What is known of what was lost: leaves that a mirror has, and receipts that people bring."""

from pathlib import Path
from typing import Annotated

import psycopg
import typer
from psycopg import Connection
from rich.console import Console

from api.home import composed, home
from api.judging import judged
from api.verdicts_in_english import ENGLISH
from domain.log_forks import LogForked
from domain.merkle import TreeHead
from domain.notes import from_base64
from domain.origins import number_of
from infrastructure.lost_leaves import NotTheirs, lost_leaves
from infrastructure.provider_keys import is_trustworthy
from infrastructure.receipts import LARGEST
from infrastructure.remote import NoAnswer, Remote
from infrastructure.settings import BadSettings
from infrastructure.verifying_frozen import Fork, forks_of

LOST = "Genuine, and its event is lost"
console = Console(stderr=True)


def lost(
    receipts: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Receipts that people brought", exists=True, dir_okay=False
        ),
    ] = None,
    mirror: Annotated[
        str | None, typer.Option(help="Where a mirror shows the log that ended")
    ] = None,
) -> None:
    """List what the last fork has lost, and whether the events of receipts are still here.

    Exit codes: 0 nothing of it is lost, 1 something is lost or a receipt proves nothing,
    2 it could not be checked.
    """
    if mirror and not is_trustworthy(mirror):
        raise BadSettings("--mirror: give an https address, or http on this machine.")
    here = home()
    with psycopg.connect(here.auditor()) as conn:
        forks = forks_of(conn, LogForked.__name__)
        if not forks:
            raise BadSettings("No log has ended here.")
        last = max(forks, key=lambda fork: number_of(fork.origin))
        console.print(
            f"{last.origin} ended with {last.size} leaves; {last.lost} of them, from"
            f" {last.first_lost} on, can't be proved here any more.",
            markup=False,
        )
        missing = _list(conn, last, mirror) if mirror else 0
    if receipts:
        with composed(here, as_they_are=True) as parts:
            for file in receipts:
                found = judged(parts, file.read_bytes()[: LARGEST + 1], ENGLISH)
                gone = ENGLISH.lost in found.not_proved
                missing += gone or not found.holds
                typer.echo(f"{file}: {LOST if gone else found.heading}")
    raise typer.Exit(1 if missing else 0)


def _list(conn: Connection[object], last: Fork, mirror: str) -> int:
    """How many leaves are lost; each is printed with its index and its hash."""
    end, count = TreeHead(last.size, from_base64(last.root)), 0
    with Remote(mirror) as remote:
        found = lost_leaves(conn, number_of(last.origin), end, last.first_lost, remote)
        try:
            for index, hash in found:
                typer.echo(f"{index} {hash}")
                count += 1
        except (NotTheirs, NoAnswer) as error:
            raise BadSettings(f"--mirror: {error}") from None
    console.print(f"{count} leaves are nowhere here.")
    return count
