"""Ids that tell a time (UUIDv7), or follow from something that is known already."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from domain.calendar import day_bounds

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)


def time_of(id: UUID) -> datetime:
    """When a UUIDv7 says that it was made; the end of time if that is beyond it."""
    try:
        return EPOCH + timedelta(milliseconds=id.int >> 80)
    except OverflowError:
        return END


def follow_up_of(contact: UUID) -> UUID:
    """The follow-up that rule 1 opens: one for each contact, whoever works it out.

    A UUIDv7 with the contact's timestamp; the bits that version and variant leave free
    are from SHA-256.
    """
    rest = sha256(b"genfind/RULE_1\n" + str(contact).encode()).digest()[:10]
    return _uuid(contact.bytes[:6] + rest, version=7)


def access_seal_of(day: date, nth: int) -> UUID:
    """The nth time on this Danish day that the access log is sealed: a UUIDv7 of its
    first millisecond, so that whoever seals finds the last one.
    """
    millis = (day_bounds(day)[0] - EPOCH) // timedelta(milliseconds=1)
    told = f"genfind/access seal\n{day}\n{nth}".encode()
    return _uuid(millis.to_bytes(6) + sha256(told).digest()[:10], version=7)


def fork_of(origin: str) -> UUID:
    """The end of this log, which is one, whoever says so: a UUIDv7 that tells no time."""
    told = sha256(f"genfind/fork\n{origin}".encode()).digest()[:10]
    return _uuid(bytes(6) + told, version=7)


def named_id(name: str) -> UUID:
    """Always the same id for the same name (RFC 9562, version 8, SHA-256)."""
    return _uuid(sha256(name.encode()).digest()[:16], version=8)


def searches_of(year: int) -> UUID:
    """The subject of every search of a Danish year: all are forgotten together."""
    return named_id(f"genfind/searches\n{year}")


def _uuid(octets: bytes, version: int) -> UUID:
    bits = int.from_bytes(octets, "big")
    bits = bits & ~(0xF << 76) | version << 76
    return UUID(int=bits & ~(0b11 << 62) | 0b10 << 62)
