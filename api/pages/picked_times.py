"""Danish times as people pick them in a form, to the minute."""

from datetime import datetime

from pydantic import TypeAdapter

from domain.calendar import COPENHAGEN
from domain.words import Moment

PICKED = "%Y-%m-%dT%H:%M"  # how browsers write them
_moment = TypeAdapter(Moment)


def picked_moment(text: str, fold: int = 0) -> datetime:
    """Of an hour that comes twice in October the first, or with `fold` the second.

    Raises ValueError.
    """
    wall = datetime.strptime(text.strip(), PICKED)  # noqa: DTZ007 - no zone yet
    return _moment.validate_python(wall.replace(tzinfo=COPENHAGEN, fold=fold))


def as_picked(at: datetime) -> str:
    return at.astimezone(COPENHAGEN).strftime(PICKED)
