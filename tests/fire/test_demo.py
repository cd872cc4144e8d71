"""The command `genfind` as people type it: what it prints, leaves, and refuses."""

import json
import signal
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from stat import S_IMODE
from time import monotonic

import pytest

from api.demo_issuer import issuer_url
from domain.event import Role
from tests.api.telling import HANDLING
from tests.fire.running import Demo, begun, genfind, until
from tests.fire.sending import Sent
from tests.ids import new_id

SAMPLES = Path(str(files("api.samples"))) / "contacts-2019.jsonl"
QUEUE = ["H-0002", "H-0007", "H-0001", "H-0009", "H-0012"]
OPEN = {".lock", "embedded.conf", "demo"}  # they hold no secret


def refused(ended) -> str:
    """A sentence instead of a traceback, and the exit code for it."""
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    return " ".join(ended.stderr.split())


def queue(demo: Demo) -> list[str]:
    with demo.client() as client:
        items = client.get("/follow-ups").json()["items"]
    return [each["source"] for each in items if each["source"].startswith("H-")]


def test_a_demo_says_what_to_open(running) -> None:
    said = running.said()
    assert "genfind token OFFICER" in said
    with running.client() as client:
        for path in ("/docs", "/health/ready"):
            assert f"{running.url}{path}" in said
            assert client.get(path).status_code == 200


def test_a_token_is_printed_and_nothing_else(running) -> None:
    printed = genfind(running.home, "token", "OFFICER")
    assert (printed.returncode, printed.stderr) == (0, "")
    [token] = printed.stdout.splitlines()
    with running.client() as client:
        client.headers["Authorization"] = f"Bearer {token}"
        assert client.get("/follow-ups").status_code == 200


def test_a_token_is_of_the_district_and_person_asked_for(running) -> None:
    printed = genfind(
        running.home, "token", "OFFICER", "--district", "1470", "--person", "K-2005"
    )
    with running.client() as client:
        client.headers["Authorization"] = f"Bearer {printed.stdout.strip()}"
        here = Sent.registration(district="1470", municipality=None)
        assert here.by(client).status_code == 201
        assert Sent.registration(district="1467").by(client).status_code == 403


def test_without_a_demo_there_is_no_token(home) -> None:
    assert "start genfind demo" in refused(genfind(home.home, "token", "OFFICER"))
    assert not home.home.exists()


def test_nobody_serves_without_an_issuer(home) -> None:
    assert "GENFIND_ISSUER" in refused(genfind(home.home, "serve"))
    assert not home.home.exists()


def test_a_demo_s_home_is_never_served_to_others(running) -> None:
    issuer = {"GENFIND_ISSUER": "https://login.example"}
    assert "GENFIND_HOME" in refused(genfind(running.home, "serve", **issuer))


def test_a_demo_that_others_could_reach_leaves_no_home_behind(home) -> None:
    ended = genfind(home.home, "demo", GENFIND_HOST="0.0.0.0")
    assert "only for this machine" in refused(ended)
    assert not home.home.exists()


def test_a_port_in_use_is_said_in_a_sentence_and_changes_no_home(running, home) -> None:
    port = str(running.port)
    assert port in refused(genfind(home.home, "demo", "--port", port))
    assert not home.home.exists()


def test_a_server_that_cannot_be_reached_is_said_in_a_sentence(home) -> None:
    nowhere = f"postgresql://genfind@127.0.0.1:{home.port}/genfind"
    ended = genfind(
        home.home, "migrate", GENFIND_DATABASE_URL=nowhere, GENFIND_ADMIN_URL=nowhere
    )
    refused(ended)


def test_a_second_demo_beside_the_first_keeps_all_when_it_starts_again(
    running, home
) -> None:
    assert queue(home.start()) == QUEUE
    contact = Sent.registration()
    with running.client() as there, home.client() as here:
        contact.insisted(there)
        assert here.get(contact.path, headers=HANDLING).status_code == 404
        here.headers["Authorization"] = there.headers["Authorization"]
        assert here.get("/follow-ups").status_code == 401
    began = monotonic()
    assert home.end() == 0
    assert monotonic() - began < 10
    assert queue(home.start()) == QUEUE
    home.kill_postgres()
    assert home.end() == 0
    home.postgres.ensure()  # frees the memory that the killed one shared
    assert "Traceback" not in home.said()


def test_a_journal_imported_twice_is_recorded_once(running) -> None:
    first, again = (genfind(running.home, "import", SAMPLES) for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 0)
    assert "12 recorded, 0 known before, 0 refused" in first.stderr
    assert "0 recorded, 12 known before, 0 refused" in again.stderr


def test_a_bad_line_is_named_and_the_others_go_on(running, tmp_path) -> None:
    line = json.loads(SAMPLES.read_text().splitlines()[0])
    bad = line | {"with": line["with"] | {"kind": "Birthe Holm"}}
    good = line | {"id": str(new_id(datetime.fromisoformat(line["at"])))}
    journal = tmp_path / "journal.jsonl"
    journal.write_text(f"{json.dumps(bad)}\n{json.dumps(good)}\n")
    ended = genfind(running.home, "import", journal)
    assert ended.returncode == 1
    assert "line 1: kind: enum" in " ".join(ended.stderr.split())
    assert "1 refused" in ended.stderr
    assert "Birthe" not in ended.stderr


def test_an_export_is_private_whole_and_never_overwrites(running, tmp_path) -> None:
    with running.client() as client:
        Sent.registration().insisted(client)
    file = tmp_path / "all.jsonl"
    asked = ("export", file, "--person", "DK-01", "--purpose", "SUPERVISION")
    assert genfind(running.home, *asked).returncode == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert "ContactRegistered" in {line["type"] for line in lines}
    assert "Ågård" not in file.read_text()
    assert S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert "is there already" in refused(genfind(running.home, *asked))
    assert file.read_bytes() == before


def test_a_citizen_is_handed_what_is_held_about_her_and_nobody_overwrites_it(
    running, tmp_path
) -> None:
    her = new_id(datetime.now(UTC))
    with running.client() as client:
        answer = client.put(f"/citizens/{her}", json={"name": "Birthe Holm"})
        assert answer.status_code == 201
    folder = tmp_path / "indsigt"
    asked = ("access", her, folder, "--person", "DK-01", "--reference", "26-17")
    ended = genfind(running.home, *asked)
    assert ended.returncode == 0, ended.stderr
    assert {each.name for each in folder.iterdir()} == {"indsigt.json", "indsigt.pdf"}
    assert "Birthe Holm" in (folder / "indsigt.json").read_text()
    assert "Birthe" not in ended.stdout + ended.stderr
    assert "is there already" in refused(genfind(running.home, *asked))


@pytest.mark.parametrize("command", ["migrate", "rebuild", "doctor", "--help"])
def test_a_demo_that_runs_can_be_looked_after(running, command) -> None:
    ended = genfind(running.home, command)
    assert ended.returncode == 0, ended.stderr
    with running.client() as client:
        assert client.get("/health/ready").status_code == 200


def test_secrets_in_a_home_are_their_owner_s_alone(running) -> None:
    state = running.postgres.state
    found = [*running.home.iterdir(), *state.iterdir()]
    modes = {path.name: S_IMODE(path.stat().st_mode) for path in found}
    assert {"kek", "issuer.json", "genfind.password", "postgres.password"} < set(modes)
    assert {modes[name] for name in ("pgdata", "run")} == {0o700}
    secret = [path.name for path in found if path.is_file() and path.name not in OPEN]
    assert {modes[name] for name in secret} == {0o600}
    assert S_IMODE(running.home.stat().st_mode) == 0o711


def test_a_registry_serves_people_of_its_issuer_and_projects_beside(
    running, home, tmp_path
) -> None:
    issuer = {"GENFIND_ISSUER": issuer_url(running.port)}
    home.begin("serve", "--no-projector", GENFIND_PORT=str(home.port), **issuer)
    with home.client_with(running.token(Role.OFFICER)) as client:
        contact = Sent.registration()
        assert contact.by(client).status_code == 201
        assert client.get("/follow-ups").json()["items"] == []
        with (tmp_path / "said").open("w+") as output:
            beside = begun(home.home, "project", output=output)
            until(lambda: client.get("/follow-ups").json()["items"], 0.05)
            beside.send_signal(signal.SIGTERM)
            assert beside.wait(10) == 0
    assert home.end() == 0
