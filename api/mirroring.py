"""The command with which another authority follows, checks and cosigns the log.

It needs no database, no home and no key of ours.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Annotated

import typer
from rich.console import Console

from api.composition import now
from domain.notes import BadNote, PublicKey, SignatureType
from infrastructure.cosigner import CannotCosign, Cosigner
from infrastructure.lasting import replace
from infrastructure.mirror import Mirror, Unusable
from infrastructure.provider_keys import is_trustworthy
from infrastructure.remote import NoAnswer, Remote
from infrastructure.settings import BadSettings
from infrastructure.tile_files import TileFiles

MOST = 500  # connections
console = Console(stderr=True)


@dataclass(frozen=True)
class Copy:
    cosigner: Cosigner
    files: TileFiles
    mirror: Mirror


def mirror(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False)],
    source: Annotated[str, typer.Option("--from", help="Where the log is published")],
    *,
    log: Annotated[
        list[str] | None,
        typer.Option(help="The log's vkey; needed the first time, repeat for more"),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="Under which to cosign, for ever; needed the first time"),
    ] = None,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8100,
    once: Annotated[
        bool, typer.Option(help="Look once, answer nobody, and end")
    ] = False,
) -> None:
    """Follow a transparency log, check it, keep its tiles, and cosign what holds."""
    with copied(folder, source, log or [], name) as copy:
        console.print(f"cosigns as {copy.cosigner.key}", soft_wrap=True, markup=False)
        if once:
            _look_once(copy.mirror)
        else:
            _serve(copy, host, port)
        found = copy.cosigner.contradictions.all()
        for place in found:
            console.print(f"Evidence against the log: {place}", style="red")
        raise typer.Exit(1 if found else 0)


@contextmanager
def copied(
    folder: Path, source: str, vkeys: list[str], name: str | None
) -> Iterator[Copy]:
    if not is_trustworthy(source):
        raise BadSettings("--from: give an https address, or http on this machine.")
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock, Remote(source) as remote:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadSettings(f"Another mirror is at work in {folder}.") from None
        logs = known_logs(folder / "log-vkeys", vkeys)
        try:
            files = TileFiles(folder)
        except (BadNote, OSError) as error:
            raise CannotCosign(
                f"{folder} is damaged: {error} Put it back, or move checkpoint and tile"
                " away, and they are fetched and checked again."
            ) from None
        cosigner = Cosigner(folder, name, logs, now, files.head_at)
        yield Copy(cosigner, files, Mirror(remote, files, cosigner, now))


def known_logs(file: Path, vkeys: list[str]) -> list[PublicKey]:
    """Those given are kept for later starts; all have the name of those before."""
    kept = file.read_text(encoding="utf-8").split() if file.exists() else []
    try:
        logs = [PublicKey.read(each) for each in vkeys or kept]
        before = [PublicKey.read(each) for each in kept]
    except BadNote as error:
        raise BadSettings(f"--log: {error}") from None
    if not logs:
        raise BadSettings("Say whom to follow: --log with the vkey of the log.")
    if len({key.name for key in [*logs, *before]}) > 1:
        raise BadSettings("--log: this is another log; a folder follows one.")
    if any(key.type is not SignatureType.NOTE for key in logs):
        raise BadSettings("--log: this is the key of a witness, not of a log.")
    if logs != before:
        text = "".join(f"{each}\n" for each in logs)
        replace(file, text.encode(), mode=0o644)
    return logs


def _look_once(mirror: Mirror) -> None:
    try:
        mirror.follow()
    except (NoAnswer, Unusable) as error:
        raise BadSettings(f"The log can't be followed. {error}") from None


def _serve(copy: Copy, host: str, port: int) -> None:
    # What answers takes long to load, and no other command needs it.
    from api.listening import listening, run  # noqa: PLC0415
    from api.mirrored import create_app  # noqa: PLC0415

    stop = Flag()
    thread = Thread(target=copy.mirror.run, args=(stop,), name="mirror")
    with listening(host, port) as place:
        console.print(f"mirror and witness on http://{host}:{port}")
        thread.start()
        try:
            run(create_app(copy.cosigner, copy.files), place, MOST)
        finally:
            stop.set()
            thread.join()
