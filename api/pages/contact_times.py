"""Danish times as people pick them in a form."""

from datetime import datetime, timedelta

from pydantic import TypeAdapter

from domain.calendar import COPENHAGEN
from domain.words import Moment

PICKED = "%Y-%m-%dT%H:%M"  # how browsers write them
MINUTE = timedelta(minutes=1)
_moment = TypeAdapter(Moment)


def typed_moment(text: str) -> datetime:
    """Of an hour that comes twice in October, the first. Raises ValueError."""
    return _moment.validate_python(
        datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)
    )


def end_of_minute(text: str) -> datetime:
    """Of an hour that comes twice in October, the second. Raises ValueError."""
    picked = datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN, fold=1)
    return _moment.validate_python(picked) + MINUTE - timedelta.resolution


def picked(at: datetime) -> str:
    return at.astimezone(COPENHAGEN).strftime(PICKED)
