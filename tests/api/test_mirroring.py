"""What whoever runs a mirror says to it, and what he is told."""

from pathlib import Path

import pytest
import typer

from api.home import Home
from api.mirroring import copied, mirror
from domain.notes import SignatureType
from infrastructure.cosigner import CannotCosign
from infrastructure.settings import BadSettings, Settings
from infrastructure.signing import SigningKey
from tests.infrastructure.a_log import ALog
from tests.loopback import served

NAME, NOWHERE = "oversight.example/witness/1", "http://127.0.0.1:1"
OTHER = SigningKey("other.example/1", SignatureType.NOTE, bytes(32)).public
WITNESS = SigningKey("x.example", SignatureType.COSIGNATURE, bytes(32)).public


@pytest.fixture
def log():
    return ALog(300)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mirror"


def look(folder: Path, source: str, *vkeys: object, name: str | None = None) -> int:
    with pytest.raises(typer.Exit) as ended:
        mirror(folder, source, log=[*map(str, vkeys)], name=name, once=True)
    return ended.value.exit_code


def test_one_look_tells_whether_all_is_well(folder, log):
    with served(log.app()) as url:
        assert look(folder, url, log.key, name=NAME) == 0
        log.grow(5)
        assert look(folder, url) == 0  # who is followed is known by now
        log.leaves = log.rewritten(7).leaves
        assert look(folder, url) == 1
        log.leaves = ALog(305).leaves
        assert look(folder, url) == 1  # what was found stays found
    assert (folder / "witness-vkey").read_text().startswith(f"{NAME}+")


@pytest.mark.parametrize(
    ("vkeys", "name", "why"),
    [
        ([], None, "--log"),
        ([ALog().key], None, "--name"),
        ([ALog().key], "a b", "without space"),
        ([WITNESS], NAME, "of a witness"),
        (["x"], NAME, "--log: A key is written"),
        ([ALog().key, OTHER], NAME, "another log"),
    ],
)
def test_what_is_missing_or_wrong_is_said(folder, vkeys, name, why):
    with (
        pytest.raises((BadSettings, CannotCosign), match=why),
        copied(folder, NOWHERE, [*map(str, vkeys)], name),
    ):
        pass
    assert not (folder / "witness-key").exists()


@pytest.mark.parametrize("source", ["", "x", "http://log.example", "ftp://127.0.0.1"])
def test_over_a_line_where_others_can_write_no_log_is_followed(folder, log, source):
    with (
        pytest.raises(BadSettings, match="https"),
        copied(folder, source, [str(log.key)], NAME),
    ):
        pass
    assert not folder.exists()


def test_a_log_that_is_not_there_could_not_be_looked_at(folder, log):
    with pytest.raises(BadSettings, match="can't be followed"):
        mirror(folder, NOWHERE, log=[str(log.key)], name=NAME, once=True)


def test_a_folder_follows_one_log_and_may_know_more_of_its_keys(folder, log):
    def start(*keys: object) -> list[str]:
        with copied(folder, NOWHERE, [*map(str, keys)], NAME):
            return (folder / "log-vkeys").read_text().split()

    new = SigningKey(log.key.name, SignatureType.NOTE, bytes(32)).public
    assert start(log.key) == [str(log.key)]
    assert start(log.key, new) == start() == [str(log.key), str(new)]
    with pytest.raises(BadSettings, match="another log"):
        start(OTHER)


def test_two_mirrors_are_never_at_work_in_one_folder(folder, log):
    given = (folder, NOWHERE, [str(log.key)], NAME)
    with (
        copied(*given),
        pytest.raises(BadSettings, match="Another mirror"),
        copied(*given),
    ):
        pass


def test_a_damaged_copy_is_told_and_not_gone_on_with(folder, log):
    with served(log.app()) as url:
        look(folder, url, log.key, name=NAME)
        (folder / "tile/0/000").write_bytes(b"x")
        with (
            pytest.raises(CannotCosign, match="damaged"),
            copied(folder, url, [], None),
        ):
            pass
        (folder / "checkpoint").unlink()  # as it says
        assert look(folder, url) == 0


def test_whoever_operates_the_log_is_told_its_key(tmp_path):
    home = Home(Settings(home=tmp_path))
    with pytest.raises(BadSettings, match="No log has begun"):
        home.log_key()
    assert home.signer().key == home.log_key()


@pytest.mark.parametrize("url", ["http://w.example", "w.example", "ftp://127.0.0.1"])
def test_no_witness_is_asked_over_a_line_where_others_can_write(tmp_path, url):
    file = tmp_path / "policy"
    file.write_text(f"log {OTHER}\nwitness w {WITNESS} {url}\nquorum w\n")
    with pytest.raises(BadSettings, match="GENFIND_POLICY_FILE"):
        Home(Settings(home=tmp_path, policy_file=file)).policy()
