"""Notes as the standard spells them, and whose signatures are believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merkle import TreeHead, leaf_hash
from domain.notes import BadNote, Checkpoint, Note, PublicKey, SignatureType
from domain.proofs import Proof
from infrastructure.signing import SigningKey, signed_by
from tests.domain.test_tiles import grown, hashes

ORIGIN = "genfind.example/archive/1"
LOG = SigningKey(ORIGIN, SignatureType.NOTE, bytes(range(32)))
WITNESS = SigningKey(
    "witness.example/1", SignatureType.COSIGNATURE, bytes(range(32, 64))
)
TIME = 1795332600
TEXT = str(Checkpoint(ORIGIN, grown(3)[0].head()))
NOTE = f"{TEXT}\n{LOG.line(TEXT)}{WITNESS.line(TEXT, TIME)}"
BOTH = {LOG.public: 0, WITNESS.public: TIME}


def test_keys_and_notes_are_those_of_the_known_vector():
    assert str(LOG.public) == (
        "genfind.example/archive/1+c9de72eb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    )
    assert str(WITNESS.public) == (
        "witness.example/1+de870262+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
    )
    assert NOTE == (
        "genfind.example/archive/1\n3\ncl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc=\n\n"
        "\u2014 genfind.example/archive/1 yd5y6zMf2m+1tUaDZS7J6gCEuOM4Z6VighZMvioLaLFLC2DQ"
        "h4q7yajEh0YdsRKyfsZFLtRbBjuMQrur8IeOO3uoHQQ=\n"
        "\u2014 witness.example/1 3ocCYgAAAABrApn4U+tF3oqIqh6PoSGzg3OmzF5LxRkWNjegR5xdHW/m"
        "4NXfmiBVBjoqs81vaP3JNdxo+ch2a1qfCn6wKGx4swvTAg==\n"
    )


def test_a_note_is_believed_for_whose_keys_are_known():
    note = Note.read(NOTE)
    assert Checkpoint.read(note.text) == Checkpoint(ORIGIN, grown(3)[0].head())
    assert signed_by(note, BOTH) == BOTH
    assert signed_by(note, [LOG.public]) == {LOG.public: 0}
    assert signed_by(note, []) == {}


@pytest.mark.parametrize("key", [LOG.public, WITNESS.public])
def test_keys_are_read_as_they_are_written(key):
    assert PublicKey.read(str(key)) == key


VKEY = str(LOG.public)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        VKEY.replace("+c9de72eb", ""),
        VKEY.replace("c9de72eb", "c9de72ec"),
        VKEY.replace("c9de72eb", "C9DE72EB"),
        VKEY.replace("genfind", "gen find"),
        VKEY[:-1],
        VKEY[:-4],
        VKEY.replace("+AQ", "+Bg"),  # ML-DSA-44
        VKEY.replace("+AQ", "+BA"),
    ],
)
def test_no_other_key_is_read(vkey):
    with pytest.raises(BadNote):
        PublicKey.read(vkey)


def signed(text: str, *lines: str) -> str:
    return f"{text}\n{''.join(lines)}"


ROOT = TEXT.split("\n")[2]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n3\n", "\n03\n"),
        TEXT.replace("\n3\n", "\n+3\n"),
        TEXT.replace("\n3\n", "\n-3\n"),
        TEXT.replace("\n3\n", "\n\n"),
        TEXT.replace("\n3\n", "\n3\r\n"),
        TEXT.replace(ORIGIN, ""),
        TEXT.replace("=\n", "\n"),
        TEXT.replace(ROOT, ROOT[:-4]),
        TEXT.replace("yc=", "yd="),  # other bits behind the last byte
        TEXT + "extension\n",
        TEXT.removesuffix("\n"),
    ],
)
def test_a_checkpoint_is_written_in_one_way_only(text):
    with pytest.raises(BadNote):
        Checkpoint.read(text)


OTHER = SigningKey(ORIGIN, SignatureType.NOTE, bytes(32))
OTHER_TYPE = SigningKey(ORIGIN, SignatureType.COSIGNATURE, bytes(range(32)))
STRANGER = SigningKey("stranger.example", SignatureType.NOTE, bytes(32))


def test_whoever_is_not_known_is_passed_over():
    """A stranger; the same name with another key; the same key of another type."""
    strange = [
        STRANGER.line("something else\n"),
        OTHER.line(TEXT),
        OTHER_TYPE.line(TEXT, TIME),
    ]
    note = Note.read(signed(TEXT, *strange, LOG.line(TEXT)))
    assert signed_by(note, BOTH) == {LOG.public: 0}
    assert signed_by(Note.read(signed(TEXT, *strange)), BOTH) == {}


def test_a_known_key_that_has_not_signed_spoils_the_note():
    elsewhere = TEXT.replace("\n3\n", "\n4\n")
    for wrong in (LOG.line(elsewhere), WITNESS.line(elsewhere, TIME)):
        note = Note.read(signed(TEXT, LOG.line(TEXT), wrong))
        with pytest.raises(BadNote):
            signed_by(note, BOTH)


@given(st.data())
def test_no_character_of_a_note_can_be_changed(data):
    place = data.draw(st.integers(0, len(NOTE) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != NOTE[place]))
    for changed in (NOTE[:place] + other, NOTE[:place]):
        text = changed + NOTE[place + 1 :]
        try:
            note = Note.read(text)
            believed = signed_by(note, BOTH)
        except BadNote:
            continue
        # Then it is another's signature: the name or the id of the key was changed.
        assert note.text == TEXT
        assert len(believed) < 2


def test_a_proof_is_read_as_it_is_written():
    tree = grown(300)[1]
    proof = Proof(77, tree.inclusion_proof(77), NOTE, b"what it is about")
    assert Proof.read(str(proof)) == proof
    bare = Proof(0, [], NOTE)
    assert Proof.read(str(bare)) == bare
    assert tree.head().includes(hashes(300)[77], proof.index, proof.hashes)


@given(st.data())
def test_no_character_of_a_proof_can_be_changed(data):
    """But in what it carries along, which the leaf is compared with."""
    size, index, entry = 300, 77, b"77"
    text = str(Checkpoint(ORIGIN, grown(size)[0].head()))
    note = f"{text}\n{LOG.line(text)}"
    told = str(Proof(index, grown(size)[1].inclusion_proof(index), note, entry))
    assert proves(told)
    place = data.draw(st.integers(0, len(told) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != told[place]))
    for middle in (other, ""):
        assert not proves(told[:place] + middle + told[place + 1 :])


def proves(told: str) -> bool:
    try:
        proof = Proof.read(told)
        note = Note.read(proof.note)
        checkpoint = Checkpoint.read(note.text)
        believed = LOG.public in signed_by(note, [LOG.public])
    except BadNote:
        return False
    leaf = leaf_hash(proof.extra)
    return (
        believed
        and checkpoint.origin == ORIGIN
        and checkpoint.tree.includes(leaf, proof.index, proof.hashes)
    )


def test_a_proof_says_nothing_of_another_tree():
    assert not TreeHead(3, bytes(32)).includes(hashes(3)[0], 0, [bytes(32)] * 2)
