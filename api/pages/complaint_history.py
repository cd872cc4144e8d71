"""What each event of a complaint says, in Danish."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from api.pages import danish
from api.pages.templates import day
from api.shown import EventShown

HAPPENED = {
    "ComplaintReceived": "Klagen blev modtaget",
    "AllegationAdded": "Et klagepunkt blev tilføjet",
    "ComplaintForwarded": "Klagen blev videresendt",
    "ComplaintDeadlineWaived": "Politiklagemyndigheden dispenserede fra fristen",
    "NoteProcedureOffered": "Notitssag blev tilbudt",
    "NoteProcedureConsented": "Klageren samtykkede i notitssag",
    "NoteProcedureRefused": "Klageren sagde nej til notitssag",
    "NoteProcedureHeld": "Samtalen med klageren blev holdt",
    "NoteCopySent": "En kopi af notitsen blev sendt",
    "ComplaintInvestigated": "Klagen blev undersøgt",
    "DelayNoticeSent": "Underretning om forsinkelse blev sendt",
    "ComplaintConcluded": "Klagen blev afsluttet",
    "ComplaintReopened": "Klagen blev genoptaget",
    "ComplaintAppealLodged": "Afgørelsen blev påklaget",
    "ComplaintAppealDecided": "Påklagen blev afgjort",
}
Said = Callable[[Any], object]


def _on(told: str) -> object:
    return day(date.fromisoformat(told))


def _words(told: str | None) -> str:
    return told if told is not None else "slettet"


def _yes_or_no(told: object) -> str:
    return "ja" if told else "nej"


# Who complained, and in which words, is on the page of the complaint alone.
SAYS: dict[str, tuple[str, Said]] = {
    "kind": ("Art", danish.COMPLAINT_KINDS.__getitem__),
    "received_on": ("Modtaget", _on),
    "matter_on": ("Hændelsen skete", _on),
    "via": ("Indgivet til", danish.FILED_AT.__getitem__),
    "to": ("Til", (danish.RECIPIENTS | danish.NOTICE_RECIPIENTS).__getitem__),
    "category": ("Klagepunkt", danish.category),
    "reason": ("Begrundelse", _words),
    "note": ("Notits", _words),
    "agrees": ("Klageren er enig", _yes_or_no),
    "on": ("Dato", _on),
    "outcome": ("Afgørelse", danish.APPEAL_OUTCOMES.__getitem__),
}


class Happened(NamedTuple):
    event: EventShown
    what: str
    told: list[tuple[str, object]]


def happened(event: EventShown, allegations: Mapping[str, str]) -> Happened:
    """`allegations` has what each is about, by its id."""
    told = [
        (SAYS[name][0], SAYS[name][1](value))
        for name, value in event.details.items()
        if name in SAYS
    ]
    told += [
        ("Klagepunkt", danish.category(each["category"]))
        for each in event.details.get("allegations", ())
    ]
    told += [
        (allegations[each["allegation"]], danish.OUTCOMES[each["outcome"]])
        for each in event.details.get("outcomes", ())
    ]
    return Happened(event, HAPPENED[event.what], told)
