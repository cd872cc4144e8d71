"""Receipts: given from the transparency log, and verified with nothing but a policy."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from eventsourcing.persistence import StoredEvent

from domain.merkle import TreeHead, leaf_data, leaf_hash
from domain.notes import BadNote, Checkpoint, Note, PublicKey
from domain.policies import NONE, Policy
from domain.proofs import FIRST, Proof
from domain.receipts import Header, OpenedWords, ToldOfEvent
from infrastructure.signing import signed_by
from infrastructure.transparency_log import InDoubt, TransparencyLog

LARGEST = 1_000_000  # bytes of a file in which a receipt is looked for
FILES = 16  # embedded in a PDF, that are looked at
EMBEDDED = re.compile(rb"/Type\s?/EmbeddedFile\b")
STREAM = re.compile(rb"stream\r?\n")
NEAR = 2_000  # bytes between what a PDF says of an embedded file, and that file
LAST_MOMENT = 253_402_300_799  # that a clock can show, in seconds since 1970


class NotSealed(Exception):
    """No checkpoint covers the event yet; the sealer is a second behind, or stopped."""


class Why(StrEnum):
    """The first thing that does not hold."""

    NO_RECEIPT = "NO_RECEIPT"  # or one that was changed so that it can't be read
    OTHER_LOG = "OTHER_LOG"
    BAD_SIGNATURE = "BAD_SIGNATURE"
    LOG_HAS_NOT_SIGNED = "LOG_HAS_NOT_SIGNED"
    NOT_IN_THE_LOG = "NOT_IN_THE_LOG"
    TOO_FEW_WITNESSES = "TOO_FEW_WITNESSES"
    OTHER_CONTENT = "OTHER_CONTENT"
    OTHER_WORDS = "OTHER_WORDS"


class NotProved(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Seen:
    """By somebody other than the log; `at` is the witness's own clock."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Proved:
    """An event stands at this place of this tree. `told` may hold more about it."""

    header: Header
    told: ToldOfEvent
    index: int
    origin: str
    tree: TreeHead
    witnesses: Sequence[Seen]
    provisional: bool  # nobody but the log itself has signed, or not enough of them


def given(
    log: TransparencyLog,
    policy: Policy,
    position: int,
    row: StoredEvent,
    *,
    with_state: bool,
    words: tuple[OpenedWords, ...] = (),
) -> Proof:
    """Of the first checkpoint that the policy relies on and that covers the event; until
    there is one, of the log's own. Raises NotSealed.
    """
    index = log.place(position)
    if index is None:
        raise NotSealed
    note = log.met_from(index + 1, policy) or log.signed_from(index + 1)
    if note is None:
        raise NotSealed
    checkpoint = Checkpoint.read(Note.read(note).text)
    if checkpoint.origin != policy.origin:  # it has forked: a new policy is on its way
        raise NotSealed
    size = checkpoint.tree.size
    id, version = row.originator_id, row.originator_version
    leaf = leaf_data(id, version, row.topic, row.state)  # type: ignore[arg-type] # a UUID
    told = ToldOfEvent(leaf, row.state if with_state else b"", words)
    hashes = log.tree(size).inclusion_proof(index)
    proof = Proof(index, hashes, note, bytes(told))
    try:
        examined(str(proof), policy)
    except NotProved as no:  # the row is no longer what was sealed, or the tree is not
        raise InDoubt(f"the receipt of event {position} does not hold: {no}") from no
    return proof


def verified(text: str, policy: Policy) -> Proved:
    """Raises NotProved, also for what too few witnesses have signed."""
    proved = examined(text, policy)
    if proved.provisional and policy.quorum != NONE:
        raise NotProved(Why.TOO_FEW_WITNESSES)
    return proved


def examined(text: str, policy: Policy) -> Proved:
    """As `verified`, but what too few witnesses have signed is provisional."""
    try:
        proof = Proof.read(text)
        told = ToldOfEvent.read(proof.extra)
        header, note = told.header, Note.read(proof.note)
        checkpoint = Checkpoint.read(note.text)
    except BadNote:
        raise NotProved(Why.NO_RECEIPT) from None
    if checkpoint.origin != policy.origin:
        raise NotProved(Why.OTHER_LOG)
    signers = _signers(note, policy)
    tree = checkpoint.tree
    if not tree.includes(leaf_hash(told.leaf), proof.index, proof.hashes):
        raise NotProved(Why.NOT_IN_THE_LOG)
    if not told.is_what_was_sealed:
        raise NotProved(Why.OTHER_CONTENT)
    if not told.are_its_words:
        raise NotProved(Why.OTHER_WORDS)
    witnesses = [
        Seen(key.name, datetime.fromtimestamp(min(time, LAST_MOMENT), UTC))
        for key, time in signers.items()
        if key not in policy.logs
    ]
    met = policy.quorum != NONE and policy.is_met(signers)
    return Proved(
        header, told, proof.index, checkpoint.origin, tree, witnesses, not met
    )


def _signers(note: Note, policy: Policy) -> dict[PublicKey, int]:
    try:
        signers = signed_by(note, policy.keys)
    except BadNote:
        raise NotProved(Why.BAD_SIGNATURE) from None
    if not any(key in signers for key in policy.logs):
        raise NotProved(Why.LOG_HAS_NOT_SIGNED)
    return signers


def carried(file: bytes) -> str:
    """The receipt's text in a file or in what a QR code holds, or that is embedded in a
    PDF. Its line ends, and what is blank around it, are the carrier's. Raises NotProved.
    """
    if file[:5] == b"%PDF-":
        file = next(_embedded(file), b"")
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotProved(Why.NO_RECEIPT) from None
    return text.replace("\r\n", "\n").strip() + "\n"


def _embedded(pdf: bytes) -> Iterator[bytes]:
    """Of the files that a PDF brings along, those that are receipts.

    A whole reader of PDF would be at the mercy of whoever sends us one. Here it is at most
    some tries to inflate a bounded piece, and what comes out must be proved anyhow.
    """
    for told in islice(EMBEDDED.finditer(pdf), FILES):
        if begins := STREAM.search(pdf, told.end(), told.end() + NEAR):
            raw = pdf[begins.end() :]
            for unpacked in (raw, _inflated(raw)):
                if unpacked.startswith(FIRST.encode()):
                    yield unpacked.partition(b"\nendstream")[0]


def _inflated(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, LARGEST)
    except zlib.error:
        return b""
