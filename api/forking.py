"""The command for the day on which a restored archive can't be made whole again.

Whoever is killed on the way gives it again: each step is done once, and found done later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Never

import psycopg
import typer
from psycopg import Connection
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from api.composition import Parts
from api.home import Home, composed, home
from api.sealing import SEALER
from domain.event import By, Role
from domain.ids import fork_of
from domain.log_forks import ForkLog, log_forks
from domain.notes import base64
from domain.origins import number_of, successor_of
from domain.policies import Policy
from domain.words import Line
from infrastructure.forking import CannotFork, refuse_while_whole, signed_last
from infrastructure.frozen_logs import freeze, frozen, schema_of
from infrastructure.page_turning import StandingBy
from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer, sealing_alone
from infrastructure.signer import Signer
from infrastructure.transparency_log import InDoubt, TransparencyLog

REFUSED = 1
AT_WORK = "A sealer is at work: stop it, and give this again."
console = Console(stderr=True)


@dataclass(frozen=True)
class Fork:
    """`policy` is of the log that ended, `folder` for the signer of the next."""

    signer: Signer
    policy: Policy
    folder: Path
    by: By
    reason: str
    witnesses: bool = True

    @property
    def origin(self) -> str:
        return self.signer.key.name

    @property
    def number(self) -> int:
        return number_of(self.origin)

    @property
    def successor(self) -> str:
        return successor_of(self.origin)


def fork(
    successor: Annotated[
        str, typer.Argument(help="The log that begins: the same host, the next number")
    ],
    leaving: Annotated[
        str, typer.Option(help="The log that ends for ever, typed in full")
    ],
    reason: Annotated[
        str, typer.Option(help="What happened, in a sentence that names nobody")
    ],
    person: Annotated[str, typer.Option(help="The custodian who decides it")],
    *,
    witnesses: Annotated[
        bool, typer.Option(help="Ask what the witnesses have cosigned last")
    ] = True,
) -> None:
    """End a log of which something is lost for good, and begin the next one.

    Exit codes: 0 done, 1 refused, 2 it could not be tried.
    """
    here = home()
    try:
        asked = _asked(here, successor, leaving, reason, person, witnesses=witnesses)
        archive = here.service().archive
        with (
            composed(here, as_they_are=True) as parts,
            psycopg.connect(here.admin().archive, autocommit=True) as admin,
            Database(archive, role=SEALER, schema="archive", pool_size=1) as db,
        ):
            for said in forked(asked, admin, db, parts):
                console.print(said, markup=False)
    except StandingBy:
        _refused(AT_WORK)
    except (CannotFork, InDoubt) as no:
        _refused(str(no))
    typer.echo(str(Signer(successor, asked.folder).key))


def _refused(sentence: str) -> Never:
    console.print(sentence, style="red", markup=False)
    raise typer.Exit(REFUSED)


def _asked(
    here: Home,
    successor: str,
    leaving: str,
    reason: str,
    person: str,
    *,
    witnesses: bool,
) -> Fork:
    """Raises CannotFork."""
    if here.is_demo:
        raise CannotFork("A demo has nothing to lose: begin one in another home.")
    if leaving != here.origin:
        raise CannotFork(
            f"--leaving: GENFIND_LOG_ORIGIN is {here.origin}. It stays so until this is done."
        )
    if successor != successor_of(leaving):
        raise CannotFork(f"The log after {leaving} is {successor_of(leaving)}.")
    if not _is_a_line(reason):
        raise CannotFork("--reason: say it in one line of at most 500 characters.")
    signer, policy = here.signer(), here.policy()
    if policy is None or policy.origin != leaving:
        raise CannotFork(
            f"GENFIND_POLICY_FILE must be of {leaving} until this is done."
        )
    by = By(id=person, role=Role.CUSTODIAN, district=None)
    folder = here.signers.folder_of(successor)
    return Fork(signer, policy, folder, by, reason, witnesses)


def _is_a_line(text: str) -> bool:
    try:
        TypeAdapter(Line).validate_python(text)
    except ValidationError:
        return False
    return True


def forked(
    asked: Fork, admin: Connection[Any], db: Database, parts: Parts
) -> Iterator[str]:
    """Step by step, saying after each what is done. Raises StandingBy, InDoubt, CannotFork."""
    events, old = GroupCommitRecorder(db), schema_of(asked.number)
    with db.get_connection() as session, sealing_alone(session):
        if asked.number not in frozen(admin):
            log = TransparencyLog(db)
            signed = signed_last(
                asked.signer, asked.policy, log, witnesses=asked.witnesses
            )
            refuse_while_whole(events, log, signed)
            freeze(admin, asked.number, signed)
        ended = TransparencyLog(db, old)
        yield f"{asked.origin} is frozen with {ended.head().size} leaves."
        _record(asked, ended, parts)
        yield f"{ended.head().size - ended.size()} of them are lost; this is on record."
        signer = Signer.begun(asked.successor, asked.folder)
        yield f"{asked.successor} has a key, in {asked.folder}."
    Sealer(events, TransparencyLog(db), signer).catch_up()
    yield f"{signer.last.size} events that are here are sealed in {asked.successor}."


def _record(asked: Fork, ended: TransparencyLog, parts: Parts) -> None:
    id = fork_of(asked.origin)
    if parts.registry.history(id):
        return
    end, kept = ended.head(), ended.size()
    command = ForkLog(
        origin=asked.origin,
        successor=asked.successor,
        size=end.size,
        root=base64(end.root),
        first_lost=kept,
        lost=end.size - kept,
        reason=asked.reason,
    )
    parts.registry.execute(log_forks, id, command, asked.by)
