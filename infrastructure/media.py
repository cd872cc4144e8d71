"""What kind of file is this, by its own bytes, whatever its sender calls it?

A table of our own: what is taken as evidence must not depend on what a guessing
library makes of a file in one version or another.
"""

import re
from codecs import getincrementaldecoder

from domain.media import MediaType

SIGNATURES: list[tuple[re.Pattern[bytes], MediaType]] = [
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"%PDF-[12]\.", MediaType.PDF),
        (rb"\x89PNG\r\n\x1a\n", MediaType.PNG),
        (rb"\xff\xd8\xff[\xc0-\xfe]", MediaType.JPG),
        (rb"GIF8[79]a", MediaType.GIF),
        (rb"RIFF.{4}WEBPVP8[ LX]", MediaType.WEBP),
        (rb"RIFF.{4}WAVE", MediaType.WAV),
        (rb"OggS\0", MediaType.OGG),
        (rb"ID3[\x02-\x04]\0", MediaType.MP3),
        # A frame of MPEG layer III, with a bit rate and a sampling rate that exist.
        (
            rb"\xff[\xfa\xfb\xf2\xf3\xe2\xe3][\x10-\xef](?<![\x03\x07\x0b\x0f])",
            MediaType.MP3,
        ),
        # ISO base media (ISO/IEC 14496-12) begins with its brand.
        (rb".{4}ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)", MediaType.HEIC),
        (rb".{4}ftypM4[AB] ", MediaType.M4A),
        (rb".{4}ftypqt  ", MediaType.MOV),
        (rb".{4}ftyp(?:iso[m2-9]|mp4[12]|avc1|M4V |MSNV|dash|3gp.)", MediaType.MP4),
    )
]
ENOUGH = 32  # bytes from the beginning tell each of them from the others
UNSEEN = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")  # in no text that people write


class WrongMedia(Exception):
    """This is not taken as evidence; the sentence says what is."""

    def __init__(self) -> None:
        kinds = ", ".join(kind.name for kind in MediaType)
        super().__init__(
            f"This kind of file is not taken: send one of {kinds}."
            " Unpack archives, and save documents as PDF."
        )


class Recognition:
    """Hears a file piece by piece: the first tells its kind, and text is read through."""

    def __init__(self) -> None:
        self._kind: MediaType | None = None
        self._decoder = getincrementaldecoder("utf-8")()

    def hear(self, piece: bytes, *, last: bool) -> MediaType:
        """The kind, as far as it is known by now. Raises WrongMedia."""
        if self._kind is None:
            self._kind = _signed(piece[:ENOUGH]) or _text(piece)
        if self._kind is MediaType.TXT:
            self._read(piece, last=last)
        return self._kind

    def _read(self, piece: bytes, *, last: bool) -> None:
        try:
            self._decoder.decode(piece, final=last)
        except UnicodeDecodeError:
            raise WrongMedia from None
        if UNSEEN.search(piece):
            raise WrongMedia


def _signed(beginning: bytes) -> MediaType | None:
    kinds = (kind for pattern, kind in SIGNATURES if pattern.match(beginning))
    return next(kinds, None)


def _text(piece: bytes) -> MediaType:
    """Raises WrongMedia for a script: some system would run it."""
    if piece.startswith(b"#!"):
        raise WrongMedia
    return MediaType.TXT
