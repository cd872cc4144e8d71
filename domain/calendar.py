"""Danish days: they are 23, 24 or 25 hours long, and every figure counts by them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SKEW = timedelta(minutes=5)  # between the clocks of the police


def danish_day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """From when, inclusive, and until when, exclusive, the day lasts; in UTC."""
    return _midnight(day), _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN).astimezone(UTC)
