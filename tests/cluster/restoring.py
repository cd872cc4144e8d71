"""A restore to a moment, as operators do it: Barman, and the keys apart."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import Any

import psutil
import psycopg

from infrastructure.embedded_postgres import SERVICE
from tests.api.telling import HANDLING
from tests.cluster.line import LOOPBACK
from tests.cluster.machines import Cluster
from tests.cluster.serving import Registry, Told, writing
from tests.fire.running import ROOT, free_port, genfind, until

BARMAN = ROOT / ".venv/cluster/bin/barman"
SHARED = ROOT / "deploy/barman/archive.conf"  # the files that operators use
LOGIN = ROOT / "deploy/barman/login.sql"
HOSTS = "host=db-a,db-b,db-c"
ENOUGH = 100  # acknowledged between two steps


class Barman:
    """The machine that keeps backups, and follows the log of whoever leads."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster, self._folder = cluster, cluster.folder / "barman"
        self._folder.mkdir(mode=0o700)
        password = token_hex(16)
        pgpass = self._folder / "pgpass"
        pgpass.touch(mode=0o600)
        pgpass.write_text(f"*:*:*:barman:{password}\n")
        path = f"{cluster.programs.bin}:{os.environ['PATH']}"
        self._env = os.environ | {"PGPASSFILE": str(pgpass), "PATH": path}
        self._conf = self._folder / "barman.conf"
        ports = ",".join(map(str, cluster.ports()))
        hosts = f"host={','.join([LOOPBACK] * 3)} port={ports}"
        shared = SHARED.read_text().replace(HOSTS, hosts)
        own = f"[barman]\nbarman_user = {_me()}\nbarman_home = {self._folder}\n"
        self._conf.write_text(own + shared)
        admin = cluster.address("postgres", "postgres", cluster.password)
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(LOGIN.read_text())
            conn.execute(f"ALTER ROLE barman PASSWORD '{password}'")

    @contextmanager
    def following(self) -> Iterator[None]:
        """As barman's cron has it: the log streams to it at all times."""
        with (self._folder / "stream.log").open("w") as said:
            stream = subprocess.Popen(
                [BARMAN, "-c", self._conf, "receive-wal", "archive"],
                env=self._env,
                stdout=said,
                stderr=said,
            )
            try:
                until(self._is_well, 0.5, (self._folder / "stream.log").read_text)
                yield
            finally:
                for each in psutil.Process(stream.pid).children(recursive=True):
                    each.send_signal(signal.SIGTERM)
                stream.terminate()
                stream.wait(30)

    def _is_well(self) -> bool:
        self.catch_up()
        checked = self._said("check", "archive")
        return "receive-wal running: OK" in checked and "WAL archive: OK" in checked

    def back_up(self) -> None:
        self.run("backup", "archive")

    def catch_up(self) -> None:
        """Have everything up to now in the archive of logs."""
        self.run(
            "switch-wal", "--force", "--archive", "--archive-timeout=20", "archive"
        )

    def restore(self, moment: str, to: Path) -> None:
        self.run(
            "restore",
            "--target-time",
            moment,
            "--target-action",
            "promote",
            "archive",
            "latest",
            to,
        )

    def run(self, *arguments: object) -> None:
        done = self._done(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def _said(self, *arguments: object) -> str:
        return str(self._done(*arguments).stdout)

    def _done(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [str(each) for each in (BARMAN, "-c", self._conf, *arguments)]
        return subprocess.run(
            command,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )


class Restored:
    """A server with what was restored, which nobody follows and nobody is followed by."""

    def __init__(self, cluster: Cluster, pgdata: Path) -> None:
        self._cluster, self._pgdata, self.port = cluster, pgdata, free_port()
        self._said = cluster.folder / "restored.log"

    def start(self) -> None:
        """To the moment. The confirmation that the cluster's leader must have, nobody here
        could give."""
        programs = self._cluster.programs
        for path in (self._pgdata, *self._pgdata.rglob("*")):
            os.chown(path, programs.uid, programs.gid, follow_symlinks=False)
        its_own = f"-p {self.port} -h {LOOPBACK} -c synchronous_standby_names="
        self._control("start", "-w", "-t", 60, "-l", self._said, "-o", its_own)
        until(self._is_open, 0.1, self._said.read_text)

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

    def address(self, user: str, password: str, database: str = "genfind") -> str:
        return f"postgresql://{user}:{password}@{LOOPBACK}:{self.port}/{database}"

    def replace_keys(self, dump: Path) -> None:
        """With those of a backup of their own."""
        server = self.address("postgres", self._cluster.password, "postgres")
        with psycopg.connect(server, autocommit=True) as conn:
            conn.execute("DROP DATABASE genfind_keys WITH (FORCE)")
        self._cluster.programs.run(
            self._said, "pg_restore", "--create", "--exit-on-error", "-d", server, dump
        )

    def _is_open(self) -> bool:
        server = self.address("postgres", self._cluster.password, "postgres")
        with psycopg.connect(server) as conn:
            return conn.execute("SELECT NOT pg_is_in_recovery()").fetchone() == (True,)

    def _control(self, *arguments: object) -> None:
        self._cluster.programs.run(self._said, "pg_ctl", "-D", self._pgdata, *arguments)


def drill(cluster: Cluster, registry: Registry) -> list[str]:
    """Rows of the report. Raises AssertionError where the restored is not what was told."""
    barman, old_keys, keys = Barman(cluster), *_dumps(cluster)
    with barman.following():
        with writing(registry) as first:
            barman.back_up()
            _some_more(first)
        _dump_keys(cluster, registry, old_keys)
        with writing(registry) as second:
            _some_more(second)
        moment, expected = _now(registry), registry.stored()
        with writing(registry) as too_late:
            _some_more(too_late)
        _dump_keys(cluster, registry, keys)
        barman.catch_up()
        began = monotonic()
        barman.restore(moment, cluster.folder / "restored")
    took = monotonic() - began
    restored = Restored(cluster, cluster.folder / "restored")
    restored.start()
    opened = monotonic() - began
    service = restored.address(SERVICE, cluster.service_password)
    admin = restored.address("postgres", cluster.password)
    try:
        with registry.elsewhere(service, admin) as other:
            _holds(other, expected, first, second, too_late)
            _keys_tell(other, restored, old_keys, keys, first, second)
    finally:
        restored.stop()
    return [
        "| what | result |",
        "|---|---|",
        f"| acknowledged before the moment, restored | {len(first.receipts | second.receipts)} |",
        f"| acknowledged after it, left out | {len(too_late.receipts)} |",
        f"| files restored | {took:.1f} s |",
        f"| open, at the moment | {opened:.1f} s |",
    ]


def _holds(
    other: Registry, expected: list[Any], first: Told, second: Told, too_late: Told
) -> None:
    """Exactly what was there at the moment, and all that was told by then."""
    assert other.stored() == expected
    assert (first.lost(other), second.lost(other)) == (0, 0)
    assert too_late.lost(other) == len(too_late.receipts)
    other.run("doctor")
    other.serve()
    live = other.shown()
    other.run("rebuild")
    assert other.shown() == live


def _keys_tell(
    other: Registry, restored: Restored, old: Path, new: Path, first: Told, second: Told
) -> None:
    """Newer keys than the archive open everything; older ones do not, and it is seen."""
    other.end()
    restored.replace_keys(old)
    other.begin("serve", "--no-projector", **other.settings)
    assert _shown(other, first) == 200
    print(_shown(other, second))
    with other.client() as client:
        print(client.get("/health/ready").json())
    r = genfind(other.home, "rebuild", **other.settings)
    print(r.returncode, r.stderr[-600:])
    other.end()
    restored.replace_keys(new)
    other.run("doctor")
    other.serve()
    assert (_shown(other, first), _shown(other, second)) == (200, 200)
    other.end()


def _shown(registry: Registry, told: Told) -> int:
    """How the door answers that is asked for one of these contacts."""
    contact = next(iter(told.receipts))
    with registry.client() as client:
        return client.get(f"/contacts/{contact.id}", headers=HANDLING).status_code


def _some_more(told: Told) -> None:
    before = len(told.receipts)
    until(lambda: len(told.receipts) > before + ENOUGH, 0.05)


def _now(registry: Registry) -> str:
    """By the clock of the server that leads."""
    with psycopg.connect(registry.as_admin().archive) as conn:
        [moment] = conn.execute("SELECT clock_timestamp()::text").fetchone() or [None]
    return str(moment)


def _dumps(cluster: Cluster) -> Iterator[Path]:
    return (cluster.folder / f"keys-{age}.dump" for age in ("old", "new"))


def _dump_keys(cluster: Cluster, registry: Registry, to: Path) -> None:
    address = registry.as_admin().keys
    cluster.programs.run(
        cluster.folder / "dump.log", "pg_dump", "-Fc", "-f", to, address
    )


def _me() -> str:
    return psutil.Process().username()
