import json
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical
from domain.merkle import leaf_data, leaf_hash

STATE = (
    b'{"at":"2026-11-22T07:30:00.123456Z","by":{"id":"K-1147","role":"OFFICER",'
    b'"district":"1467"},"request":null,'
    b'"body":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",'
    b'"event":{"reason":"duplicate"},"salt":"AAECAwQFBgcICQoLDA0ODw=="}'
)
ID = UUID("019352d4-5e7b-7a3e-8f10-3b6f0f2d7c11")


def test_the_leaf_of_an_event_is_its_header_and_the_digest_of_its_bytes():
    data = leaf_data(ID, 3, "ContactWithdrawn", STATE)
    assert data == (
        b'{"at":"2026-11-22T07:30:00.123456Z",'
        b'"id":"019352d4-5e7b-7a3e-8f10-3b6f0f2d7c11",'
        b'"state_sha256":"c9104e418ff6b186a639629ec34a6cdae7d3c1bee2b14cc79083cf4e911867ca",'
        b'"type":"ContactWithdrawn","v":1,"version":3}'
    )
    assert (
        leaf_hash(data).hex()
        == "750e2570e408eaa991ba403e04ecd3e74a8935eef95c0a8da96350d39fefb55e"
    )


@pytest.mark.parametrize(
    ("version", "type", "state"),
    [
        (0, "ContactWithdrawn", STATE),
        (3, "Contact Withdrawn", STATE),
        (3, "", STATE),
        (3, "ContactWithdrawn", STATE.replace(b".123456Z", b"Z")),
        (3, "ContactWithdrawn", STATE.replace(b'{"at"', b'{ "at"')),
        (3, "ContactWithdrawn", b'{"by":{},' + STATE[1:]),
    ],
)
def test_what_could_not_be_audited_has_no_leaf(version: int, type: str, state: bytes):
    with pytest.raises(ValueError, match="has not the form of an event"):
        leaf_data(ID, version, type, state)


@given(
    id=st.uuids(),
    version=st.integers(1, 2**63),
    type=st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,63}", fullmatch=True),
    rest=st.binary(),
)
def test_the_header_of_an_event_is_canonical_json(id, version, type, rest):
    state = b'{"at":"2026-11-22T07:30:00.123456Z",' + rest
    data = leaf_data(id, version, type, state)
    assert data == canonical(json.loads(data))
    assert json.loads(data)["state_sha256"] == sha256(state).hexdigest()
