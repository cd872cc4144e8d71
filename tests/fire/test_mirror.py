"""The Authority's mirror as it is run: a process of its own, beside a registry."""

import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from api.home import DEMO_ORIGIN
from domain.notes import Checkpoint, Note, SignatureType
from domain.policies import Policy
from domain.submissions import Submission, place_of
from domain.tiles import HASH, tile_path
from infrastructure.key_encryption import secret_of
from infrastructure.signer import Signer
from infrastructure.signing import SigningKey, signed_by
from tests.fire.running import PLAIN, begun, free_port, genfind, until
from tests.fire.sending import Sent
from tests.infrastructure.a_log import ALog

NAME = "oversight.example/witness/1"


class MirrorProcess:
    def __init__(self, folder: Path, source: str) -> None:
        self.folder, self._source, self.port = folder, source, free_port()
        self._said = folder.with_name(f"{folder.name}.said")
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *more: str) -> None:
        where = ("--from", self._source, "--port", str(self.port))
        with self._said.open("a") as output:
            nowhere = self.folder / "no-home"  # it needs none
            self._process = begun(
                nowhere, "mirror", str(self.folder), *where, *more, output=output
            )
        until(lambda: self._answers() or self._process.poll() is not None)
        assert not (self.folder / "no-home").exists()

    def _answers(self) -> bool:
        try:
            return self.get("checkpoint").status_code in {200, 404}
        except httpx2.TransportError:
            return False

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(f"{self.url}/{path}", **PLAIN)

    def add(self, submission: Submission) -> httpx2.Response:
        return httpx2.post(
            f"{self.url}/add-checkpoint", content=str(submission), **PLAIN
        )

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def end(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)

    def clear_away(self) -> None:
        if self._process and self._process.poll() is None:
            self.kill()

    def said(self) -> str:
        return self._said.read_text()

    def size(self, path: str = "checkpoint") -> int:
        return size_of(self.get(path))


def size_of(answer: httpx2.Response) -> int:
    if answer.status_code == 404:
        return 0
    return Checkpoint.read(Note.read(answer.text).text).tree.size


@pytest.fixture
def mirror(home, tmp_path) -> Iterator[MirrorProcess]:
    mirror = MirrorProcess(tmp_path / "mirror", home.url)
    yield mirror
    mirror.clear_away()


@pytest.fixture
def shown(home) -> Callable[[], int]:
    """The size that the registry publishes."""
    return lambda: size_of(httpx2.get(f"{home.url}/checkpoint", **PLAIN))


@pytest.fixture
def record(home) -> Callable[[int], None]:
    def more(number: int) -> None:
        with home.client() as client:
            for _ in range(number):
                assert Sent.registration().by(client).status_code == 201

    return more


@pytest.fixture
def witnessed(home, mirror, tmp_path) -> Policy:
    """A registry that publishes what its mirror has cosigned; both run."""
    home.home.mkdir(mode=0o711)
    log = Signer.begun(DEMO_ORIGIN, home.home / "signer").key
    mirror.start("--log", str(log), "--name", NAME)
    witness = (mirror.folder / "witness-vkey").read_text().strip()
    assert witness in mirror.said()
    file = tmp_path / "policy"
    file.write_text(
        f"log {log}\nwitness oversight {witness} {mirror.url}\nquorum oversight\n"
    )
    home.start("--no-samples", GENFIND_POLICY_FILE=str(file))
    return Policy.read(file.read_text())


def published(home, policy: Policy) -> bool:
    answer = httpx2.get(f"{home.url}/checkpoint", **PLAIN)
    if answer.status_code == 404:
        return False
    note = Note.read(answer.text)
    assert policy.is_met(signed_by(note, policy.keys))
    return True


def test_growth_is_cosigned_an_outage_harms_nobody_and_a_forgery_is_kept(
    home, mirror, record, shown, witnessed
):
    record(3)
    until(lambda: published(home, witnessed) and shown() == mirror.size())
    before = shown()

    mirror.kill()
    record(3)
    until(lambda: sealed(home, before + 3))
    assert shown() == before  # the last one that was cosigned
    assert published(home, witnessed)

    mirror.start()
    until(lambda: shown() == mirror.size() > before)
    assert published(home, witnessed)
    assert mirror.size(place_of(DEMO_ORIGIN)) == mirror.size()
    assert mirror.end() == 0

    mirror.start()
    killed_at_any_moment_it_never_contradicts_itself(mirror, record)
    until(lambda: shown() == mirror.size() == mirror.size(place_of(DEMO_ORIGIN)))
    assert published(home, witnessed)
    assert list((mirror.folder / "evidence").iterdir()) == []

    forged_heads_are_refused_and_kept(home, mirror)
    record(1)
    size = mirror.size()
    until(lambda: shown() == mirror.size() > size)  # and goes on with what holds
    assert mirror.end() == 1
    assert "Evidence against the log" in mirror.said()
    once = genfind(mirror.folder, "mirror", mirror.folder, "--from", home.url, "--once")
    assert once.returncode == 1


def sealed(home, size: int) -> bool:
    path = tile_path(0, 0, size)
    return httpx2.get(f"{home.url}/{path}", **PLAIN).status_code == 200


def forged_heads_are_refused_and_kept(home, mirror: MirrorProcess) -> None:
    """With the log's own key, which somebody has taken from its folder."""
    secret = secret_of(home.home / "signer/log-key")
    log = ALog(key=SigningKey(DEMO_ORIGIN, SignatureType.NOTE, secret))
    size = mirror.size()
    row = mirror.get(tile_path(0, 0, size)).content
    log.leaves = [row[n : n + HASH] for n in range(0, len(row), HASH)]
    known = mirror.get(place_of(DEMO_ORIGIN)).text
    assert Note.read(known).text == Note.read(log.note()).text

    forged = log.rewritten(1)
    answers = [
        mirror.add(forged.submission(size)),
        mirror.add(forged.submission(0, size - 1)),
        mirror.add(forged.submission(size, size - 1)),
    ]
    heads = [forged.note(), forged.note(size - 1)]
    forged.grow(2)
    answers.append(mirror.add(forged.submission(size)))
    heads.append(forged.note())
    assert [each.status_code for each in answers] == [422, 409, 400, 422]
    assert answers[1].text == f"{size}\n"
    assert answers[1].headers["Content-Type"].startswith("text/x.tlog.size")
    kept = {
        (each / "told.note").read_text(): (each / "known.note").read_text()
        for each in (mirror.folder / "evidence").iterdir()
    }
    assert set(kept.values()) == {known}
    for head in heads:
        assert [told for told in kept if told.endswith(head)], head


def killed_at_any_moment_it_never_contradicts_itself(
    mirror: MirrorProcess, record: Callable[[int], None]
) -> None:
    trees = []
    with ThreadPoolExecutor(1) as pool:
        for _ in range(3):
            writing = pool.submit(record, 5)
            until(lambda: random.random() < 0.02)  # some moment of that
            mirror.kill()
            told = (mirror.folder / "cosigned").read_text()
            trees.append(Checkpoint.read(Note.read(told).text).tree)
            writing.result()
            mirror.start()
    assert [tree.size for tree in trees] == sorted(tree.size for tree in trees)


LOG = ("--log", str(ALog(1).key))


def test_what_is_missing_is_said_in_a_sentence(tmp_path):
    folder, nowhere = tmp_path / "mirror", "http://127.0.0.1:1"
    ended = genfind(tmp_path, "mirror", folder, "--from", nowhere, *LOG)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "--name" in ended.stderr
