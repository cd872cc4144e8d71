"""Receipts of a log that two authorities and a small archive stand for."""

import json
from base64 import b64encode

from domain.merkle import TreeHead, leaf_data, leaf_hash
from domain.notes import Checkpoint, SignatureType
from domain.policies import Policy
from domain.proofs import Proof
from domain.receipts import OpenedWords, ToldOfEvent
from infrastructure.signing import SigningKey
from tests.domain.test_tiles import literal_inclusion, literal_root
from tests.ids import NOON, new_id

ORIGIN = "genfind.example/archive/1"
LOG = SigningKey(ORIGIN, SignatureType.NOTE, bytes(range(32)))
OVERSIGHT = SigningKey(
    "oversight.example/1", SignatureType.COSIGNATURE, bytes(range(32, 64))
)
ARCHIVES = SigningKey(
    "archives.example/1", SignatureType.COSIGNATURE, bytes(range(64, 96))
)
TIME = 1795332600  # 22 November 2026, 7.30 UTC
ALONE = Policy.of(LOG.public)
ONE_WITNESS = Policy.read(
    f"log {LOG.public}\nwitness oversight {OVERSIGHT.public}\nquorum oversight\n"
)
BOTH = Policy.read(
    f"log {LOG.public}\nwitness oversight {OVERSIGHT.public}\n"
    f"witness archives {ARCHIVES.public}\n"
    "group both all oversight archives\nquorum both\n"
)
WORDS = OpenedWords("/narrative", bytes(32), "Hun er utryg.")
ID = new_id(NOON)


def state(kind: str = "STALKING") -> bytes:
    told = {
        "at": "2026-11-22T12:00:00.000000Z",
        "by": {"id": "K-1147", "role": "OFFICER", "district": "1467"},
        "request": None,
        "body": b64encode(bytes(32)).decode(),
        "event": {
            "number": "H-1000007",
            "kind": kind,
            "narrative": {"about": str(ID), "pc": WORDS.commitment, "sealed": "AAAA"},
        },
        "salt": b64encode(bytes(16)).decode(),
    }
    return json.dumps(told, separators=(",", ":")).encode()


STATE = state()
LEAF = leaf_data(ID, 1, "ContactRegistered", STATE)


def receipt(
    *witnesses: SigningKey,
    told: ToldOfEvent | None = None,
    leaf: bytes = LEAF,
    size: int = 300,
    index: int = 77,
    log: SigningKey = LOG,
    origin: str = ORIGIN,
) -> str:
    """Of an event among others, in a tree of that size."""
    hashes = [leaf_hash(str(n).encode()) for n in range(size)]
    hashes[index] = leaf_hash(leaf)
    text = str(Checkpoint(origin, TreeHead(size, literal_root(hashes))))
    note = f"{text}\n{log.line(text)}" + "".join(
        each.line(text, TIME) for each in witnesses
    )
    way = literal_inclusion(index, hashes)
    return str(Proof(index, way, note, bytes(told or ToldOfEvent(leaf))))
