"""A demo as people run it: a process, a home on a disk, a PostgreSQL that promises."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any, Self
from urllib.parse import quote, urlsplit
from uuid import uuid4

import httpx2
import psutil

from api.composition import now
from api.demo_issuer import DemoIssuer, issuer_url
from domain.event import Role
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.postgres import Addresses

ROOT, DISK = Path(__file__).parents[2], Path("/var/tmp")
GENFIND = [sys.executable, "-m", "api"]
PORTS = range(20_000, 32_000)  # the kernel gives clients others, so none meets itself
PATIENCE = 90  # seconds, for whatever must happen at last
WITHOUT = ("GENFIND_", "PYTHONDONTWRITEBYTECODE")  # the second makes starts slow
PLAIN: Any = {"timeout": 30, "trust_env": False, "verify": False}  # no TLS here


class Demo:
    """Starts, is killed, starts again; what it has recorded is in its home."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.command, self.settings = GENFIND, dict[str, str]()  # with which it starts
        self.postgres = EmbeddedPostgres(home / "postgres")
        self._process: subprocess.Popen[bytes] | None = None
        self._said = home.with_name(f"{home.name}.said")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, *options: str, **settings: str) -> Self:
        return self.begin("demo", "--port", str(self.port), *options, **settings)

    def begin(self, *arguments: str, **settings: str) -> Self:
        with self._said.open("a") as output:
            given = self.settings | settings
            self._process = begun(
                self.home, *arguments, output=output, command=self.command, **given
            )
        self.wait_until_ready()
        return self

    def know_postgres_by_address(self, host: str, port: int) -> None:
        """From the next start on it is a stranger's, whom the server does not start."""
        login = urlsplit(self.postgres.dsn(SERVICE, SERVICE)).netloc
        where = f"host={quote(host, safe='')}&port={port}"
        self.settings = {
            "GENFIND_DATABASE_URL": f"postgresql://{login}/{SERVICE}?{where}",
            "GENFIND_KEK_FILE": str(self.home / "kek"),
            "GENFIND_SIGNER_FOLDER": str(self.home / "signer"),
        }

    def go_on(self, *options: str) -> None:
        """Start again, unless it still runs."""
        if self._process.poll() is not None:
            self.start(*options)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Until it says so itself, with nothing left for the read models to catch up."""
        with httpx2.Client(base_url=self.url, **PLAIN) as client:
            until(lambda: self._is_ready(client), 0.02, self.said)

    def _is_ready(self, client: httpx2.Client) -> bool:
        assert self._process.poll() is None, self.said()
        with suppress(httpx2.TransportError):
            answer = client.get("/health/ready")
            return answer.status_code == 200 and answer.json()["lag"] == 0
        return False

    def said(self) -> str:
        """All that it has printed, of all its starts."""
        return self._said.read_text()

    def end(self) -> int:
        """As an operator ends it; the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    @contextmanager
    def without_postgres(self) -> Iterator[None]:
        """Killed, and nobody starts it again before the end."""
        with (self.postgres.state / ".lock").open("a") as lock:
            flock(lock, LOCK_EX)
            self.kill_postgres()
            yield

    def follower(self) -> psutil.Process | None:
        """The process beside the server that keeps the read models."""
        return self._beside("project")

    def sealer(self) -> psutil.Process | None:
        """The one that keeps the transparency log."""
        return self._beside("seal")

    def _beside(self, command: str) -> psutil.Process | None:
        for each in psutil.Process(self.pid).children():
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                if each.cmdline()[-2:] == [command, "--beside"]:
                    return each
        return None

    def kill_postgres(self) -> None:
        """No chance to write anything down: the server and all its backends."""
        kill_all(self.postgres_processes())

    def postgres_processes(self) -> list[psutil.Process]:
        postmaster = psutil.Process(int(self.postgres.pid_file.read_text().split()[0]))
        assert postmaster.name().startswith("postgres")  # and no stranger by now
        return [postmaster, *postmaster.children()]

    def processes(self) -> list[psutil.Process]:
        """All that would fall with this machine: PostgreSQL, the server, its follower."""
        server = psutil.Process(self.pid)
        return [*self.postgres_processes(), server, *server.children()]

    def stop(self) -> None:
        """All of it, at once."""
        if self._process and self._process.poll() is None:
            self.kill()
        if self.postgres.state.exists():
            self.postgres.stop("immediate")

    def clear_away(self) -> None:
        self.stop()
        self._said.unlink(missing_ok=True)
        if self.home.exists():
            shutil.rmtree(self.home)

    def token(self, role: Role, ago: timedelta = timedelta(0)) -> str:
        """As given out so long ago."""
        issuer = DemoIssuer(self.home, issuer_url(self.port), lambda: now() - ago)
        return issuer.token(role)

    def client(self, role: Role = Role.OFFICER) -> httpx2.Client:
        return self.client_with(self.token(role))

    def client_with(self, token: str, port: int | None = None) -> httpx2.Client:
        """Somebody with connections of his own; by another port, if there is a line."""
        headers = {"Authorization": f"Bearer {token}"}
        url = self.url if port is None else f"http://127.0.0.1:{port}"
        return httpx2.Client(base_url=url, headers=headers, **PLAIN)

    def as_admin(self) -> Addresses:
        return Addresses.of(self.postgres.dsn(SERVICE))


def kill_all(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


@contextmanager
def demo_home() -> Iterator[Demo]:
    demo = Demo(DISK / f"genfind-{uuid4().hex[:12]}")
    try:
        yield demo
    finally:
        demo.clear_away()


def begun(
    home: Path,
    *arguments: str,
    output: IO[str],
    command: Sequence[str] = GENFIND,
    **settings: str,
) -> subprocess.Popen[bytes]:
    """The command, on its way."""
    return subprocess.Popen(
        [*command, *arguments],
        env=environment(home) | settings,
        cwd=ROOT,
        stdout=output,
        stderr=output,
    )


def genfind(home: Path, *arguments: object, **settings: str) -> Any:
    """The command, run to its end: its exit code, what it printed, what it said."""
    return subprocess.run(
        [*GENFIND, *map(str, arguments)],
        env=environment(home) | settings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def environment(home: Path) -> dict[str, str]:
    mine = {name: v for name, v in os.environ.items() if not name.startswith(WITHOUT)}
    wide = {"COLUMNS": "200"}  # a sentence stays on its line
    return mine | wide | {"GENFIND_HOME": str(home)}


def free_port() -> int:
    for port in random.sample(PORTS, len(PORTS)):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("every port is taken")


def until(
    true: Callable[[], object],
    pause: float = 0.005,
    why: Callable[[], str] = lambda: "it did not become true in time",
) -> None:
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline, why()
        sleep(pause)
