"""Until when a complaint can be filed, and when somebody must be told of the delay."""

from calendar import monthrange
from datetime import date

from domain.complaint_kinds import ComplaintKind

FILING = 6  # calendar months after the matter (retsplejeloven § 1019 a, stk. 3)
NOTICE = {  # calendar months after receipt
    ComplaintKind.BEHAVIOUR: 6,  # retsplejeloven § 1019 n
    ComplaintKind.CRIMINAL_OFFENCE: 12,  # chapter 93 c
}


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day (unconfirmed)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_filing_day(matter_on: date) -> date:
    """Itself in time (unconfirmed)."""
    return months_after(matter_on, FILING)


def notice_due(kind: ComplaintKind, received_on: date) -> date | None:
    """When complainant and officer must be told why there is no decision yet."""
    months = NOTICE.get(kind)
    return months_after(received_on, months) if months else None
