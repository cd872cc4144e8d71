"""A witness cosigns what goes on from what it knows, and keeps what contradicts it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from domain.merkle import EMPTY
from domain.notes import BadNote, Checkpoint, Note, SignatureType
from domain.submissions import Submission
from infrastructure.cosigner import (
    CannotCosign,
    Contradicted,
    Cosigner,
    NotSigned,
    OtherSize,
    UnknownLog,
)
from infrastructure.key_encryption import DoubtfulKey
from infrastructure.signing import SigningKey, signed_by
from tests.infrastructure.a_log import ALog, Clock

NAME = "oversight.example/witness/1"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log():
    return ALog(300)


@pytest.fixture
def cosigner(tmp_path, log, clock):
    return Cosigner(tmp_path, NAME, [log.key], clock, known_of(log))


def known_of(log, size=10_000):
    return lambda asked: log.tree(asked).head() if asked <= size else None


def test_what_goes_on_is_cosigned_at_the_time_it_was_seen(cosigner, log, clock):
    for old, new in ((0, 5), (5, 5), (5, 300)):
        clock.goes_on(seconds=7)
        line = cosigner.add(log.submission(old, new))
        told = Note.read(f"{log.note(new)}{line}")
        time = int(clock().timestamp())
        keys = [log.key, cosigner.key]
        assert signed_by(told, keys) == {log.key: 0, cosigner.key: time}
        assert cosigner.note == f"{log.note(new)}{line}"
    assert cosigner.contradictions.all() == []


def test_whoever_begins_at_another_size_is_told_the_one_that_is_known(cosigner, log):
    cosigner.add(log.submission(0, 5))
    for old in (0, 4, 6):
        with pytest.raises(OtherSize) as told:
            cosigner.add(log.submission(old, 300))
        assert told.value.size == 5
    with pytest.raises(BadNote):
        cosigner.add(log.submission(6, 5))
    assert cosigner.contradictions.all() == []


def test_a_log_that_was_rewritten_is_refused_and_both_heads_are_kept(cosigner, log):
    cosigner.add(log.submission(0, 200))
    known, forged = cosigner.note, log.rewritten(100)
    for old, size, refusal, kind in (
        (200, 200, Contradicted, "two-heads"),
        (0, 200, OtherSize, "two-heads"),
        (200, 300, Contradicted, "unproven"),
        (0, 150, OtherSize, "rewritten"),
        (200, 150, BadNote, "rewritten"),
    ):
        with pytest.raises(refusal):
            cosigner.add(forged.submission(old, size))
        assert [
            place
            for place in cosigner.contradictions.all(kind)
            if (place / "known.note").read_text() == known
            and forged.note(size) in (place / "told.note").read_text()
        ], (old, size)
    kept = cosigner.contradictions.all()
    assert len(kept) == 3
    assert all((each / "what.txt").read_text().endswith(".\n") for each in kept)
    assert cosigner.note == known
    cosigner.add(log.submission(200, 300))  # and goes on with what holds


def test_an_older_head_of_the_same_tree_is_no_contradiction(cosigner, log):
    cosigner.add(log.submission(0, 200))
    with pytest.raises(OtherSize):
        cosigner.add(log.submission(0, 150))
    assert cosigner.contradictions.all() == []


def test_it_goes_on_from_what_it_cosigned_also_after_a_start(
    cosigner, tmp_path, log, clock
):
    cosigner.add(log.submission(0, 200))
    again = Cosigner(tmp_path, None, [log.key], clock)
    assert (again.key, again.note) == (cosigner.key, cosigner.note)
    with pytest.raises(Contradicted):
        again.add(log.rewritten(1).submission(200, 200))
    again.add(log.submission(200))


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from domain.submissions import Submission
from infrastructure.cosigner import Cosigner
from tests.infrastructure.a_log import ALog
from tests.infrastructure.test_cosigner import NAME

log, clock = ALog(300), lambda: datetime.now(UTC)
cosigner = Cosigner(Path(sys.argv[1]), NAME, [log.key], clock)
line = cosigner.add(log.submission(0, 200))
os.kill(os.getpid(), 9)
print(line)
"""


def test_killed_between_remembering_and_answering_it_gives_its_line_again(
    tmp_path, log, clock
):
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env=dict(os.environ, PYTHONPATH="."),
        capture_output=True,
        check=False,
    )
    assert (killed.returncode, killed.stdout) == (-9, b""), killed.stderr
    again = Cosigner(tmp_path, None, [log.key], clock)
    with pytest.raises(OtherSize) as told:
        again.add(log.submission(0, 200))
    assert told.value.size == 200
    line = again.add(log.submission(200, 200))
    note = Note.read(log.note(200) + line)
    assert again.key in signed_by(note, [again.key])
    with pytest.raises(Contradicted):
        again.add(log.rewritten(1).submission(200, 200))


def test_a_clock_that_was_set_back_makes_no_later_head_the_earlier_one(
    cosigner, log, clock, tmp_path
):
    times = []
    for nth, old in enumerate((0, 100, 200)):
        cosigner = Cosigner(tmp_path, NAME, [log.key], clock)
        line = cosigner.add(log.submission(old, old + 100))
        told = Note.read(f"{log.note(old + 100)}{line}")
        times.append(signed_by(told, [cosigner.key])[cosigner.key])
        clock.goes_on(hours=1 if nth else -1)
    assert times == sorted(times)
    assert times[0] == times[1]


def test_of_many_at_once_one_is_first_and_no_two_contradict(cosigner, log):
    cosigner.add(log.submission(0, 100))
    other = log.rewritten(120)

    def hand_in(nth: int) -> str | None:
        with suppress(OtherSize, Contradicted):
            return cosigner.add((other, log)[nth % 2].submission(100, 101 + nth))
        return None

    with ThreadPoolExecutor(8) as pool:
        lines = [*pool.map(hand_in, range(40))]
    assert len([line for line in lines if line]) == 1


STRANGER = SigningKey("stranger.example/1", SignatureType.NOTE, bytes(32))
OTHER = SigningKey("genfind.example/archive/1", SignatureType.NOTE, bytes(32))


def test_only_the_log_that_is_followed_is_cosigned(cosigner, log):
    text = log.note().split("\n\n")[0] + "\n"
    for note, refusal in (
        (ALog(3, STRANGER).note(), UnknownLog),
        (ALog(3, OTHER).note(), NotSigned),
        (f"{text}\n{STRANGER.line(text)}", NotSigned),
        (log.note().replace("\n300\n", "\n301\n"), NotSigned),
        (log.note().replace("\n300\n", "\n0300\n"), BadNote),
        (log.note().removesuffix("\n"), BadNote),
    ):
        with pytest.raises(refusal):
            cosigner.add(Submission(0, [], note))
    assert cosigner.tree == EMPTY
    assert cosigner.contradictions.all() == []


def test_what_others_have_signed_is_not_taken_over(cosigner, log):
    text = log.note().split("\n\n")[0] + "\n"
    note = log.note() + STRANGER.line(text)
    line = cosigner.add(Submission(0, [], note))
    assert cosigner.note == log.note() + line


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("old 5", "old 05"),
        lambda text: text.replace("old 5", "old -5"),
        lambda text: text.replace("old 5", "old"),
        lambda text: text.replace("old 5\n", ""),
        lambda text: text.replace("old 5\n", "old 5\n\n"),
        lambda text: text.replace("old 5\n", "old 5\nAAAA\n"),
        lambda text: text.replace("old 5\n", "old 5\nx\n"),
        lambda text: text.replace("old 5\n", "old 5\n" + f"{'A' * 43}=\n" * 63),
        lambda text: "",
    ],
)
def test_a_submission_is_written_in_one_way_only(log, spoil):
    text = str(log.submission(5))
    assert str(Submission.read(text)) == text
    with pytest.raises(BadNote):
        Checkpoint.read(Note.read(Submission.read(spoil(text)).note).text)


def test_nobody_else_may_read_the_key(cosigner, tmp_path, log, clock):
    key = tmp_path / "witness-key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    with pytest.raises(DoubtfulKey):
        Cosigner(tmp_path, None, [log.key], clock)


def test_in_doubt_about_what_it_has_cosigned_it_does_not_begin(
    cosigner, tmp_path, log, clock
):
    cosigner.add(log.submission(0, 5))
    told = cosigner.note
    for file, content in (
        ("cosigned", None),
        ("cosigned", "x"),
        ("cosigned", log.note(5)),
        ("cosigned", told.replace("\n5\n", "\n6\n")),
        ("witness-key", None),
    ):
        kept = (tmp_path / file).read_text()
        (tmp_path / file).unlink()
        if content:
            (tmp_path / file).write_text(content)
        with pytest.raises(CannotCosign):
            Cosigner(tmp_path, NAME, [log.key], clock)
        (tmp_path / file).write_text(kept)
        (tmp_path / file).chmod(0o600)
    assert Cosigner(tmp_path, NAME, [log.key], clock).note == told


@pytest.mark.parametrize("name", [None, "", "two words", "a+b"])
def test_it_begins_under_a_name_that_can_stand_in_a_note(tmp_path, log, clock, name):
    with pytest.raises(CannotCosign):
        Cosigner(tmp_path, name, [log.key], clock)
    assert not (tmp_path / "witness-key").exists()


def test_it_has_one_name_for_ever(cosigner, tmp_path, log, clock):
    with pytest.raises(CannotCosign):
        Cosigner(tmp_path, "another.example", [log.key], clock)
