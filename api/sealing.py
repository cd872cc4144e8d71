"""Keeps the transparency log, in a process of its own that has no key of any citizen."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event as Flag
from threading import Thread

from rich.console import Console

from api.beside import until_left_alone
from api.home import Home
from infrastructure.alarms import Alarms
from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer
from infrastructure.transparency_log import TransparencyLog
from infrastructure.witnesses import Witnesses

SEALER = "genfind_sealer"
console = Console(stderr=True)


@contextmanager
def sealer(home: Home) -> Iterator[Sealer]:
    """Of a home that has been prepared."""
    with Database(
        home.service().archive, role=SEALER, schema="archive", pool_size=1, sure=True
    ) as db:
        tree, signer = TransparencyLog(db), home.signer()
        witnesses = Witnesses(tree, home.policy(), Alarms(db))
        yield Sealer(GroupCommitRecorder(db), tree, signer, witnesses)


def seal(home: Home, *, beside: bool) -> None:
    """Until interrupted, or left alone. Tells the log's line of a policy file."""
    if not beside:
        home.prepare()
        console.print(f"log {home.signer().key}", soft_wrap=True, markup=False)
    with sealer(home) as ours:
        stop = Flag()
        thread = Thread(target=ours.run, args=(stop,), name="sealer")
        thread.start()
        try:
            with suppress(KeyboardInterrupt):
                until_left_alone(stop, beside=beside)
        finally:
            stop.set()
            thread.join()
