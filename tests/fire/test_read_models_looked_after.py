"""Read models are rebuilt, parked and compared while the registry serves."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.fire.running import Demo, begun, genfind, until
from tests.fire.sending import Sent
from tests.infrastructure.test_properties import shown

SHADOWS = "select nspname from pg_namespace where nspname like '%\\_new'"
BEGUN = "select 1 from views.bookmark where application_name like '%\\_new/%'"
Strike = Callable[[psutil.Process], None]


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


def the_command(rebuild: psutil.Process) -> None:
    rebuild.kill()


def one_of_its_processes(rebuild: psutil.Process) -> None:
    until(rebuild.children, why=lambda: "it started no other")
    rebuild.children()[-1].kill()


def test_a_rebuild_that_is_killed_is_finished_by_the_next(
    filled, views, tmp_path
) -> None:
    address = filled.as_admin().views
    live = shown(address)
    for strike in (the_command, one_of_its_processes):
        _struck(filled, views, strike, tmp_path / "said")
        assert shown(address) == live
    finished = genfind(filled.home, "rebuild")
    assert finished.returncode == 0, finished.stderr
    assert views.execute(SHADOWS).fetchall() == []
    assert shown(address) == live
    compared = genfind(filled.home, "reconcile")
    assert compared.returncode == 0, compared.stdout


def _struck(demo: Demo, views: psycopg.Connection, strike: Strike, said: Path) -> None:
    with said.open("w") as output:
        rebuild = begun(demo.home, "rebuild", output=output)
        until(lambda: views.execute(BEGUN).fetchone(), why=said.read_text)
        process = psutil.Process(rebuild.pid)
        strike(process)
        assert rebuild.wait(60) != 0
    until(lambda: not [each for each in psutil.process_iter() if _fills(each)])


def _fills(process: psutil.Process) -> bool:
    try:
        return process.cmdline()[1:4] == ["-m", "api", "fill"]
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


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
