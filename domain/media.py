"""The kinds of files that are taken as evidence, and no others."""

from enum import StrEnum


class MediaType(StrEnum):
    """Nothing that runs, and nothing that hides other files in itself, such as ZIP."""

    PDF = "application/pdf"
    M4A = "audio/mp4"
    MP3 = "audio/mpeg"
    OGG = "audio/ogg"
    WAV = "audio/wav"
    GIF = "image/gif"
    HEIC = "image/heic"
    JPG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    TXT = "text/plain"  # a mail (.eml) too
    MP4 = "video/mp4"
    MOV = "video/quicktime"

    @property
    def extension(self) -> str:
        return self.name.lower()
