"""Our proofs and checkpoints before verifiers that nobody here wrote: sigstore's own.

They are private there, and know inclusion only; they don't ask whether there is such a leaf.
"""

import random
from base64 import b64encode
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore._internal.rekor.checkpoint import verify_checkpoint
from sigstore._internal.trust import Keyring
from sigstore.errors import VerificationError
from sigstore_models.common.v1 import PublicKey, PublicKeyDetails

from domain.merkle import TreeHead
from domain.notes import Checkpoint, SignatureType
from infrastructure.signing import SigningKey
from tests.domain.test_tiles import grown, hashes
from tests.infrastructure.test_signing import LOG, ORIGIN, TIME, WITNESS

SIZES = (1, 2, 3, 7, 8, 64, 255, 256, 257, 300, 511, 1_025, 65_536, 65_537)


def is_accepted(
    index: int, head: TreeHead, proof: list[bytes], leaf: bytes, note: str = ""
) -> bool:
    entry = SimpleNamespace(
        _inner=SimpleNamespace(
            canonicalized_body=leaf,
            log_id=SimpleNamespace(key_id=LOG.public.id),
            inclusion_proof=SimpleNamespace(
                log_index=index,
                tree_size=head.size,
                hashes=proof,
                root_hash=head.root,
                checkpoint=SimpleNamespace(envelope=note),
            ),
        )
    )
    assert 0 <= index < head.size
    try:
        verify_merkle_inclusion(entry)
        if note:
            verify_checkpoint(RING, entry)
    except VerificationError:
        return False
    return True


def ring_of(key: SigningKey) -> Keyring:
    der = Ed25519PublicKey.from_public_bytes(key.public.key).public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    told = PublicKey(
        raw_bytes=b64encode(der), key_details=PublicKeyDetails.PKIX_ED25519
    )
    return Keyring([told])


RING = ring_of(LOG)


def leaves_of(size: int) -> list[int]:
    around = {0, 1, size // 2, size - 2, size - 1, size & -size, *range(253, 259)}
    return sorted(n for n in around if 0 <= n < size)


@pytest.mark.parametrize("size", SIZES)
def test_our_proofs_are_theirs_and_no_other_is(size):
    tree = grown(size)[1]
    head = tree.head()
    note = noted(head)
    for index in leaves_of(size):
        proof, leaf = tree.inclusion_proof(index), str(index).encode()
        assert is_accepted(index, head, proof, leaf, note)
        for other in tampered(index, head, proof, leaf):
            assert not is_accepted(*other)
            assert not ours(*other)


def ours(index: int, head: TreeHead, proof: list[bytes], leaf: bytes) -> bool:
    known = hashes(int(leaf) + 1)[int(leaf)] if leaf.isdigit() else bytes(32)
    return head.includes(known, index, proof)


def tampered(
    index: int, head: TreeHead, proof: list[bytes], leaf: bytes
) -> Iterator[tuple[int, TreeHead, list[bytes], bytes]]:
    yield index, TreeHead(head.size, bytes(32)), proof, leaf
    yield index, head, [*proof, bytes(32)], leaf
    yield index, head, proof, b"forged"
    if proof:
        at = random.randrange(len(proof))
        flipped = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        yield index, head, [*proof[:at], flipped, *proof[at + 1 :]], leaf
        yield index, head, proof[1:], leaf
        yield index, head, proof[:-1], leaf
        yield index ^ 1 if index ^ 1 < head.size else index - 1, head, proof, leaf
        if len(proof) > 1:
            yield index, head, [proof[1], proof[0], *proof[2:]], leaf


def noted(head: TreeHead, key: SigningKey = LOG) -> str:
    text = str(Checkpoint(ORIGIN, head))
    return f"{text}\n{key.line(text)}{WITNESS.line(text, TIME)}"


def test_no_checkpoint_is_theirs_that_the_log_has_not_signed():
    tree = grown(300)[1]
    head, proof = tree.head(), tree.inclusion_proof(7)
    other = SigningKey(ORIGIN, SignatureType.NOTE, bytes(32))
    good = noted(head)
    assert is_accepted(7, head, proof, b"7", good)
    for note in (
        noted(head, other),
        noted(TreeHead(300, bytes(32))),
        noted(grown(299)[1].head()),
        good.replace("\n300\n", "\n301\n"),
        good.replace(f"— {ORIGIN} ", f"— {ORIGIN} A"),
        good.partition("— ")[0] + WITNESS.line(str(Checkpoint(ORIGIN, head)), TIME),
    ):
        assert not is_accepted(7, head, proof, b"7", note)
