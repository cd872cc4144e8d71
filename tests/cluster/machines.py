"""Three machines with PostgreSQL under Patroni, all of them on this one."""

import json
import os
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

import httpx2
import psutil

from tests.cluster.etcd import NAMES, Etcd, Programs
from tests.cluster.line import LOOPBACK, Line, lines
from tests.fire.running import DISK, PLAIN, ROOT, free_port, until

PATRONI = ROOT / ".venv/cluster/bin/patroni"
SHARED = ROOT / "deploy/patroni/patroni.yml"  # the file that operators use


class Machine:
    """Patroni and the PostgreSQL that it keeps, reached by lines that can be cut."""

    def __init__(
        self,
        name: str,
        folder: Path,
        programs: Programs,
        secrets: dict[str, str],
        etcd: Sequence[int],
        draw: Callable[[int], Line],
    ) -> None:
        self.name, self._programs, self.port, self.rest = name, programs, *_ports(2)
        self.pgdata, self.said = folder / f"pg-{name}", folder / f"patroni-{name}.log"
        self.to_agree = [draw(port) for port in etcd]
        self.for_peers, self.for_clients = draw(self.port), draw(self.port)
        self.for_patronis = draw(self.rest)
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            "PATRONI_NAME": name,
            "PATRONI_ETCD3_HOSTS": ",".join(
                f"'{LOOPBACK}:{line.port}'" for line in self.to_agree
            ),
            "PATRONI_ETCD3_USE_PROXIES": "true",  # or it would go round the lines
            "PATRONI_RESTAPI_LISTEN": f"{LOOPBACK}:{self.rest}",
            "PATRONI_RESTAPI_CONNECT_ADDRESS": f"{LOOPBACK}:{self.for_patronis.port}",
            "PATRONI_POSTGRESQL_LISTEN": f"{LOOPBACK}:{self.port}",
            "PATRONI_POSTGRESQL_CONNECT_ADDRESS": f"{LOOPBACK}:{self.for_peers.port}",
            "PATRONI_POSTGRESQL_DATA_DIR": str(self.pgdata),
            "PATRONI_POSTGRESQL_BIN_DIR": str(programs.bin),
            "PATRONI_POSTGRESQL_PGPASS": str(folder / f"pgpass-{name}"),
            **secrets,
        }

    def start(self) -> None:
        self._process = self._programs.begin(
            self.said, PATRONI, SHARED, **self._environment
        )

    def processes(self) -> list[psutil.Process]:
        """All of this machine that can be killed or stopped: Patroni first."""
        mine: list[psutil.Process] = []
        if self._process and self._process.poll() is None:
            mine.append(psutil.Process(self._process.pid))
        return mine + self.postgres()

    def postgres(self) -> list[psutil.Process]:
        with suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
            pid = int((self.pgdata / "postmaster.pid").read_text().split()[0])
            postmaster = psutil.Process(pid)
            if postmaster.name().startswith("postgres"):
                return [postmaster, *postmaster.children()]
        return []

    def kill(self) -> None:
        """As when its power fails."""
        _all(self.processes(), signal.SIGKILL)
        if self._process:
            self._process.wait()

    def kill_postgres(self) -> None:
        _all(self.postgres(), signal.SIGKILL)

    def freeze(self) -> None:
        _all(self.processes(), signal.SIGSTOP)

    def thaw(self) -> None:
        _all(self.processes(), signal.SIGCONT)

    def lines(self) -> list[Line]:
        here = [self.for_peers, self.for_clients, self.for_patronis]
        return [*self.to_agree, *here]

    def tells(self) -> dict[str, Any]:
        """What Patroni says of itself here; nothing while it can't."""
        with suppress(httpx2.TransportError, ValueError):
            url = f"http://{LOOPBACK}:{self.rest}/patroni"
            answer = httpx2.get(url, **PLAIN | {"timeout": 2})
            return dict(answer.json())
        return {}


class Cluster:
    def __init__(self, folder: Path, draw: Callable[[int], Line]) -> None:
        self.folder, self.programs = folder, Programs(folder / "programs")
        os.chown(folder, self.programs.uid, self.programs.gid)
        self.synchronous = True
        self.password, self.service_password = token_hex(16), token_hex(16)
        self._secrets = {
            "PATRONI_SUPERUSER_USERNAME": "postgres",
            "PATRONI_SUPERUSER_PASSWORD": self.password,
            "PATRONI_REPLICATION_USERNAME": "replicator",
            "PATRONI_REPLICATION_PASSWORD": token_hex(16),
        }
        self.etcd = Etcd(folder, self.programs)
        self.machines = [
            Machine(name, folder, self.programs, self._secrets, self.etcd.clients, draw)
            for name in NAMES
        ]

    def start(self) -> None:
        self.etcd.start()
        for machine in self.machines:
            machine.start()
        until(self.is_whole, 0.2, self.said)

    def stop(self) -> None:
        for machine in self.machines:
            machine.thaw()
            machine.kill()
        self.etcd.stop()

    def leader(self, *, besides: Machine | None = None) -> Machine | None:
        """Who leads, by its own word, and takes writes."""
        for machine in self.machines:
            if machine is not besides:
                told = machine.tells()
                if (told.get("role"), told.get("state")) == ("primary", "running"):
                    return machine
        return None

    def the_leader(self) -> Machine:
        leader = self.leader()
        assert leader, self.said()
        return leader

    def standbys(self) -> list[Machine]:
        leader = self.the_leader()
        return [machine for machine in self.machines if machine is not leader]

    def is_whole(self) -> bool:
        """One leads, and two stream from it, each of whom may take over."""
        tells = [machine.tells() for machine in self.machines]
        states = Counter((t.get("role"), t.get("replication_state")) for t in tells)
        named = sum("quorum_standby" in told for told in tells)
        return named == (2 if self.synchronous else 0) and states == {
            ("primary", None): 1,
            ("replica", "streaming"): 2,
        }

    def ask(self, change: dict[str, Any]) -> None:
        """Change what holds for all."""
        url = f"http://{LOOPBACK}:{self.the_leader().rest}/config"
        httpx2.patch(url, json=change, **PLAIN).raise_for_status()

    def switch_over(self, to: Machine) -> None:
        leader = self.the_leader()
        asked = {"leader": leader.name, "candidate": to.name}
        url = f"http://{LOOPBACK}:{leader.rest}/switchover"
        httpx2.post(url, json=asked, **PLAIN).raise_for_status()

    def address(self, database: str, user: str, password: str) -> str:
        """Of all three, whoever leads."""
        hosts = ",".join(f"{LOOPBACK}:{port}" for port in self.ports())
        how = "target_session_attrs=read-write&connect_timeout=2&tcp_user_timeout=3000"
        return f"postgresql://{user}:{password}@{hosts}/{database}?{how}"

    def ports(self) -> list[int]:
        """Where clients find them."""
        return [machine.for_clients.port for machine in self.machines]

    def said(self) -> str:
        tails = [json.dumps([machine.tells() for machine in self.machines])]
        for machine in self.machines:
            if machine.said.exists():
                tails += [machine.name, *machine.said.read_text().splitlines()[-8:]]
        return "\n".join(tails)


@contextmanager
def cluster() -> Iterator[Cluster]:
    folder = DISK / f"genfind-cluster-{uuid4().hex[:8]}"
    folder.mkdir()
    with ExitStack() as opened:
        opened.callback(shutil.rmtree, folder)
        made = Cluster(folder, opened.enter_context(lines()))
        opened.callback(made.stop)
        made.start()
        yield made


def _ports(count: int) -> Iterator[int]:
    return (free_port() for _ in range(count))


def _all(processes: list[psutil.Process], sign: int) -> None:
    for each in processes:
        with suppress(psutil.NoSuchProcess):
            each.send_signal(sign)
