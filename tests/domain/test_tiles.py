"""The tree against the literal definition, and as it grows and is stored."""

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merkle import EMPTY, TreeHead, largest_power_below, leaf_hash, node_hash
from domain.tiles import HASH, WIDTH, GrowingTree, StoredTree, row_root, tile_path


def literal_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word, over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(literal_root(leaves[:k]), literal_root(leaves[k:]))


def literal_inclusion(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of section 2.1.1."""
    n = len(leaves)
    if n == 1:
        return []
    k = largest_power_below(n)
    if m < k:
        return [*literal_inclusion(m, leaves[:k]), literal_root(leaves[k:])]
    return [*literal_inclusion(m - k, leaves[k:]), literal_root(leaves[:k])]


def literal_consistency(m: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of section 2.1.2."""
    n = len(leaves)
    if m == n:
        return [] if whole else [literal_root(leaves)]
    k = largest_power_below(n)
    if m <= k:
        proof = literal_consistency(m, leaves[:k], whole=whole)
        return [*proof, literal_root(leaves[k:])]
    proof = literal_consistency(m - k, leaves[k:], whole=False)
    return [*proof, literal_root(leaves[:k])]


@cache
def hashes(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


@pytest.mark.parametrize(
    ("size", "root"),
    [
        (3, "725d5230db68f557470dc35f1d8865813acd7ebb07ad152774141decbae71327"),
        (256, "828515d033c19d8c901f37eccb8aed919667703486f8d2fff1cf7040321c5db1"),
        (257, "1eda049a4351d86f76252bd7ec0b7746ad75b7fa0316ad5f541dbda458a312c4"),
        (65537, "dc8795a25fd4bd52a0b84f639fd3139ba160824023d188e428eb5db0f3ce221a"),
    ],
)
def test_the_roots_of_counted_leaves_are_the_known_ones(size, root):
    tree, _ = grown(size)
    assert tree.head() == TreeHead(size, bytes.fromhex(root))
    assert literal_root(hashes(size)).hex() == root


SIZES = [*range(73), 255, 256, 257, 511, 513, 1023, 1024, 1025]


@pytest.mark.parametrize("size", SIZES)
def test_heads_and_proofs_are_those_of_the_literal_definition(size):
    tree, stored = grown(size)
    leaves = hashes(size)
    assert tree.head() == stored.head() == TreeHead(size, literal_root(leaves))
    for index in some(range(size)):
        proof = stored.inclusion_proof(index)
        assert proof == literal_inclusion(index, leaves)
        assert stored.head().includes(leaves[index], index, proof)
    for old in some(range(1, size + 1)):
        proof = stored.consistency_proof(old)
        assert proof == literal_consistency(old, leaves, whole=True)
        assert stored.head().extends(TreeHead(old, literal_root(leaves[:old])), proof)


def test_every_tree_extends_the_empty_one_without_a_word():
    for size in (0, 1, 300):
        head = grown(size)[0].head()
        assert head.extends(EMPTY, [])
        assert not head.extends(EMPTY, [bytes(32)])
        assert not head.extends(TreeHead(0, bytes(32)), [])
    assert not TreeHead(0, bytes(32)).extends(EMPTY, [])


@given(size=st.integers(1, 600), data=st.data())
def test_no_other_proof_holds(size, data):
    """A flipped bit, a hash more or less, another order, place or size."""
    head, leaves = grown(size)[0].head(), hashes(size)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    stored = grown(size)[1]
    inclusion = stored.inclusion_proof(index)
    for proof in mutated(data, inclusion):
        assert not head.includes(leaves[index], index, proof)
    elsewhere = data.draw(st.integers(-2, size + 2).filter(lambda n: n != index))
    assert not head.includes(leaves[index], elsewhere, inclusion)
    assert not head.includes(bytes(32), index, inclusion)
    before = TreeHead(old, literal_root(leaves[:old]))
    consistency = stored.consistency_proof(old)
    for proof in mutated(data, consistency):
        assert not head.extends(before, proof)
    assert not head.extends(TreeHead(old, bytes(32)), consistency)
    assert not head.extends(TreeHead(size + 1, head.root), consistency)


def mutated(data: st.DataObject, proof: list[bytes]) -> Iterator[list[bytes]]:
    yield [*proof, bytes(32)]
    if not proof:
        return
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = int.from_bytes(proof[place]) ^ (1 << bit)
    yield [*proof[:place], flipped.to_bytes(32), *proof[place + 1 :]]
    yield [*proof[:place], *proof[place + 1 :]]
    turned = proof[::-1]
    if turned != proof:
        yield turned


def test_two_hashes_are_no_leaf():
    """64 bytes that look like the children of a node are hashed apart from them."""
    leaves = hashes(2)
    assert leaf_hash(leaves[0] + leaves[1]) != node_hash(leaves[0], leaves[1])


def some(numbers: range) -> Iterable[int]:
    """All of a few; of many the first, the last, and those around the middle."""
    if len(numbers) < 80:
        return numbers
    middle = len(numbers) // 2
    return [*numbers[:3], *numbers[middle - 2 : middle + 3], *numbers[-3:]]


@cache
def grown(size: int) -> tuple[GrowingTree, StoredTree]:
    """In uneven steps; and read from its tiles as they would be stored."""
    leaves, tree = hashes(size), GrowingTree(0, lambda *_: b"")
    full: dict[tuple[int, int], bytes] = {}
    for start in range(0, size, 97):
        for tile in tree.extend(leaves[start : start + 97]):
            full[tile.level, tile.index] = tile.hashes
    rows = [b"".join(leaves)]
    while rows[-1]:
        tiles = (
            rows[-1][n : n + WIDTH * HASH]
            for n in range(0, len(rows[-1]), WIDTH * HASH)
        )
        rows.append(b"".join(row_root(t) for t in tiles if len(t) == WIDTH * HASH))

    def source(level: int, index: int, count: int) -> bytes:
        row = rows[level][index * WIDTH * HASH :][: count * HASH]
        if count == WIDTH:
            assert full[level, index] == row
        return row

    return tree, StoredTree(size, source)


def test_a_growing_tree_goes_on_where_it_was():
    _, stored = grown(600)
    again = GrowingTree(600, stored._tiles)  # noqa: SLF001
    assert again.head() == stored.head()
    again.extend(hashes(1025)[600:])
    assert again.head() == grown(1025)[0].head()


def test_no_proof_is_told_of_what_is_not_there():
    _, stored = grown(5)
    for beyond in (-1, 5):
        with pytest.raises(IndexError):
            stored.inclusion_proof(beyond)
    for beyond in (-1, 6):
        with pytest.raises(IndexError):
            stored.consistency_proof(beyond)


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("tile/0/x001/x234/067", (0, 1234067)),
        ("tile/1/000", (1, 0)),
        ("tile/0/273.p/112", (0, 273, 112)),
        ("tile/entries/x001/000", ("entries", 1000)),
    ],
)
def test_tiles_have_the_addresses_of_the_standard(path, tile):
    assert tile_path(*tile) == path


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_536, 65_537])
def test_what_is_unfinished_is_the_right_end_of_each_level(size):
    tree = GrowingTree(0, lambda *_: b"")
    full = {(each.level, each.index): each for each in tree.extend(hashes(size))}
    found = {(each.level, each.index): each for each in tree.unfinished()}
    assert not full.keys() & found.keys()
    stored = full | found
    assert StoredTree(size, lambda *at: stored[at[:2]].hashes).head() == tree.head()
    widths = {level: len(each.hashes) // HASH for (level, _), each in found.items()}
    assert widths == {n: size >> 8 * n & 255 for n in range(8) if size >> 8 * n & 255}
