"""The one key that wraps all others is there once, whole, and nobody else's to read."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from infrastructure.key_encryption import (
    DoubtfulKey,
    KeyEncryptionKey,
    from_base64,
    from_file,
    made_once,
)
from tests.infrastructure.registering import KEK, at_once

OTHER = KeyEncryptionKey(bytes([1]) * 32)
ROOT = Path(__file__).parents[2]
PRINT_NAME = """
import sys; from pathlib import Path
from infrastructure.key_encryption import made_once
print(made_once(Path(sys.argv[1])).name)
"""


def test_what_is_wrapped_opens_for_the_same_use_alone() -> None:
    wrapped = KEK.wrap(b"secret", "subject:a:b")
    assert KEK.unwrap(wrapped, "subject:a:b") == b"secret"
    for kek, context in ((KEK, "subject:a:c"), (OTHER, "subject:a:b")):
        with pytest.raises(DoubtfulKey, match="was not wrapped by key"):
            kek.unwrap(wrapped, context)


def test_nothing_is_wrapped_alike_twice() -> None:
    assert KEK.wrap(b"secret", "a") != KEK.wrap(b"secret", "a")


@pytest.mark.parametrize("damaged", [b"", b"123", bytes(40)])
def test_damage_is_noticed(damaged: bytes) -> None:
    with pytest.raises(DoubtfulKey):
        KEK.unwrap(damaged, "a")


def test_the_name_of_a_key_does_not_tell_the_key() -> None:
    assert KEK.name != OTHER.name
    assert len(KEK.name) == 16


@pytest.mark.parametrize(
    "text", ["", "æøå", "no base64!", b64encode(bytes(16)).decode()]
)
def test_what_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(DoubtfulKey) as refused:
        from_base64(text)
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o660, 0o644, 0o777])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "kek"
    made_once(file)
    file.chmod(mode)
    with pytest.raises(DoubtfulKey, match="open to others"):
        from_file(file)
    with pytest.raises(DoubtfulKey, match="open to others"):
        made_once(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DoubtfulKey, match="nowhere can't be read"):
        from_file(tmp_path / "nowhere")


def test_a_file_may_end_with_a_line_end_as_other_tools_write_it(tmp_path: Path) -> None:
    file = tmp_path / "kek"
    file.touch(mode=0o600)
    file.write_bytes(b64encode(bytes(32)) + b"\n")
    assert from_file(file).name == KEK.name


def test_a_key_is_drawn_once_and_private_from_the_first_moment(tmp_path: Path) -> None:
    first = made_once(tmp_path / "kek")
    assert (tmp_path / "kek").stat().st_mode & 0o777 == 0o600
    assert made_once(tmp_path / "kek").name == first.name
    assert list(tmp_path.iterdir()) == [tmp_path / "kek"]


def test_many_at_once_get_the_same_key(tmp_path: Path) -> None:
    file = tmp_path / "kek"
    script = [sys.executable, "-c", PRINT_NAME, str(file)]
    processes = [
        subprocess.Popen(script, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(3)
    ]
    threads = {made.name for made in at_once([lambda: made_once(file)] * 8)}
    printed = {process.communicate()[0].strip() for process in processes}
    assert threads | printed == {from_file(file).name}
    assert list(tmp_path.iterdir()) == [tmp_path / "kek"]


def test_what_a_killed_start_left_behind_does_no_harm(tmp_path: Path) -> None:
    """In a container each start has the same process id as the one before."""
    file = tmp_path / "kek"
    first = made_once(file)
    os.link(file, tmp_path / f"kek.{os.getpid()}")
    assert made_once(file).name == first.name == from_file(file).name
