"""The command `genfind`: serve, demonstrate, look after."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from eventsourcing.persistence import OperationalError
from rich.console import Console
from rich.progress import Progress

from api import handing_out, read_models
from api.composition import evidence_store, now
from api.demo_issuer import DemoIssuer, NotLoopback, issuer_url
from api.follower import project as keep_read_models
from api.forking import fork
from api.home import composed, home
from api.losing import lost
from api.memory import few_arenas
from api.mirroring import mirror
from api.pages.assets import MissingAssets
from api.rebuilding import NotFilled
from api.retention import retention
from api.sealing import seal as keep_transparency_log
from api.verifying import verify
from api.verifying_receipts import verify_receipt
from domain.contacts import EvidenceAttached
from domain.court_papers import CourtPrintIssued
from domain.disclosures import MakeExport, Operation, disclosures
from domain.event import By, Role
from domain.purposes import Purpose, regime_for
from domain.reactions import TOPICS
from infrastructure import log
from infrastructure.cosigner import CannotCosign
from infrastructure.doctor import examine
from infrastructure.evidence_check import examine_evidence
from infrastructure.journal import Journal, export
from infrastructure.key_encryption import DoubtfulKey
from infrastructure.migrate import CannotMigrate
from infrastructure.migrate import migrate as bring_up_to_date
from infrastructure.settings import BadSettings
from infrastructure.shadows import Interrupted
from infrastructure.signer import WillNotSign

cli = typer.Typer(
    help="The registry in which a citizen's contact with the police is never lost.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (
    read_models.rebuild,
    read_models.parked,
    read_models.reconcile,
    mirror,
    retention,
    verify_receipt,
):
    cli.command()(command)
cli.command()(verify)
cli.command()(fork)
cli.command()(lost)
cli.command()(handing_out.access)
cli.command(hidden=True)(read_models.fill)
console = Console(stderr=True)

CANNOT = (
    BadSettings,
    CannotCosign,
    CannotMigrate,
    DoubtfulKey,
    Interrupted,
    MissingAssets,
    NotFilled,
    NotLoopback,
    OperationalError,
    WillNotSign,
    psycopg.OperationalError,
)


def main() -> None:
    """Exit codes: 0 done, 1 something was found or refused, 2 could not be tried."""
    log.configure()
    few_arenas()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does
    try:
        cli()
    except CANNOT as error:
        console.print(str(error), style="red", markup=False)
        sys.exit(2)


@cli.command()
def serve(
    *,
    projector: Annotated[
        bool, typer.Option(help="Keep the read models up to date, in a process beside")
    ] = True,
    sealer: Annotated[
        bool, typer.Option(help="Keep the transparency log, in a process beside")
    ] = True,
) -> None:
    """Serve the API; people sign in at GENFIND_ISSUER."""
    from api.server import serve_registry  # noqa: PLC0415 - pages take long to load

    serve_registry(home(), projector=projector, sealer=sealer)


@cli.command()
def project(
    *,
    beside: Annotated[
        bool, typer.Option(hidden=True, help="End with standard input")
    ] = False,
) -> None:
    """Keep the read models up to date."""
    keep_read_models(home(), beside=beside)


@cli.command()
def seal(
    *,
    beside: Annotated[
        bool, typer.Option(hidden=True, help="End with standard input")
    ] = False,
) -> None:
    """Keep the transparency log: seal every event, and sign what was sealed."""
    keep_transparency_log(home(), beside=beside)


@cli.command()
def log_vkey() -> None:
    """Print the key that the log's signatures are verified with, and nothing else."""
    typer.echo(str(home().log_key()))


@cli.command()
def demo(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    samples: Annotated[bool, typer.Option(help="Load the sample journal")] = True,
) -> None:
    """A filled registry with demo sign-in, on this machine only."""
    from api.server import demonstrate  # noqa: PLC0415 - pages take long to load

    demonstrate(home(), port, samples=samples)


@cli.command()
def migrate() -> None:
    """Make the databases, or bring them up to date."""
    here = home()
    bring_up_to_date(here.admin(), here.service())
    console.print("The databases are up to date.")


@cli.command("import")
def import_(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Record the commands of a journal (JSON Lines), each one once."""
    recorded = repeated = refused = 0
    with composed(home()) as parts, Progress(console=console) as progress:
        task = progress.add_task("Importing", total=file.stat().st_size)
        journal = Journal(parts.registry, TOPICS, set_clock=home().is_demo)
        for outcome in journal.read(file, lambda size: progress.advance(task, size)):
            if outcome.receipt is None:
                refused += 1
                progress.console.print(f"line {outcome.line}: {outcome.reason}")
            elif outcome.receipt.repeated:
                repeated += 1
            else:
                recorded += 1
    console.print(f"{recorded} recorded, {repeated} known before, {refused} refused")
    raise typer.Exit(1 if refused else 0)


@cli.command("export")
def export_(
    file: Path,
    person: Annotated[str, typer.Option(help="The custodian who asks for it")],
    purpose: Annotated[Purpose, typer.Option(help="What for")],
    reference: Annotated[str | None, typer.Option(help="Case or matter")] = None,
    recipient: Annotated[
        str | None, typer.Option(help="Who gets the file; none: it stays in the house")
    ] = None,
    *,
    with_words: Annotated[bool, typer.Option(help="Open personal words")] = False,
) -> None:
    """Write every event to a new file; that it was done is in the access log."""
    if file.exists():
        raise typer.BadParameter(f"{file} is there already: name a new file.")
    by = By(id=person, role=Role.CUSTODIAN, district=None)
    with composed(home()) as parts, Progress(console=console) as progress:
        newest = parts.registry.recorder.newest()
        command = MakeExport(
            operation=Operation.DISCLOSURE if recipient else Operation.CONSULTATION,
            view="export",
            count=newest,
            fields=["*"] if with_words else [],
            purpose=purpose,
            reference=reference,
            recipient=recipient,
            position=newest,
            regime=regime_for(purpose),
        )
        parts.access_log.execute(disclosures, parts.new_id(), command, by)
        task = progress.add_task("Exporting", total=newest)
        for position in export(parts.registry, file, with_words=with_words):
            progress.update(task, completed=position)


@cli.command()
def token(
    role: Role,
    district: Annotated[str | None, typer.Option()] = None,
    person: Annotated[str | None, typer.Option()] = None,
) -> None:
    """Print a bearer token of the running demo, and nothing else."""
    here = home()
    issuer = DemoIssuer(here.path, issuer_url(here.demo_port()), now)
    typer.echo(issuer.token(role, district, person))


@cli.command()
def doctor() -> None:
    """Name every way in which the databases differ from what they should be."""
    here = home()
    admin, service = here.admin(), here.service()
    findings = examine(admin, service)
    with evidence_store(here.settings.evidence_url, service) as store:
        events = [EvidenceAttached.__name__, CourtPrintIssued.__name__]
        findings += examine_evidence(admin, service, store, events, now())
    for finding in findings:
        console.print(f"{finding.subject}: {finding.problem} {finding.remedy}")
    console.print(
        f"{len(findings)} findings" if findings else "All is as it should be."
    )
    raise typer.Exit(1 if findings else 0)
