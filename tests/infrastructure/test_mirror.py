"""A mirror believes nothing but what comes out of its own tiles."""

from collections.abc import Callable

import pytest

from api.mirrored import create_app
from domain.merkle import EMPTY
from domain.notes import BadNote, Note, SignatureType
from domain.submissions import Submission
from domain.tiles import StoredTree
from infrastructure.cosigner import Contradicted, Cosigner, UnknownLog
from infrastructure.mirror import Mirror, Unusable
from infrastructure.remote import NoAnswer, Remote
from infrastructure.signing import SigningKey
from infrastructure.tile_files import TileFiles
from tests.infrastructure.a_log import ALog, Clock
from tests.loopback import served

NAME = "oversight.example/witness/1"


class Copy:
    """A mirror of a log at an address of this machine, as often as it is started."""

    def __init__(self, folder, remote, log, clock):
        self.files = TileFiles(folder)
        self.cosigner = Cosigner(
            folder, NAME, [log.key], clock, known=self.files.head_at
        )
        self.mirror = Mirror(remote, self.files, self.cosigner, clock)
        self.follow = self.mirror.follow

    def kinds(self) -> list[str]:
        found = self.cosigner.contradictions.all()
        return sorted(each.name.rpartition("-")[0] for each in found)


@pytest.fixture
def log():
    return ALog(300)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def start(tmp_path, log, clock) -> Callable[[], Copy]:
    with served(log.app()) as url, Remote(url) as remote:
        yield lambda: Copy(tmp_path, remote, log, clock)


@pytest.fixture
def copy(start) -> Copy:
    return start()


def kept_tree(copy: Copy) -> StoredTree:
    """Out of the files as they lie there, as any server of files would serve them."""
    return copy.files.tree(copy.files.proven.size)


@pytest.mark.parametrize("sizes", [(1, 2, 256, 257), (255, 600), (70_000, 131_072)])
def test_as_the_log_grows_its_tiles_are_kept_and_give_its_root(copy, log, sizes):
    log.leaves.clear()
    for size in sizes:
        log.grow(size - log.size)
        copy.follow()
        assert kept_tree(copy).head() == log.tree().head() == copy.cosigner.tree
        assert copy.files.note == log.note()
    assert copy.kinds() == []


def test_only_what_is_new_is_fetched(copy, log):
    log.grow(2_300)
    copy.follow()
    log.asked = 0
    copy.follow()
    log.grow(1)
    copy.follow()
    assert log.asked == 1


def test_it_goes_on_where_it_was_after_a_start(copy, start, log):
    copy.follow()
    log.grow(300)
    again = start()
    assert again.files.proven == log.tree(300).head()
    again.follow()
    assert kept_tree(again).head() == log.tree().head()
    assert again.kinds() == []


def test_what_lies_there_half_written_is_fetched_again(copy, start, log, tmp_path):
    copy.follow()
    log.grow(300)
    (tmp_path / "tile/0/001").write_bytes(b"half")
    again = start()
    again.follow()
    assert kept_tree(again).head() == log.tree().head()


def test_kept_tiles_that_were_changed_are_noticed_at_the_start(copy, start, tmp_path):
    copy.follow()
    for path in ("0/000", "0/001.p/44", "1/000.p/1"):
        file = tmp_path / "tile" / path
        good = file.read_bytes()
        file.write_bytes(bytes(32) + good[32:])
        with pytest.raises(BadNote):
            start()
        file.write_bytes(good)
    start()


def rewrite(log: ALog, leaf: int) -> None:
    log.leaves = log.rewritten(leaf).leaves


def test_a_log_that_was_rewritten_is_found_whatever_it_then_shows(copy, log):
    copy.follow()
    rewrite(log, 100)
    for grown, kinds in ((0, ["two-heads"]), (5, ["other-tiles", "two-heads"])):
        log.grow(grown)
        copy.follow()
        assert copy.kinds() == kinds
        assert copy.files.proven.size == copy.cosigner.tree.size == 300
    log.shown = 200
    copy.follow()
    assert copy.kinds() == ["other-tiles", "rewritten", "two-heads"]


def test_a_rewritten_head_with_the_tiles_from_before_is_found(copy, log):
    copy.follow()
    log.grow(50)
    forged = log.rewritten(320)
    log.note = forged.note
    copy.follow()
    assert copy.kinds() == ["other-tiles"]
    [place] = copy.cosigner.contradictions.all()
    assert (place / "told.note").read_text() == forged.note()


def test_a_log_that_goes_on_contradicting_itself_does_not_fill_the_disk(copy, log):
    copy.follow()
    rewrite(log, 100)
    for _ in range(3):
        copy.follow()
    for leaf in range(150):
        forged = ALog(300).rewritten(leaf)
        assert copy.cosigner.contradicts(forged.note(), forged.tree().head())
    assert copy.kinds() == ["two-heads"] * 100


def test_what_was_followed_is_never_contradicted_by_what_is_cosigned(copy, log):
    copy.follow()
    with pytest.raises(Contradicted):
        copy.cosigner.add(log.rewritten(10).submission(300))
    assert copy.kinds() == ["two-heads"]


def test_what_was_cosigned_is_followed_also_while_the_log_shows_less(copy, log):
    """So it is with each checkpoint that waits for our line."""
    log.shown = 100
    copy.follow()
    log.grow(0)
    log.shown = 100
    copy.cosigner.add(log.submission(100, 300))
    copy.follow()
    assert copy.files.proven.size == 300
    assert copy.files.note == copy.cosigner.note
    assert copy.kinds() == []


def test_a_log_that_shrinks_is_told_when_no_cache_explains_it(copy, log, clock):
    copy.follow()
    log.shown = 100
    for seconds, kinds in ((0, []), (59, []), (2, ["shrunk"])):
        clock.goes_on(seconds=seconds)
        copy.follow()
        assert copy.kinds() == kinds
    log.shown = 300
    copy.follow()
    assert copy.files.proven.size == 300


def test_a_proof_that_somebody_else_spoilt_accuses_nobody_for_long(copy, log):
    copy.follow()
    log.grow(100)
    with pytest.raises(Contradicted):
        copy.cosigner.add(Submission(300, [bytes(32)], log.note()))
    assert copy.kinds() == ["unproven"]
    copy.follow()
    assert copy.kinds() == []


def test_a_proof_that_could_not_be_is_evidence_once_the_tiles_are_here(copy, log):
    copy.follow()
    forged = ALog(400).rewritten(7)
    with pytest.raises(Contradicted):
        copy.cosigner.add(forged.submission(300))
    assert copy.kinds() == ["unproven"]
    log.grow(100)
    copy.follow()
    assert copy.kinds() == ["two-heads"]


def test_later_lines_under_a_checkpoint_are_kept_as_well(copy, log):
    copy.follow()
    told = log.note() + copy.cosigner.note.splitlines(keepends=True)[-1]
    log.note = lambda size: told
    copy.follow()
    assert copy.files.note == told
    assert len(Note.read(told).signatures) == 2


@pytest.mark.parametrize(
    "note",
    [
        "",
        "x",
        ALog(3).rewritten(1).note().replace("genfind.example", "other.example"),
        ALog(3).note().replace("\n3\n", "\n4\n"),
    ],
)
def test_what_the_log_has_not_signed_is_nothing(copy, log, note):
    copy.follow()
    log.note = lambda size: note
    with pytest.raises(Unusable):
        copy.follow()
    assert copy.kinds() == []
    assert copy.files.proven.size == 300


def test_the_log_that_follows_one_that_ended_is_not_taken_for_it(copy, log):
    """Even where it is shown at the same address, with the same leaves."""
    copy.follow()
    told = copy.files.note
    name = log.key.name.replace("/1", "/2")
    grown = ALog(400, SigningKey(name, SignatureType.NOTE, bytes(32)))
    log.note = lambda size: grown.note()
    with pytest.raises(Unusable):
        copy.follow()
    with pytest.raises(UnknownLog):
        copy.cosigner.add(grown.submission(300))
    assert (copy.files.note, copy.files.proven.size) == (told, 300)
    assert copy.kinds() == []


def test_a_log_that_has_no_tiles_is_asked_again(copy, log):
    copy.follow()
    log.grow(300)
    whole, log.leaves = log.leaves, log.leaves[:310]
    text = ALog(600).note()
    log.note = lambda size: text
    with pytest.raises(Unusable):
        copy.follow()
    log.leaves = whole
    copy.follow()
    assert copy.files.proven.size == 600


def test_a_log_that_is_not_there_is_asked_again(tmp_path, log, clock):
    with served(log.app()) as url:
        pass
    with Remote(url) as remote:
        copy = Copy(tmp_path, remote, log, clock)
        with pytest.raises(NoAnswer):
            copy.follow()
        with served(log.app(), port=int(url.rpartition(":")[2])):
            copy.follow()
    assert copy.files.proven.size == 300


def test_a_mirror_can_be_followed_itself(copy, log, tmp_path, clock):
    log.grow(700)
    copy.follow()
    folder = tmp_path / "second"
    folder.mkdir()
    app = create_app(copy.cosigner, copy.files)
    with served(app) as url, Remote(url) as remote:
        second = Copy(folder, remote, log, clock)
        second.follow()
        log.grow(9)
        copy.follow()
        second.follow()
    assert kept_tree(second).head() == log.tree().head() != EMPTY
