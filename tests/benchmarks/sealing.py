"""What the transparency log costs: sealing, verifying, and proofs in a tree of a million."""

from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from random import Random
from threading import Event as Flag
from threading import Thread
from time import monotonic, perf_counter, sleep
from typing import LiteralString

import psycopg
from psycopg import ServerCursor

from api.composition import now
from api.mirrored import create_app
from domain.merkle import leaf_data
from domain.policies import Policy, Witness
from domain.proofs import Proof
from infrastructure.alarms import Alarms
from infrastructure.cosigner import Cosigner
from infrastructure.postgres import Addresses, Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer
from infrastructure.signer import Signer
from infrastructure.tile_files import TileFiles
from infrastructure.transparency_log import Leaf, TransparencyLog
from infrastructure.verifying import EVENTS, PAGE, Audit
from infrastructure.verifying_notes import notes_of
from infrastructure.witnesses import Witnesses
from tests.benchmarks.load import Measured
from tests.benchmarks.reading import timed
from tests.fire.running import until
from tests.infrastructure.sealing_all import ORIGIN, events
from tests.loopback import served

MANY, PER_SAVE, LEAVES, ASKED = 200_000, 400, 1_000_000, 500
RATE, SECONDS = 75, 30.0  # events a second, while the lag of their seals is taken
LAG_AIM, PROOF_AIM, VERIFY_AIM = 2.0, 10.0, 50_000  # s, ms, events/s
WAITED: LiteralString = """
select extract(epoch from done.at - recorded_at)::float
from archive.stored_events join transparency.leaf using (notification_id)
cross join lateral (
    select {} as at from transparency.{} where size > leaf.idx order by size limit 1
) as done
where notification_id > %s
"""
SIGNED = WAITED.format("signed_at", "checkpoint")
COSIGNED = WAITED.format("received_at", "cosignature")


def measure(service: Addresses, admin: Addresses, folder: Path) -> list[str]:
    with ExitStack() as opened:

        def recorder(role: str) -> GroupCommitRecorder:
            db = Database(service.archive, role=role, schema="archive")
            return GroupCommitRecorder(opened.enter_context(db))

        writer, reader = recorder("genfind_writer"), recorder("genfind_sealer")
        log = TransparencyLog(reader.datastore)
        signer = Signer.begun(ORIGIN, folder / "signer")
        sealer = Sealer(reader, log, signer)
        made = events(MANY)
        for start in range(0, MANY, PER_SAVE):
            writer.insert_events(made[start : start + PER_SAVE])
        sealed = _took(sealer.catch_up)
        with psycopg.connect(admin.archive) as conn:
            read = _took(lambda: _only_read(conn))
            verified = _took(lambda: _verified(conn, signer))
        signed = _lag(writer, sealer, lambda: signer.last.size, SIGNED, admin)
        cosigner = Cosigner(folder, "oversight.example", [signer.key], now)
        with served(create_app(cosigner, TileFiles(folder))) as url:
            witness = Witness("oversight", cosigner.key, url)
            policy = Policy((signer.key,), (witness,), (), witness.name)
            asking = Sealer(reader, log, signer, Witnesses(log, policy, Alarms()))
            cosigned = _lag(writer, asking, lambda: cosigner.tree.size, COSIGNED, admin)
        _grow(log, LEAVES)
        inclusion, consistency = _proofs(log, signer)
        receipt, of = _receipt(log, signer, made[0])
    return [
        "| what | result | aim |",
        "|---|---|---|",
        f"| {MANY} events sealed and signed at once | {MANY / sealed:.0f}/s | - |",
        f"| the same read, and nothing else | {MANY / read:.0f}/s | - |",
        (
            f"| the same verified, all from their rows | {MANY / verified:.0f}/s"
            f" | {VERIFY_AIM}/s |"
        ),
        f"| from recorded to signed, at {RATE} events/s | {_ms(signed)} | - |",
        f"| to cosigned by a witness beside it | {_ms(cosigned)} | p99 {LAG_AIM} s |",
        f"| proof that a leaf is among {LEAVES} | {_ms(inclusion)} | p99 {PROOF_AIM} ms |",
        (
            f"| proof that an older tree is its beginning | {_ms(consistency)}"
            f" | p99 {PROOF_AIM} ms |"
        ),
        (
            f"| a receipt from a tree of that size, without witnesses | {receipt} bytes,"
            f" of which {of} are what it is about | - |"
        ),
    ]


def _took(done: Callable[[], object]) -> float:
    began = perf_counter()
    done()
    return perf_counter() - began


def _only_read(conn: psycopg.Connection) -> None:
    with ServerCursor(conn, "bare") as cursor:
        cursor.itersize = PAGE
        cursor.execute(EVENTS.encode(), binary=True)
        for _ in cursor:
            pass


def _verified(conn: psycopg.Connection, signer: Signer) -> None:
    notes, audit = notes_of(conn, Policy.of(signer.key)), Audit(conn)
    audit.run()
    assert not [*notes.findings, *audit.findings]


def _lag(
    writer: GroupCommitRecorder,
    sealer: Sealer,
    reached: Callable[[], int],
    waited: LiteralString,
    admin: Addresses,
) -> Measured:
    """By the server's clock alone, for every event that came meanwhile."""
    stop, before = Flag(), writer.newest()
    thread = Thread(target=sealer.run, args=(stop,))
    thread.start()
    end, number = monotonic() + SECONDS, int(RATE * SECONDS)
    for nth, each in enumerate(events(number)):
        sleep(max(0.0, end - SECONDS + nth / RATE - monotonic()))
        writer.insert_events([each])
    until(lambda: reached() >= before + number)
    stop.set()
    thread.join()
    with psycopg.connect(admin.archive) as conn:
        found = [row[0] for row in conn.execute(waited, (before,))]
    assert len(found) == number
    return Measured(RATE, sorted(found))


def _grow(log: TransparencyLog, size: int) -> None:
    """With leaves of no event, to have a tree of that size."""
    head, position = log.head(), log.last_sealed()
    tree = log.growing(head.size)
    while tree.size < size:
        first = tree.size
        count = min(50_000, size - first)
        hashes = [sha256(str(first + nth).encode()).digest() for nth in range(count)]
        full = tree.extend(hashes)
        leaves = [
            Leaf(first + nth, position + 1 + first + nth, hash)
            for nth, hash in enumerate(hashes)
        ]
        log.add(leaves, full, tree.head())


def _proofs(log: TransparencyLog, signer: Signer) -> tuple[Measured, Measured]:
    """Each with a tree of its own, as a request has it."""
    random, head = Random(1), log.head()
    places = [random.randrange(head.size) for _ in range(ASKED)]
    signer.sign(head, log.tree(head.size).consistency_proof(signer.last.size))
    inclusion = timed(
        [lambda n=n: log.tree(head.size).inclusion_proof(n) for n in places]
    )
    consistency = timed(
        [lambda n=n: log.tree(head.size).consistency_proof(n + 1) for n in places]
    )
    return inclusion, consistency


def _receipt(log: TransparencyLog, signer: Signer, event) -> tuple[int, int]:
    head = log.head()
    about = leaf_data(
        event.originator_id, event.originator_version, event.topic, event.state
    )
    note = signer.sign(head, [])
    hashes = log.tree(head.size).inclusion_proof(0)
    return len(str(Proof(0, hashes, note, about)).encode()), len(about)


def _ms(measured: Measured) -> str:
    return f"p50 {measured.at(0.5):.1f} ms · p99 {measured.at(0.99):.1f} ms"
