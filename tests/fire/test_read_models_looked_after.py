"""Read models are rebuilt, parked and compared while the registry serves."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.fire.running import Demo, begun, genfind, until
from tests.fire.sending import Sent
from tests.infrastructure.test_properties import shown

SHADOWS = "select nspname from pg_namespace where nspname like '%\\_new'"
FILLED = """
select 1 from views.bookmark
where application_name like '%\\_new/%' and notification_id > 0
"""


@pytest.fixture
def filled(running) -> Demo:
    with running.client() as client:
        for _ in range(20):
            contact = Sent.registration()
            contact.insisted(client)
            contact.supplement().insisted(client)
    running.wait_until_ready()
    return running


@pytest.fixture
def views(running) -> Iterator[psycopg.Connection]:
    with psycopg.connect(running.as_admin().views, autocommit=True) as db:
        yield db


def test_a_rebuild_that_is_killed_is_finished_by_the_next(
    filled, views, tmp_path
) -> None:
    address = filled.as_admin().views
    live = shown(address)
    said = tmp_path / "said"
    with _rebuilding(filled, said) as rebuild:
        until(lambda: any(map(_kill, _fillers(rebuild.pid))), why=said.read_text)
        assert rebuild.wait(60) == 2
    with _rebuilding(filled, said) as rebuild:
        until(lambda: views.execute(FILLED).fetchone(), why=said.read_text)
        left_behind = _fillers(rebuild.pid)
        rebuild.kill()
        until(lambda: not any(each.is_running() for each in left_behind))
    assert shown(address) == live
    finished = genfind(filled.home, "rebuild")
    assert finished.returncode == 0, finished.stderr
    assert views.execute(SHADOWS).fetchall() == []
    assert shown(address) == live
    compared = genfind(filled.home, "reconcile")
    assert compared.returncode == 0, compared.stdout


@contextmanager
def _rebuilding(demo: Demo, said: Path) -> Iterator[subprocess.Popen[bytes]]:
    with said.open("a") as output:
        rebuild = begun(demo.home, "rebuild", output=output)
    try:
        yield rebuild
    finally:
        rebuild.kill()
        rebuild.wait()


def _fillers(rebuild: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return [each for each in psutil.Process(rebuild).children() if _fills(each)]
    return []


def _fills(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return process.cmdline()[1:4] == ["-m", "api", "fill"]
    return False


def _kill(process: psutil.Process) -> bool:
    process.kill()
    return True


def test_a_row_that_somebody_changed_is_named_and_a_rebuild_of_it_puts_it_right(
    filled, views
) -> None:
    views.execute("update daily_report.contact set kind = 'THEFT'")
    found = genfind(filled.home, "reconcile", "--rebuild", "daily_report")
    assert found.returncode == 1, found.stderr
    assert {"daily_report", "contact"} < set(found.stdout.split())
    assert "Ågård" not in found.stdout + found.stderr
    assert genfind(filled.home, "rebuild", "daily_report").returncode == 0
    compared = genfind(filled.home, "reconcile", "--rebuild", "daily_report")
    assert compared.returncode == 0, compared.stdout


def test_what_is_parked_is_listed_and_tried_again(filled, views) -> None:
    views.execute("alter table daily_report.contact rename to elsewhere")
    with filled.client() as client:
        Sent.registration().insisted(client)
        until(lambda: client.get("/health/ready").json()["parked"])
        listed = genfind(filled.home, "parked")
        assert listed.returncode == 1, listed.stderr
        assert {"daily_report", "ContactRegistered"} < set(listed.stdout.split())
        views.execute("alter table daily_report.elsewhere rename to contact")
        assert genfind(filled.home, "parked", "--retry").returncode == 1
        until(lambda: client.get("/health/ready").json()["status"] == "ready")
    refused = genfind(filled.home, "parked", "daily_raport")
    assert (refused.returncode, "daily_raport" in refused.stderr) == (2, True)
