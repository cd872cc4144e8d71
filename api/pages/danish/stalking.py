"""A course of acts, without a verdict on it."""

from domain.court_papers import PrintFor
from domain.restraining_orders import OrderKind
from domain.stalking_history import Exclusion

ORDERS = {
    OrderKind.TILHOLD: "Tilhold",
    OrderKind.STRAKSTILHOLD: "Strakstilhold",
    OrderKind.OPHOLDSFORBUD: "Opholdsforbud",
    OrderKind.BORTVISNING: "Bortvisning",
}
EXCLUSIONS = {
    Exclusion.UNLINKED: "Taget ud af forløbet",
    Exclusion.WITHDRAWN: "Trukket tilbage",
    Exclusion.DUPLICATE: "Dublet",
}
PRINTS = {
    PrintFor.OWN_USE: "Til eget brug",
    PrintFor.OTHER_PARTY: "Til den anden part",
}
REFUSALS = {
    "There is no stalking course with this id.": "Forløbet findes ikke.",
    "The stalking course is already open.": "Forløbet er allerede åbnet.",
    "The contact is linked to this course already.": (
        "Henvendelsen er allerede i forløbet."
    ),
    "The contact is not linked to this course.": "Henvendelsen er ikke i forløbet.",
    "This suspect is named already.": "Den mulige gerningsperson er allerede angivet.",
    "Victim and suspect can't be the same citizen.": (
        "Forurettet og mulig gerningsperson kan ikke være den samme borger."
    ),
    "There is already an order with this id.": "Anmodningen er allerede registreret.",
    "There is no order with this id in the course.": (
        "Foranstaltningen findes ikke i forløbet."
    ),
    "The order is decided already.": "Der er allerede truffet afgørelse.",
    "The order can't have been decided in the future.": (
        "Afgørelsen kan ikke være truffet i fremtiden."
    ),
    "Only a granted order can be served.": "Kun en givet foranstaltning kan forkyndes.",
    "The order is served already.": "Foranstaltningen er allerede forkyndt.",
    "The order can't have been served before it was decided.": (
        "Foranstaltningen kan ikke være forkyndt, før der blev truffet afgørelse."
    ),
    "The order can't have been served in the future.": (
        "Foranstaltningen kan ikke være forkyndt i fremtiden."
    ),
    "Only a decided order can be appealed.": (
        "Der kan først klages, når der er truffet afgørelse."
    ),
    "The order is appealed already.": "Der er allerede klaget over afgørelsen.",
    "The order was not granted: there is nothing to end.": (
        "Anmodningen er afslået. Der er intet, som kan ophøre."
    ),
    "The order has ended.": "Foranstaltningen er ophørt.",
    "Only an order that is granted and served can be broken.": (
        "Kun en givet og forkyndt foranstaltning kan overtrædes."
    ),
    "The contact is not linked to the course: link it first.": (
        "Henvendelsen er ikke i forløbet. Knyt den først."
    ),
    "This breach is reported already.": "Overtrædelsen er allerede meldt.",
    "This print was issued, and its file is not kept here.": (
        "Udskriften er udstedt, men filen ligger ikke her."
    ),
}
