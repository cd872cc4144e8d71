"""A file is what its bytes say; nothing that runs is taken."""

import pytest

from domain.media import MediaType
from infrastructure.media import Recognition, WrongMedia

TAKEN = {
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3": MediaType.PDF,
    b"\xff\xd8\xff\xe0\0\x10JFIF\0": MediaType.JPG,
    b"\xff\xd8\xff\xe1\0\x10Exif\0": MediaType.JPG,
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR": MediaType.PNG,
    b"GIF89a\1\0\1\0": MediaType.GIF,
    b"RIFF\x24\0\0\0WEBPVP8 ": MediaType.WEBP,
    b"RIFF\x24\0\0\0WAVEfmt ": MediaType.WAV,
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic": MediaType.HEIC,
    b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic": MediaType.HEIC,
    b"\0\0\0\x18ftypisom\0\0\2\0isomiso2": MediaType.MP4,
    b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom": MediaType.MP4,
    b"\0\0\0\x14ftypqt  \0\0\2\0qt  ": MediaType.MOV,
    b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42": MediaType.M4A,
    b"ID3\3\0\0\0\0\0\0": MediaType.MP3,
    b"\xff\xfb\x90\x64\0\0\0": MediaType.MP3,
    b"OggS\0\2\0\0": MediaType.OGG,
    "Hun skrev: »lad mig være«\r\n\tkl. 22".encode(): MediaType.TXT,
    b"From: a@example.dk\r\nSubject: x\r\n\r\nHej": MediaType.TXT,
    b"<html><script>alert(1)</script>": MediaType.TXT,  # saved, never shown
}
REFUSED = {
    "a program for Windows": b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff",
    "a program for Linux": b"\x7fELF\2\1\1\0",
    "a program for macOS": b"\xcf\xfa\xed\xfe\7\0\0\1",
    "a class for Java": b"\xca\xfe\xba\xbe\0\0\0\x34",
    "a script": b"#!/bin/sh\nrm -rf ~\n",
    "an archive, or a document in one": b"PK\3\4\x14\0\0\0",
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "no sound that can be": b"\xff\xfb\xff\xff",
    "a picture in name only": b"\xff\xd8\xff\0",
    "another kind of film": b"RIFF\x24\0\0\0AVI LIST",
    "text in no known letters": "æøå".encode("latin-1"),
    "text with a zero": b"Hun er\0utryg",
    "half a letter": "å".encode()[:1],
}


def recognised(*pieces: bytes) -> MediaType:
    recognition = Recognition()
    for n, piece in enumerate(pieces, 1):
        kind = recognition.hear(piece, last=n == len(pieces))
    return kind


@pytest.mark.parametrize(("content", "kind"), TAKEN.items())
def test_a_file_is_known_by_its_beginning(content, kind):
    assert recognised(content) is kind


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused(what):
    with pytest.raises(WrongMedia, match="PDF, M4A"):
        recognised(REFUSED[what])


def test_a_letter_may_lie_in_two_pieces():
    text = "ååå".encode()
    assert recognised(text[:3], text[3:]) is MediaType.TXT


@pytest.mark.parametrize("later", [b"\0", b"\xff", "å".encode()[:1]])
def test_text_is_text_to_its_end(later):
    with pytest.raises(WrongMedia):
        recognised(b"Hun er utryg", later)


def test_every_kind_is_recognised():
    assert set(TAKEN.values()) == set(MediaType)
