"""Ids as clients made them at the time that the tests' clock shows."""

from datetime import UTC, datetime
from secrets import randbits
from uuid import UUID

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def new_id(at: datetime = NOON) -> UUID:
    """A UUIDv7 of that time."""
    bits = int(at.timestamp() * 1000) << 80 | randbits(80)
    return UUID(int=bits & ~(0xF000 << 64 | 3 << 62) | 7 << 76 | 2 << 62)
