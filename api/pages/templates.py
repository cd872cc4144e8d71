"""Pages from templates: Danish days and plurals, and never a word unescaped."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.doors import parts
from api.pages import danish
from api.pages.assets import asset, own
from domain.calendar import COPENHAGEN, danish_day
from domain.event import Role

DA = Locale("da")
POLICE = {Role.OFFICER, Role.SUPERVISOR}
INSPECTORS = {Role.SUPERVISOR, Role.AUTHORITY}
MENU = (  # of all screens, those that a role may open
    ("/overblik", "Overblik", {Role.SUPERVISOR}),
    ("/henvendelser/ny", "Registrér", POLICE),
    ("/opfoelgning", "Opfølgning", POLICE),
    ("/soeg", "Søg", POLICE),
    ("/stalking", "Stalking", POLICE),
    ("/klager", "Klager", POLICE | INSPECTORS),
    ("/tilsyn", "Tilsyn", INSPECTORS),
    ("/opslag", "Opslag", INSPECTORS),
    ("/sletning", "Sletning", {Role.CUSTODIAN, Role.AUTHORITY}),
)


def moment(at: datetime) -> Markup:
    local = at.astimezone(COPENHAGEN)
    shown = format_datetime(local, "d. MMM y 'kl.' HH.mm", locale=DA)
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), shown)


def day(on: date) -> Markup:
    shown = format_date(on, "d. MMM y", locale=DA)
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), shown)


def clock(at: datetime, now: datetime) -> str:
    """The day too, where that is not today."""
    today = danish_day(at) == danish_day(now)
    form = "'kl.' HH.mm" if today else "'den' d. MMM y 'kl.' HH.mm"
    return format_datetime(at.astimezone(COPENHAGEN), form, locale=DA)


def age(seconds: int) -> str:
    """In the largest unit of which it has one."""
    return format_timedelta(timedelta(seconds=seconds), threshold=1, locale=DA)


def plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if DA.plural_form(count) == 'one' else many}"


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        auto_reload=False,  # it would look at every file for every page
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "moment": moment,
        "day": day,
        "age": age,
    }
    made.globals |= {
        "asset": asset,
        "own": own,
        "plural": plural,
        "danish": danish,
    }
    return made


def rendered(template: str, status: int = 200, **words: object) -> HTMLResponse:
    return HTMLResponse(environment().get_template(template).render(words), status)


def page(
    request: Request, template: str, status: int = 200, **words: object
) -> HTMLResponse:
    """With the frame around it that fits whoever asks."""
    by = getattr(request.state, "by", None)
    frame = {
        "nonce": request.state.nonce,
        "new_id": parts(request).new_id,
        "by": by,
        "here": request.url.path,
        "menu": [(to, text) for to, text, roles in MENU if by and by.role in roles],
    }
    return rendered(template, status, **frame, **words)


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of the page that it has already."""
    return request.headers.get("HX-Request-Type") == "partial"
