"""What a mirror answers to whoever asks it, in the standard's own numbers."""

import pytest
from starlette.testclient import TestClient

from api.mirrored import LARGEST, create_app
from domain.notes import SignatureType
from domain.submissions import Submission, place_of
from domain.tiles import HASH, tile_path
from infrastructure.cosigner import Cosigner
from infrastructure.signing import SigningKey
from infrastructure.tile_files import TileFiles
from tests.infrastructure.a_log import ALog, Clock

STRANGER = SigningKey("stranger.example/1", SignatureType.NOTE, bytes(32))
IMPOSTOR = SigningKey("genfind.example/archive/1", SignatureType.NOTE, bytes(32))


@pytest.fixture
def log():
    return ALog(300)


@pytest.fixture
def files(tmp_path):
    return TileFiles(tmp_path)


@pytest.fixture
def client(tmp_path, log, files):
    cosigner = Cosigner(tmp_path, "w.example/1", [log.key], Clock(), files.head_at)
    return TestClient(create_app(cosigner, files), raise_server_exceptions=False)


def add(client, submission: Submission | str | bytes):
    told = submission if isinstance(submission, bytes) else str(submission).encode()
    return client.post("/add-checkpoint", content=told)


def test_what_goes_on_gets_a_line_and_is_shown(client, log):
    place = f"/{place_of(log.key.name)}"
    assert client.get(place).status_code == 404
    answer = add(client, log.submission(0, 200))
    assert answer.status_code == 200
    assert answer.text.startswith("— w.example/1 ")
    shown = client.get(place)
    assert shown.text == log.note(200) + answer.text
    assert shown.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_whoever_begins_elsewhere_is_told_the_size(client, log):
    add(client, log.submission(0, 200))
    answer = add(client, log.submission(100))
    assert (answer.status_code, answer.text) == (409, "200\n")
    assert answer.headers["Content-Type"].startswith("text/x.tlog.size")


def test_every_refusal_has_its_number_and_repeats_nothing(client, log):
    add(client, log.submission(0, 200))
    long = Submission(200, [bytes(32)] * 64, log.note())
    for told, status in (
        (log.rewritten(3).submission(200), 422),
        (ALog(300, IMPOSTOR).submission(200), 403),
        (ALog(300, STRANGER).submission(200), 404),
        (log.submission(201, 200), 400),
        ("", 400),
        (b"\xff", 400),
        (long, 400),
        ("x" * (LARGEST + 1), 400),
    ):
        answer = add(client, told)
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert "stranger" not in answer.text
    assert client.get("/add-checkpoint").status_code == 405


def test_tiles_are_shown_as_far_as_they_are_proven(client, log, files):
    path = f"/{tile_path(0, 1, 44)}"
    assert client.get("/checkpoint").status_code == 404
    assert client.get(path).status_code == 404
    head = log.tree().head()
    files.extend(head, lambda index, count: log.tile(0, index, count))
    assert client.get(path).status_code == 404
    files.prove(head, log.note())
    assert client.get("/checkpoint").text == log.note()
    answer = client.get(path)
    assert answer.content == log.tile(0, 1, 44)
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(f"/{tile_path(0, 1, 7)}").content == answer.content[: 7 * HASH]
    assert client.get(f"/{tile_path(0, 0)}").content == log.tile(0, 0, 256)
    assert client.get(f"/{tile_path(1, 0, 1)}").content == log.tile(1, 0, 1)
    for strange in (
        tile_path(0, 1, 45),
        tile_path(0, 1),
        tile_path(9, 0, 1),
        "tile/0/1",
        "tile/0/../cosigned",
        "tile/0/../../witness-key",
        "witness-key",
    ):
        assert client.get(f"/{strange}").status_code == 404, strange
