"""The commands that end a log and say what is lost, as an operator gives them."""

from base64 import b64encode
from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner, Result

from api.cli import cli
from api.home import home
from api.mirrored import create_app
from api.receipts import receipt_of
from domain.event import Role
from domain.ids import fork_of
from domain.notes import PublicKey
from infrastructure.frozen_logs import frozen
from infrastructure.postgres import Database
from infrastructure.remote import Remote
from infrastructure.sealer import sealing_alone
from infrastructure.settings import BadSettings
from infrastructure.signer import Signer
from infrastructure.tile_files import TileFiles
from tests.api.telling import told
from tests.infrastructure.forking import NEXT, REASON, force, lost, signed
from tests.infrastructure.losing import EVENTS, KEPT, bring_back, guard_again, lose
from tests.infrastructure.sealing_all import ORIGIN
from tests.infrastructure.test_mirror import Copy
from tests.loopback import served

__all__ = ["force", "lost", "signed"]

ASKED = [NEXT, "--leaving", ORIGIN, "--reason", REASON, "--person", "D-0007"]


@pytest.fixture
def settings(addresses, as_admin, parts, signer, tmp_path, monkeypatch):
    """As they are where the signer is, on databases of somebody else's server."""
    given = {
        "HOME": tmp_path / "home",
        "ARCHIVE_URL": addresses.archive,
        "KEYS_URL": addresses.keys,
        "VIEWS_URL": addresses.views,
        "ADMIN_URL": as_admin.archive,
        "KEK": b64encode(bytes(32)).decode(),
        "SIGNER_FOLDER": tmp_path / "signer",
        "LOG_ORIGIN": ORIGIN,
    }

    def change(**more: object) -> None:
        for name, value in more.items():
            monkeypatch.setenv(f"GENFIND_{name}", str(value))

    change(**given)
    return change


@pytest.fixture
def genfind(settings) -> Callable[..., Result]:
    runner = CliRunner()
    return lambda *words: runner.invoke(cli, [*map(str, words)])


def test_the_command_ends_the_log_and_prints_the_key_of_the_next(
    lost, genfind, settings, signer, tmp_path
):
    done = genfind("fork", *ASKED)
    assert done.exit_code == 0, done.stderr
    assert f"{EVENTS - KEPT} of them are lost" in done.stderr
    new = Signer(NEXT, tmp_path / "signer-2")
    assert PublicKey.read(done.stdout.strip()) == new.key
    settings(LOG_ORIGIN=NEXT)
    assert genfind("log-vkey").stdout == done.stdout
    assert [policy.origin for policy in home().former()] == [ORIGIN]
    held = genfind("verify")
    assert held.exit_code == 0, held.stderr
    said = " ".join(held.stderr.split())
    assert f"{ORIGIN}: frozen with {EVENTS} leaves under the root" in said
    assert f"{KEPT} of them are here, {EVENTS - KEPT} are lost" in said
    assert Signer(ORIGIN, tmp_path / "signer").last == lost


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([ORIGIN, *ASKED[1:]], f"is {NEXT}"),
        ([ORIGIN.replace("/1", "/3"), *ASKED[1:]], f"is {NEXT}"),
        (["other.example/archive/2", *ASKED[1:]], f"is {NEXT}"),
        ([NEXT, "--leaving", "genfind", *ASKED[3:]], f"GENFIND_LOG_ORIGIN is {ORIGIN}"),
        ([*ASKED[:4], "a\x00b", *ASKED[5:]], "--reason"),
        ([*ASKED[:4], " ", *ASKED[5:]], "--reason"),
    ],
)
def test_what_is_not_meant_so_is_refused(
    lost, genfind, as_admin, asked, said, tmp_path
):
    refused = genfind("fork", *asked)
    assert refused.exit_code == 1
    assert said in " ".join(refused.stderr.split())
    with psycopg.connect(as_admin.archive) as conn:
        assert frozen(conn) == []
    assert not (tmp_path / "signer-2").exists()


@pytest.mark.parametrize("option", ["--leaving", "--reason", "--person"])
def test_nothing_is_done_without_a_confirmation_a_reason_and_a_person(
    lost, genfind, as_admin, option
):
    left_out = ASKED.index(option)
    asked = [*ASKED[:left_out], *ASKED[left_out + 2 :]]
    assert genfind("fork", *asked).exit_code == 2
    with psycopg.connect(as_admin.archive) as conn:
        assert frozen(conn) == []


def test_while_nothing_is_lost_it_is_refused(signed, genfind):
    refused = genfind("fork", *ASKED)
    assert refused.exit_code == 1
    assert "Nothing is lost" in refused.stderr


def test_while_a_sealer_works_it_is_refused(lost, genfind, addresses):
    with (
        Database(addresses.archive, role="genfind_sealer") as db,
        db.get_connection() as session,
        sealing_alone(session),
    ):
        refused = genfind("fork", *ASKED)
    assert refused.exit_code == 1
    assert "A sealer is at work" in refused.stderr


def test_a_policy_of_another_log_is_refused(lost, genfind, settings, tmp_path, signer):
    other = str(signer.key)
    file = tmp_path / "policy"
    strange = Signer.begun(NEXT, tmp_path / "strange").key
    file.write_text(f"log {strange}\nquorum none\n")
    settings(POLICY_FILE=file)
    assert "must be of" in genfind("fork", *ASKED).stderr
    file.write_text(f"log {other}\nquorum none\n")
    assert genfind("fork", *ASKED).exit_code == 0


def test_a_log_does_not_fork_by_a_setting(signed, settings):
    settings(LOG_ORIGIN=NEXT)
    with pytest.raises(BadSettings, match="only genfind fork begins"):
        home().signer()


def test_a_demo_does_not_fork(genfind, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/demo").write_text("8000")
    refused = genfind("fork", *ASKED)
    assert refused.exit_code == 1
    assert "demo" in refused.stderr


def test_a_mirror_tells_which_leaves_are_lost(
    signed,
    app,
    nobody,
    force,
    as_admin,
    genfind,
    signer,
    tmp_path,
    clock,
    settings,
    seal,
):
    """All but one were brought back, and the mirror has copied all of them."""
    hashes = [leaf.hash.hex() for leaf in seal.log.leaves(0, EVENTS)]
    folder = tmp_path / "mirror"
    folder.mkdir()
    with served(app) as url, Remote(f"{url}/archive/1") as remote:
        copy = Copy(folder, remote, signer, clock)
        copy.follow()
    assert TileFiles(folder).proven == signed
    lose(force)
    guard_again(as_admin.archive)
    bring_back(force, but="notification_id <> 701")
    force("select setval('archive.stored_events_notification_id_seq', 900)")
    assert genfind("fork", *ASKED).exit_code == 0
    settings(LOG_ORIGIN=NEXT)
    with served(mirrored(copy)) as url:
        found = genfind("lost", "--mirror", url)
    assert found.stdout == f"700 {hashes[700]}\n"
    assert found.exit_code == 1
    with served(mirrored(copy)) as url:
        (folder / "tile/0/001").write_bytes(bytes(8192))
        spoilt = genfind("lost", "--mirror", url)
    assert isinstance(spoilt.exception, BadSettings)
    assert "do not give the root" in str(spoilt.exception)


def mirrored(copy: Copy):
    return create_app(copy.cosigner, copy.files)


def test_receipts_that_people_bring_are_lost_or_not(
    officer, parts, seal, force, as_admin, genfind, settings, tmp_path
):
    files = []
    for name in ("kept", "lost"):
        id = UUID(told(officer).json()["id"])
        kept = seal.log.head().size
        seal.sealer.catch_up()
        file = tmp_path / name
        file.write_text(str(receipt_of(parts, id).proof))
        files.append(file)
    lose(force, kept)
    guard_again(as_admin.archive, kept)
    assert genfind("fork", *ASKED).exit_code == 0
    settings(LOG_ORIGIN=NEXT)
    found = genfind("lost", *files)
    assert found.exit_code == 1
    assert f"{files[0]}: The receipt is genuine" in found.stdout
    assert f"{files[1]}: Genuine, and its event is lost" in found.stdout
    assert genfind("lost", files[0]).exit_code == 0
    old = tmp_path / "old-policy"
    old.write_text(f"log {Signer(ORIGIN, tmp_path / 'signer').key}\nquorum none\n")
    offline = genfind("verify-receipt", files[1], "--policy", old, "--language", "en")
    assert offline.exit_code == 0
    assert parts.registry.history(fork_of(ORIGIN))[0].by.role is Role.CUSTODIAN


def test_where_no_log_has_ended_there_is_nothing_to_list(signed, genfind):
    assert "No log has ended" in str(genfind("lost").exception)
