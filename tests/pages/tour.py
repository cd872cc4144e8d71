"""Every page of the demo: for its picture, and to be measured beside its JSON door."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from playwright.sync_api import Browser, Page

from api.demo_issuer import DEMO_PERSONS
from domain.event import Role
from domain.purposes import Purpose
from tests.fire.running import Demo

SIZE = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Stop:
    name: str
    role: Role
    path: str
    purpose: Purpose | None = None  # that is given first
    thing: str | None = None  # what it is given for, if not the path
    door: str | None = None  # whose answer the page shows
    deed: Callable[[Page], None] | None = None  # before its picture is taken


def of_sample(file: str, do: str, **told: str) -> str:
    """The id of the first thing of a sample to which this was done."""
    text = files("api.samples").joinpath(file).read_text("utf-8")
    for command in map(json.loads, text.splitlines()):
        if command["do"] == do and told.items() <= command["with"].items():
            return command["id"]
    raise LookupError(f"{do} is not in {file}")


def sought(page: Page) -> None:
    page.get_by_label("Søg", exact=True).fill("Mette Rønnow")
    page.get_by_role("button", name="Søg", exact=True).click()


def stalked(page: Page) -> None:
    page.get_by_label("Hvad drejer det sig om?").select_option("Stalking")
    page.get_by_label("Handling 1", exact=True).wait_for()


def drawn(page: Page) -> None:
    """An audit, so that there is one to look at."""
    page.locator("summary").filter(has_text="Træk").click()
    page.get_by_label("Frø").fill("2019-II")
    page.get_by_label("Fra og med").fill("2019-06-01")
    page.get_by_label("Til og med").fill("2019-06-30")
    page.get_by_label("Hvor mange").fill("3")
    page.get_by_role("button", name="Træk stikprøve").click()


def asked_to_erase(page: Page) -> None:
    """An erasure, so that there is one to look at; nothing is destroyed."""
    page.locator("summary").filter(has_text="Anmod").click()
    page.get_by_label("Borgere").fill(CITIZEN)
    page.get_by_label("Hvorfor").select_option("CITIZEN_REQUEST")
    page.get_by_role("button", name="Registrér anmodningen").click()


STALKING, YEAR = "stalking-2021.jsonl", "fra=2017-01-01&til=2017-12-31"
CONTACT = of_sample(STALKING, "RegisterContact", source="S-08")
CITIZEN = of_sample(STALKING, "IdentifyCitizen", name="Mette Rønnow")
COURSE = of_sample(STALKING, "OpenStalkingCourse")
COMPLAINT = of_sample("complaints-2017.jsonl", "ConcludeComplaint")
A_CONTACT, A_COURSE = f"/henvendelser/{CONTACT}", f"/stalking/{COURSE}"
A_COMPLAINT = f"/klager/{COMPLAINT}"
OFFICER, SUPERVISOR, AUTHORITY = Role.OFFICER, Role.SUPERVISOR, Role.AUTHORITY
CUSTODIAN = Role.CUSTODIAN
HANDLING, PROTECTION = Purpose.CONTACT_HANDLING, Purpose.PROTECTION

STOPS = (
    Stop("opfoelgning", OFFICER, "/opfoelgning", door="/follow-ups?district=1467"),
    Stop("registrer", OFFICER, "/henvendelser/ny", deed=stalked),
    Stop("kvittering", OFFICER, f"{A_CONTACT}/registreret"),
    Stop("verificer", OFFICER, "/verificer"),
    Stop("soeg", OFFICER, "/soeg", HANDLING, deed=sought),
    Stop("henvendelse", OFFICER, A_CONTACT, HANDLING, door=f"/contacts/{CONTACT}"),
    Stop(
        "historik",
        SUPERVISOR,
        f"{A_CONTACT}/historik",
        Purpose.SUPERVISION,
        A_CONTACT,
        f"/contacts/{CONTACT}/history",
    ),
    Stop(
        "borger",
        OFFICER,
        f"/borgere/{CITIZEN}",
        HANDLING,
        door=f"/citizens/{CITIZEN}/history",
    ),
    Stop("stalking", OFFICER, "/stalking", PROTECTION, door="/stalking-courses"),
    Stop(
        "stalkingforloeb",
        OFFICER,
        A_COURSE,
        PROTECTION,
        door=f"/stalking-courses/{COURSE}/history",
    ),
    Stop("retsudskrifter", OFFICER, f"{A_COURSE}/retsudskrifter", PROTECTION, A_COURSE),
    Stop(
        "klageoverblik",
        AUTHORITY,
        f"/klager?{YEAR}&fordelt=district&grundlag=decided"
        "&taeller=criticised_or_regrettable",
        door="/complaints/overview?from=2017-01-01&to=2018-01-01&by=district",
    ),
    Stop("klageregister", AUTHORITY, "/klager/register", door="/complaints"),
    Stop("klagefrister", AUTHORITY, "/klager/frister", door="/complaints/clocks"),
    Stop("modtag-klage", OFFICER, "/klager/ny"),
    Stop(
        "klage",
        AUTHORITY,
        A_COMPLAINT,
        Purpose.COMPLAINT,
        door=f"/complaints/{COMPLAINT}",
    ),
    Stop("tal-opfoelgning", OFFICER, "/tal/opfoelgning", door="/follow-ups/statistics"),
    Stop(
        "tal-registrering",
        OFFICER,
        "/tal/registrering",
        door="/registration-timeliness",
    ),
    Stop("overblik", SUPERVISOR, "/overblik", door="/attention"),
    Stop("indgaaet", SUPERVISOR, "/indgaaet?vis=alle", door="/intake"),
    Stop("tilsyn", SUPERVISOR, "/tilsyn", deed=drawn),
    Stop(
        "tilsyn-kvalitet", SUPERVISOR, "/tilsyn/kvalitet", door="/registration-quality"
    ),
    Stop("opslag", SUPERVISOR, "/opslag", door="/disclosures"),
    Stop("opslag-noedadgang", SUPERVISOR, "/opslag/noedadgang", door="/break-glass"),
    Stop("opslag-skiller-sig-ud", SUPERVISOR, "/opslag/skiller-sig-ud"),
    Stop("sletning", CUSTODIAN, "/sletning", door="/erasures"),
    Stop("sletning-anmodet", CUSTODIAN, "/sletning", deed=asked_to_erase),
)


def signed_in(chromium: Browser, demo: Demo, role: Role) -> Page:
    page = chromium.new_page(base_url=demo.url, viewport=SIZE, locale="da-DK")
    page.goto("/")
    page.get_by_role("link", name="Log ind").click()
    page.get_by_role("link", name=DEMO_PERSONS[role].name).click()
    page.wait_for_url(lambda url: url.startswith(demo.url) and "/log-ind" not in url)
    return page


def visited(page: Page, stop: Stop) -> None:
    if stop.purpose:
        thing = stop.thing or stop.path
        told = {"thing": thing, "back": thing, "purpose": stop.purpose}
        page.request.post(
            "/formaal",
            form=told | {"reference": ""},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    page.goto(stop.path)
    if stop.deed:
        stop.deed(page)
