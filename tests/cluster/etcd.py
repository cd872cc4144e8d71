"""Three members of etcd, who agree on who leads, and the account that programs run in."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2

from infrastructure.embedded_postgres import EmbeddedPostgres
from tests.cluster.line import LOOPBACK
from tests.fire.running import PLAIN, free_port, until

NAMES = ("a", "b", "c")


class Programs:
    """PostgreSQL's, and the account that may run them."""

    def __init__(self, folder: Path) -> None:
        server = EmbeddedPostgres(folder)
        server.ensure()  # makes the account where there must be one
        server.stop("immediate")
        shutil.rmtree(folder)
        self.bin, self.uid, self.gid = server.install / "bin", server.uid, server.gid

    def folder(self, path: Path) -> Path:
        path.mkdir(mode=0o700)
        os.chown(path, self.uid, self.gid)
        return path

    def begin(
        self, said: Path, *command: object, **more: str
    ) -> subprocess.Popen[bytes]:
        """A program on its way, in this account, and what it says in a file."""
        how: dict[str, Any] = {"cwd": "/", "start_new_session": True}
        how["env"] = {"PATH": f"{self.bin}:{os.defpath}", "LC_ALL": "C.UTF-8"} | more
        if os.geteuid() == 0:
            how |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        with said.open("a") as out:
            return subprocess.Popen(
                list(map(str, command)), stdout=out, stderr=out, **how
            )

    def run(self, said: Path, *command: object) -> None:
        assert self.begin(said, *command).wait(120) == 0, said.read_text()[-2000:]


class Etcd:
    """Three members, who agree on who leads."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self._folder, self._programs = folder, programs
        self.clients = [free_port() for _ in NAMES]
        self._peers = [free_port() for _ in NAMES]
        self._members: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self._members = [self._started(n) for n in range(len(NAMES))]
        until(self.is_well, 0.1)

    def is_well(self) -> bool:
        for port in self.clients:
            with suppress(httpx2.TransportError):
                answer = httpx2.get(f"http://{LOOPBACK}:{port}/health", **PLAIN)
                if answer.json().get("health") == "true":
                    continue
            return False
        return True

    def kill(self, n: int) -> None:
        self._members[n].kill()
        self._members[n].wait()

    def revive(self, n: int) -> None:
        self._members[n] = self._started(n)
        until(self.is_well, 0.1)

    def stop(self) -> None:
        for n in range(len(self._members)):
            self.kill(n)

    def _started(self, n: int) -> subprocess.Popen[bytes]:
        client, peer = (
            f"http://{LOOPBACK}:{p[n]}" for p in (self.clients, self._peers)
        )
        data = self._folder / f"etcd-{NAMES[n]}"
        if not data.exists():
            self._programs.folder(data)
        all_peers = zip(NAMES, self._peers, strict=True)
        cluster = ",".join(
            f"{name}=http://{LOOPBACK}:{port}" for name, port in all_peers
        )
        return self._programs.begin(
            self._folder / f"etcd-{NAMES[n]}.log",
            *("etcd", "--name", NAMES[n], "--data-dir", data),
            *("--listen-client-urls", client, "--advertise-client-urls", client),
            *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
            *("--initial-cluster", cluster, "--initial-cluster-state", "new"),
        )
