"""What went wrong, as a page in Danish that says what to do, never echoing what was sent."""

from collections.abc import Collection
from dataclasses import dataclass

import structlog
from eventsourcing.persistence import DataError, InterfaceError, OperationalError
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.doors import Forbidden, TooOften, parts
from api.errors import EXPECTED, headers_of
from api.pages.danish import ROLES, refusal
from api.pages.templates import is_partial, page
from api.turns import Busy, Flooding
from domain.decider import Refused
from domain.event import Role
from infrastructure.asked import MovedOn, Unknown
from infrastructure.evidence import Forgotten, NotTaken
from infrastructure.log import frames
from infrastructure.media import WrongMedia
from infrastructure.projector import Behind
from infrastructure.receipts import NotSealed
from infrastructure.sign_in import NoRole, Unavailable
from projections.pages import BadCursor

log = structlog.get_logger()


class WrongRole(Forbidden):
    """Somebody we know, and not in a role that may see this page."""


class FromElsewhere(Forbidden):
    """A form that was not sent from our own pages."""


@dataclass(frozen=True)
class Said:
    """What a page says of a failure."""

    status: int
    heading: str
    text: str


UNCONFIRMED = Said(
    503,
    "Ikke bekræftet",
    "Prøv igen: det samme registreres kun én gang.",
)
SAID: dict[type[Exception], Said] = {
    NoRole: Said(
        403,
        "Ingen adgang",
        "Dit login giver ikke præcis én rolle her med en politikreds. Bed om den.",
    ),
    FromElsewhere: Said(
        403, "Ingen adgang", "Formularen er ikke sendt fra vores egne sider."
    ),
    Forbidden: Said(403, "Ingen adgang", "Det hører til en anden politikreds end din."),
    Unknown: Said(404, "Findes ikke", "Der er intet her under denne adresse."),
    MovedOn: Said(
        412, "En kollega har ændret dette", "Åbn siden igen, og se hvad der er ændret."
    ),
    DataError: Said(422, "Kan ikke gemmes", "Kontrollér tegnene i teksten."),
    TooOften: Said(429, "For mange søgninger", "Vent et minut, og søg igen."),
    Flooding: Said(
        429, "For meget på én gang", "Du beder om meget på én gang. Prøv igen."
    ),
    WrongMedia: Said(
        415, "Kan ikke tages imod", "Filen er ikke af en slags, som registret tager."
    ),
    NotTaken: Said(422, "Kan ikke tages imod", "Filen er ikke den, der blev meldt."),
    Forgotten: Said(410, "Slettet", "Nøglen er slettet. Filen kan aldrig læses igen."),
    BadCursor: Said(422, "Kan ikke vises", "Begynd forfra i listen."),
    RequestValidationError: Said(
        422, "Kan ikke bruges", "Noget i adressen eller formularen kan ikke bruges."
    ),
    # Nobody hears this: a form that asks again as it is filled in breaks off what it asked.
    ClientDisconnect: Said(400, "Afbrudt", "Send igen."),
    OperationalError: UNCONFIRMED,
    InterfaceError: UNCONFIRMED,
    Behind: Said(503, "Ikke opdateret endnu", "Prøv igen om et øjeblik."),
    NotSealed: Said(
        503, "Ikke forseglet endnu", "Prøv igen om et øjeblik. Intet er gået tabt."
    ),
    Busy: Said(503, "Travlt lige nu", "Intet er gemt. Prøv igen om et øjeblik."),
    Unavailable: Said(503, "Login svarer ikke", "Prøv igen om et øjeblik."),
}
OF_HTTP = {
    413: "Det sendte er for stort. En fil kan højst fylde 25 MB.",
    415: "Det sendte er ikke en formular.",
}
UNFORESEEN = Said(
    500, "Noget gik galt", "Intet er bekræftet. Prøv igen: det registreres kun én gang."
)


def explained(
    request: Request, error: Exception, allowed: Collection[Role]
) -> Response:
    said = _said(error, allowed)
    parts(request).metrics.refused.labels(status=said.status).inc()
    if said.status >= UNFORESEEN.status and not isinstance(error, EXPECTED):
        kind, where = type(error).__name__, frames(error)
        log.error("page failed", error=kind, method=request.method, frames=where)
    partial = is_partial(request)
    name = "notice.html" if partial else "error.html"
    answer = page(request, name, said.status, said=said)
    answer.headers.update(headers_of(said.status, error) or {})
    if partial:  # beside what is on the screen, which stays as it was
        answer.headers.update({"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"})
    return answer


def _said(error: Exception, allowed: Collection[Role]) -> Said:
    match error:
        case Refused():
            return Said(409, "Afvist", refusal(str(error)))
        case WrongRole():
            roles = " eller ".join(ROLES[role].lower() for role in allowed)
            return Said(403, "Ingen adgang", f"Siden kræver rollen {roles}.")
        case HTTPException(status_code=status):
            return Said(status, "Kan ikke bruges", OF_HTTP.get(status, "Prøv igen."))
    kinds = (kind for kind in type(error).__mro__ if kind in SAID)
    found = next(kinds, None)
    return SAID[found] if found else UNFORESEEN
