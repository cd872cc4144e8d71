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
