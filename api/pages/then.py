"""The time that somebody looks back to, as it is picked on a page."""

from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from api.pages.forms import Outcome, Problem
from api.pages.picked_times import picked_moment
from api.pages.templates import page

THEN = "pr"  # the field, and the form of that field alone
MINUTE = timedelta(minutes=1)
NO_TIME = Outcome(422, form=THEN, problems=[Problem(THEN, "Skriv dato og klokkeslæt")])
Then = Annotated[str, Query(alias=THEN, max_length=40)]  # as picked; blank is now


def known_by(then: str) -> datetime | None:
    """The end of that minute: what was recorded in it was known. None is now.

    Of an hour that comes twice in October, the second. Raises ValueError.
    """
    if not then.strip():
        return None
    return picked_moment(then, fold=1) + MINUTE - timedelta.resolution


def address_then(path: str, then: str) -> str:
    """Here again, as it was asked for."""
    return f"{path}?{urlencode({THEN: then.strip()})}" if then.strip() else path


def not_then(request: Request, path: str, then: str) -> Response:
    """The registry did not know the thing yet."""
    return page(
        request,
        "not_then.html",
        404,
        outcome=Outcome(404),
        path=path,
        then=then,
        as_of=known_by(then),
    )
