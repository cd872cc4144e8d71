"""One private server for each home, which starts whatever happened to it before."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest

from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres


@pytest.fixture
def place(memory) -> Iterator[Path]:
    """A folder for the states of servers."""
    folder = memory / f"genfind-{uuid4().hex[:12]}"
    folder.mkdir()
    folder.chmod(0o755)
    yield folder
    for state in folder.iterdir():
        server(state).stop("immediate")
    shutil.rmtree(folder)


def server(state: Path, **settings: str) -> EmbeddedPostgres:
    return EmbeddedPostgres(state, shared_buffers="16MB", **settings)


def asked(address: str, question: str) -> object:
    with psycopg.connect(address) as conn:
        return conn.execute(question).fetchone()[0]


def postmaster(server: EmbeddedPostgres) -> psutil.Process:
    return psutil.Process(int(server.pid_file.read_text().split()[0]))


def kill(server: EmbeddedPostgres) -> None:
    process = postmaster(server)
    for each in (process, *process.children()):
        with suppress(psutil.NoSuchProcess):  # it may end by itself meanwhile
            each.kill()


def test_a_home_starts_stops_and_starts_again_with_what_it_held(place) -> None:
    home = server(place / "home")
    with psycopg.connect(home.ensure()) as conn:
        conn.execute("CREATE TABLE kept AS SELECT 'this' AS it")
    assert home.ensure() == home.dsn()  # it runs already
    assert home.stop()
    assert not home.stop()
    assert asked(server(home.state).ensure(), "SELECT it FROM kept") == "this"


def test_a_home_keeps_what_it_acknowledges(place) -> None:
    address = server(place / "home").ensure()
    for setting in (
        "fsync",
        "full_page_writes",
        "synchronous_commit",
        "data_checksums",
    ):
        assert asked(address, f"SHOW {setting}") == "on"
    assert asked(address, "SHOW listen_addresses") == ""
    assert asked(address, "SELECT lower('ÆØÅ')") == "æøå"


def test_passwords_are_private_and_needed(place) -> None:
    home = server(place / "home")
    home.ensure()
    for user in ("postgres", SERVICE):
        assert (home.state / f"{user}.password").stat().st_mode & 0o777 == 0o600
    right = (home.state / "postgres.password").read_text()
    with pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(home.dsn().replace(right, "wrong"))


def test_two_homes_run_side_by_side(place) -> None:
    one, other = server(place / "one"), server(place / "other")
    with psycopg.connect(one.ensure()) as conn, psycopg.connect(other.ensure()):
        conn.execute("CREATE TABLE mine ()")
        conn.commit()
        assert asked(other.dsn(), "SELECT to_regclass('mine')") is None
    one.stop()
    assert asked(other.dsn(), "SELECT 1") == 1


def test_settings_apply_at_the_next_start(place) -> None:
    home = server(place / "home")
    home.ensure()
    home.stop()
    changed = server(home.state, work_mem="7MB", application_name="it's")
    assert asked(changed.ensure(), "SHOW work_mem") == "7MB"
    assert asked(changed.dsn(), "SHOW application_name") == "it's"


def test_several_may_start_one_home_at_once(place) -> None:
    program = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]);"
        "from infrastructure.embedded_postgres import EmbeddedPostgres as Server;"
        "Server(pathlib.Path(sys.argv[2]), shared_buffers='16MB').ensure()"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program, str(root), str(place / "home")]
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda _: subprocess.run(command, check=False), range(4)))
    assert [end.returncode for end in ends] == [0] * 4
    assert asked(server(place / "home").dsn(), "SELECT 1") == 1


def test_a_killed_home_starts_again(place) -> None:
    home = server(place / "home")
    with psycopg.connect(home.ensure(), autocommit=True) as conn:
        conn.execute("CREATE TABLE kept ()")
        kill(home)
    assert asked(home.ensure(), "SELECT to_regclass('kept')::text") == "kept"


def test_a_killed_postmaster_s_backends_do_not_block_the_start(place) -> None:
    home = server(place / "home")
    with psycopg.connect(home.ensure(), autocommit=True):
        postmaster(home).kill()
        assert asked(home.ensure(), "SELECT 1") == 1


def test_the_number_of_a_stranger_s_process_is_not_mistaken_for_the_server(
    place,
) -> None:
    home, other = server(place / "home"), server(place / "other")
    home.ensure()
    other.ensure()
    for stranger in (os.getpid(), postmaster(other).pid):
        dead = home.pid_file.read_text().splitlines()
        kill(home)
        home.pid_file.write_text("\n".join([str(stranger), *dead[1:]]))
        assert asked(home.ensure(), "SELECT 1") == 1
    assert asked(other.dsn(), "SELECT 1") == 1


def test_a_half_made_home_is_made_anew(place) -> None:
    part = place / "home" / "pgdata.part"
    part.mkdir(parents=True)
    (part / "PG_VERSION").write_text("18")
    part.parent.chmod(0o755)
    assert asked(server(place / "home").ensure(), "SELECT 1") == 1


@pytest.mark.parametrize("name", ["a b'c d æøå %41", "long" * 25])
def test_a_home_may_have_any_name(place, name) -> None:
    home = server(place / name)
    try:
        assert asked(home.ensure(), "SELECT 1") == 1
    finally:
        home.stop("immediate")
        if home.socket_dir.parent != home.state:
            shutil.rmtree(home.socket_dir)


@pytest.mark.parametrize("name", ['a"b', "$(reboot)", "`reboot`", "a\\b"])
def test_a_name_that_a_shell_would_read_is_refused(name) -> None:
    with pytest.raises(ValueError, match="rename the folder"):
        EmbeddedPostgres(Path("/nowhere") / name)


def test_a_socket_folder_that_is_a_link_is_refused(place) -> None:
    home = server(place / "home")
    home.ensure()
    home.stop()
    home.socket_dir.rename(place / "home" / "elsewhere")
    home.socket_dir.symlink_to(place / "home" / "elsewhere")
    with pytest.raises(RuntimeError, match="unsafe socket folder"):
        home.ensure()


def test_the_server_never_runs_as_root(place) -> None:
    home = server(place / "home")
    home.ensure()
    assert postmaster(home).uids().effective != 0
