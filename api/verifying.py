"""The command that anybody who may read gives, to see that nothing was changed."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom
from types import MappingProxyType
from typing import Annotated, Any

import psycopg
import typer
from psycopg import Connection
from rich.console import Console
from rich.progress import Progress

from api import rebuilding
from api.composition import WRITER, now
from api.home import DEMO_ORIGIN, Home, composed, home
from api.read_models import compared
from domain.access_seals import DisclosuresSealed
from domain.log_forks import LogForked
from domain.merkle import TreeHead
from domain.policies import Policy
from infrastructure.mapper import spelled
from infrastructure.postgres import conninfo
from infrastructure.settings import BadSettings
from infrastructure.verifying import Audit, Finding
from infrastructure.verifying_access import findings_of_the_access_log
from infrastructure.verifying_frozen import Ended, ended_logs
from infrastructure.verifying_keys import KeyAudit
from infrastructure.verifying_notes import gaps_in_versions, notes_of
from infrastructure.witnessed_times import WitnessedTimes

SOON = timedelta(seconds=60)  # in which every event is sealed
OPENED = 1_000  # events whose words are opened, with --keys
SHOWN = 20  # findings on the screen; the report has them all
console = Console(stderr=True)


@dataclass
class Report:
    """What was looked at, and all that does not hold, first by position."""

    origin: str
    leaves: int = 0
    root: str = ""
    unsealed: int = 0
    checkpoints: int = 0
    relied_on: int = 0  # of them, by the policy
    witnessed: int = 0
    seen_late: int = 0  # of the witnessed: no event's time follows from them
    ended: list[Ended] = field(default_factory=list)  # the logs before this one
    findings: list[Finding] = field(default_factory=list)

    def add(self, findings: Iterable[Finding]) -> None:
        self.findings += findings
        self.findings.sort(key=lambda each: each.position or each.leaf or 0)


def verify(
    report: Annotated[
        Path | None,
        typer.Option(help="Write all that was found as JSON, to a new file"),
    ] = None,
    *,
    keys: Annotated[
        bool,
        typer.Option(help="Also whether keys are as the archive says; where they are"),
    ] = False,
    read_models: Annotated[
        bool, typer.Option(help="Also whether read models hold what the events say")
    ] = False,
) -> None:
    """Derive everything that was sealed and signed from the events themselves.

    Exit codes: 0 it holds, 1 something was found, 2 it could not be checked.
    """
    if report and report.exists():
        raise typer.BadParameter(f"{report} is there already: name a new file.")
    here = home()
    policy = here.policy()
    if policy is None:
        raise BadSettings(
            "Set GENFIND_POLICY_FILE: it names the log and its witnesses."
        )
    with psycopg.connect(here.auditor()) as conn, Progress(console=console) as progress:
        conn.execute("set transaction isolation level repeatable read, read only")
        task = progress.add_task("Verifying", total=_size(conn))
        found = examined(
            conn,
            policy,
            lambda n: progress.update(task, completed=n),
            former=here.former(),
            signed={each.key.name: each.last for each in here.ended()},
        )
        if keys:
            found.add(_of_the_keys(conn, here))
    if read_models:
        found.add(_of_the_read_models(here))
    if report:
        told = asdict(found)
        report.write_text(json.dumps(told, default=str, indent=1), encoding="utf-8")
    _say(found)
    raise typer.Exit(1 if found.findings else 0)


def examined(
    conn: Connection[Any],
    policy: Policy,
    told: Callable[[int], None] = lambda _: None,
    clock: Callable[[], datetime] = now,
    *,
    former: Sequence[Policy] = (),
    signed: Mapping[str, TreeHead] = MappingProxyType({}),
) -> Report:
    """In the one transaction that is open, which only reads. `former` are the policies of
    logs that ended, `signed` what their signers signed last, where that is known.
    """
    report = Report(policy.origin)
    notes = notes_of(conn, policy)
    report.checkpoints, report.relied_on = notes.number, notes.relied_on
    report.witnessed = len(notes.witnessed)
    report.seen_late = sum(not each.at_once for each in notes.witnessed)
    report.add(notes.findings)
    # A demo's clock may have been set, and its origin says so.
    witnessed = [] if policy.origin == DEMO_ORIGIN else notes.witnessed
    audit = Audit(conn, WitnessedTimes.of(witnessed), told)
    head = audit.run()
    report.leaves, report.root = head.size, head.root.hex()
    report.unsealed = len(audit.unsealed)
    report.add(audit.findings)
    late = spelled(clock() - SOON)
    report.add(
        Finding("It was not sealed within a minute.", None, row.position, row.thing)
        for row in audit.unsealed
        if row.at < late
    )
    report.add(gaps_in_versions(conn))
    report.add(findings_of_the_access_log(conn, DisclosuresSealed.__name__))
    report.ended, of_none = ended_logs(conn, LogForked.__name__, former, signed)
    report.add([*of_none, *(each for log in report.ended for each in log.findings)])
    return report


def _of_the_keys(conn: Connection[Any], here: Home) -> list[Finding]:
    """Every key that is named or destroyed, and the words of some events."""
    with (
        composed(here, as_they_are=True) as parts,
        psycopg.connect(conninfo(here.service().keys, WRITER, 0)) as keys,
    ):
        audit = KeyAudit(conn, keys)
        audit.destructions()
        audit.names()
        audit.sample(parts.registry.mapper.to_domain_event, OPENED, SystemRandom())
        return audit.findings


def _of_the_read_models(here: Home) -> Iterator[Finding]:
    """As `genfind reconcile` counts them."""
    with composed(here, as_they_are=True) as parts:
        parked, differences = compared(rebuilding.chosen(parts, ()))
    for each in parked:
        yield Finding(
            f"The read model {each.read_model} stands still.", None, each.position
        )
    for diff in differences:
        yield Finding(
            f"The read model {diff.read_model} has {diff.found} of {diff.what}, and not"
            f" {diff.expected}."
        )


def _size(conn: Connection[Any]) -> int:
    query = "select coalesce(max(size), 0) from transparency.head"
    [(size,)] = conn.execute(query).fetchall()
    return int(size)


def _say(report: Report) -> None:
    console.print(
        f"{report.origin}: {report.leaves} events sealed, {report.unsealed} to be sealed;"
        f" {report.checkpoints} checkpoints, {report.relied_on} of them as the policy"
        f" asks, {report.witnessed} witnessed, {report.seen_late} of these late."
    )
    for log in report.ended:
        console.print(
            f"{log.origin}: frozen with {log.size} leaves under the root {log.root};"
            f" {log.kept} of them are here, {log.lost} are lost and can't be proved here.",
            markup=False,
        )
    for finding in report.findings[:SHOWN]:
        console.print(str(finding), markup=False)
    more = len(report.findings) - SHOWN
    if more > 0:
        console.print(f"And {more} more: --report FILE writes them all.")
    console.print(
        "Something does not hold." if report.findings else "Everything holds."
    )
