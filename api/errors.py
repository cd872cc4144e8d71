"""What went wrong, in the language of HTTP (RFC 9457), never echoing what was sent."""

from collections.abc import Mapping
from typing import Any, get_args

import structlog
from eventsourcing.persistence import DataError, InterfaceError, OperationalError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core.core_schema import ErrorType
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.doors import Forbidden, TooLarge, TooOften, parts
from api.turns import Busy, Flooding
from domain.decider import Refused
from infrastructure.asked import MovedOn, Unknown
from infrastructure.evidence import Forgotten, NotTaken
from infrastructure.mail import BadAddress
from infrastructure.media import WrongMedia
from infrastructure.projector import Behind
from infrastructure.receipts import NotSealed
from infrastructure.sign_in import NoRole, Unauthenticated, Unavailable
from projections.pages import BadCursor

log = structlog.get_logger()

PROBLEM = "application/problem+json"
UNCONFIRMED = "Not confirmed: send the same again. It is recorded only once."
SAYS: dict[type[Exception], tuple[int, str | None]] = {  # None: its own sentence
    Refused: (409, None),
    Forbidden: (403, None),
    NoRole: (403, None),
    TooOften: (429, None),
    Flooding: (429, "You ask for more at once than your share: send it again."),
    TooLarge: (413, None),
    WrongMedia: (415, None),
    NotTaken: (422, None),
    Forgotten: (410, "Its key is destroyed: this file can never be read again."),
    Unauthenticated: (401, None),
    # Nobody hears this: he has gone, or sent too slowly.
    ClientDisconnect: (400, "The body broke off: send it again."),
    Unknown: (404, "There is nothing here under this id."),
    MovedOn: (412, "This has been changed in the meantime: read it again."),
    DataError: (422, "This can't be stored: check the characters in the text."),
    OperationalError: (503, UNCONFIRMED),
    InterfaceError: (503, UNCONFIRMED),
    BadAddress: (422, None),
    BadCursor: (422, "This cursor is not one of this list: begin without it."),
    Behind: (503, "The read models are not that far yet: ask again."),
    NotSealed: (503, "This is not sealed yet: ask again in a moment."),
    Busy: (503, "Too much is asked at this moment: send the same again."),
    Unavailable: (503, "The sign-in provider can't be reached: try again."),
}
UNAVAILABLE = 503
HEADERS = {
    401: {"WWW-Authenticate": "Bearer"},
    429: {"Retry-After": "60"},
    UNAVAILABLE: {"Retry-After": "1"},
}
EXPECTED = (Busy, NotSealed)  # of one there are too many, and the other is no fault
SOON: Mapping[str, str] = {"Retry-After": "1"}
TITLES = {
    400: "The body can't be read: send JSON in UTF-8.",
    401: "Sign in: send a bearer token.",
    403: "This is not allowed.",
    404: "There is nothing here.",
    405: "This method is not known here.",
    413: "This is too large.",
    415: "Send JSON, with Content-Type: application/json.",
    422: "Some fields can't be accepted: see errors.",
    500: "Something went wrong here; nothing was confirmed. Send the same again.",
}
MEANS = {  # codes of pydantic in words; of its others it is just "not accepted"
    "missing": "is missing",
    "extra_forbidden": "is not known",
    "enum": "is not one of the listed values",
    "literal_error": "is not one of the listed values",
    "uuid_version": "must be a UUID of version 7",
    "uuid_parsing": "must be a UUID",
    "timezone_aware": "needs a time zone",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "too_long": "has too many entries",
    "too_short": "has too few entries",
}
PYDANTICS = frozenset(get_args(ErrorType))


def body_of(status: int, title: str, **more: object) -> dict[str, object]:
    return {"type": "about:blank", "title": title, "status": status, **more}


def problem(
    request: Request,
    status: int,
    title: str,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    parts(request).metrics.refused.labels(status=status).inc()
    body = body_of(status, title, **more)
    return JSONResponse(body, status, headers=headers, media_type=PROBLEM)


def said_of(error: Exception) -> tuple[int, str]:
    """Status and title of an error that is foreseen."""
    status, title = next(SAYS[kind] for kind in type(error).__mro__ if kind in SAYS)
    return status, title or str(error)


def _explain(request: Request, error: Exception) -> JSONResponse:
    status, title = said_of(error)
    if status == UNAVAILABLE and not isinstance(error, EXPECTED):
        log.warning("not confirmed", error=type(error).__name__)
    return problem(request, status, title, headers_of(status, error))


def headers_of(status: int, error: Exception) -> Mapping[str, str] | None:
    return SOON if isinstance(error, Flooding) else HEADERS.get(status)


def _by_status(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    title = TITLES.get(error.status_code, "This can't be answered.")
    return problem(request, error.status_code, title, error.headers)


def _malformed(request: Request, error: Exception) -> JSONResponse:
    """Only names of our own leave: what was sent could be anybody's words."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = error.errors()
    if any(each["type"] == "json_invalid" for each in errors):
        return problem(request, 400, TITLES[400])
    known = request.app.state.field_names
    return problem(
        request, 422, TITLES[422], errors=[_field(each, known) for each in errors]
    )


def _field(error: Mapping[str, Any], known: frozenset[str]) -> dict[str, str]:
    where, *path = error["loc"]
    parts = [str(p) for p in path if isinstance(p, int) or p in known]
    return {
        "field": ".".join(parts) or str(where),
        "code": error["type"],
        "message": _message(error),
    }


def _message(error: Mapping[str, Any]) -> str:
    """Sentences of ours say what to do; pydantic's may repeat what was sent."""
    ours = error["type"] not in PYDANTICS
    return str(error["msg"]) if ours else MEANS.get(error["type"], "is not accepted")


def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    log.error("unforeseen", error=type(error).__name__, method=request.method)
    return problem(request, 500, TITLES[500])


def install(app: FastAPI) -> None:
    for kind in SAYS:
        app.add_exception_handler(kind, _explain)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Exception, _unforeseen)
