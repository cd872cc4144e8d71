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
    "This print was issued, and its file is not kept here.": (
        "Udskriften er udstedt, men filen ligger ikke her."
    ),
    "What this is about has been erased: register it under a new id.": (
        "Forløbet er slettet. Der kan ikke udstedes udskrifter af det."
    ),
    "Something else is recorded under this id or key.": (
        "Formularen er allerede brugt til noget andet. Åbn siden igen."
    ),
}
