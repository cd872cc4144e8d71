"""Who keeps the backups, and a server made of one: with the files that operators use."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import psutil
import psycopg

from tests.cluster.line import LOOPBACK
from tests.cluster.machines import Cluster
from tests.fire.running import ROOT, free_port, until

BARMAN = ROOT / ".venv/cluster/bin/barman"
SHARED = ROOT / "deploy/barman/archive.conf"
LOGIN = ROOT / "deploy/barman/login.sql"
HOSTS = "host=db-a,db-b,db-c"


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
        me = psutil.Process().username()
        own = f"[barman]\nbarman_user = {me}\nbarman_home = {self._folder}\n"
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
        return "receive-wal running: OK" in checked

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
        self._log = pgdata / "restored.log"  # where the server's account may write

    def start(self) -> None:
        """To the moment. The confirmation that the cluster's leader must have, nobody here
        could give."""
        programs = self._cluster.programs
        for path in (self._pgdata, *self._pgdata.rglob("*")):
            os.chown(path, programs.uid, programs.gid, follow_symlinks=False)
        its_own = f"-p {self.port} -h {LOOPBACK} -c synchronous_standby_names="
        self._control("start", "-w", "-t", 60, "-l", self._log, "-o", its_own)
        until(self._is_open, 0.1, self._log.read_text)

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
