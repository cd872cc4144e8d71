"""The name of a transparency log: `<host>/archive/<n>`, where n grows only after a fork."""

import re
from collections.abc import Sequence

ORIGIN = re.compile(r"([^\s+]+/archive/)([1-9]\d*)")


def number_of(origin: str) -> int:
    """Raises ValueError where this is no name of a log."""
    return int(_parts(origin)[1])


def successor_of(origin: str) -> str:
    """The log that comes next where this one can't go on. Raises ValueError."""
    place, number = _parts(origin)
    return f"{place}{int(number) + 1}"


def _parts(origin: str) -> Sequence[str]:
    found = ORIGIN.fullmatch(origin)
    if not found:
        raise ValueError("A log is named host, /archive/ and a number.")
    return found.groups()
