"""Every event of a contact on screen, oldest first: what, who, when, and why."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from api import contacts as doors
from api.contact_shown import citizens_of, contact_shown, known_contact
from api.contacts import History
from api.doors import parts
from api.needs import Id, Now, known_then, reading
from api.pages.contact_beside import numbers
from api.pages.contact_deeds import SUPERVISORS
from api.pages.contact_words import FORGOTTEN, SECRET, called, label, said
from api.pages.contacts_shown import HERE, path_of
from api.pages.danish import CONTACT_DETAILS, CONTACT_FIELDS, PARTY_FIELDS
from api.pages.doors import AtPages, PageDoor
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.shown import EventShown
from domain.contacts import contacts
from domain.event import By, Event, Recorded
from domain.people import SafeContact
from infrastructure.registry import Registry
from projections.courses_of_a_contact import links

router = APIRouter(prefix=HERE, route_class=PageDoor)

SHOWN = 50  # events at a time
WORDS = {"text", "description"}  # details that may have been erased
OTHERS = {"of", "contact"}  # details that are another contact
Supervisor = Annotated[By, Depends(AtPages(*SUPERVISORS))]


class Line(NamedTuple):
    label: str
    text: object
    to: str | None = None  # where it leads


@router.get("/{id}/historik")
def read(
    request: Request,
    by: Supervisor,
    now: Now,
    id: Id,
    first: Annotated[int, Query(alias="fra", ge=1, lt=2**31)] = 1,
) -> Response:
    here, path = parts(request), path_of(id)
    events = known_then(here.registry, contacts, id, None)
    words: dict[str, Any] = {"path": path, "back": f"{path}/historik", "now": now}
    reason = reason_for(request, path)
    if reason is None:
        return page(request, "contacts/history_asked.html", **words)
    history = doors.history(id, here.registry, by, access_for(request, reason))
    with reading(here) as models:
        courses = links(models.db, id)
    return page(
        request,
        "contacts/history.html",
        reason=reason,
        number=history.items[0].details["number"],
        items=history.items[first - 1 : first - 1 + SHOWN],
        told=Told(history, numbers(here.registry, _others(history))),
        first=first,
        following=first + SHOWN if len(history.items) >= first + SHOWN else None,
        changed=len(history.items) > 1,
        courses=courses,
        direct=_direct_only(here.registry, events),
        position=history.position,
        **words,
    )


def _direct_only(registry: Registry, events: list[Recorded[Event]]) -> bool:
    """Whether anybody in it may only be reached directly."""
    parties = contact_shown(
        events, citizens_of(registry, known_contact(events))
    ).parties
    return any(each.safe_contact is SafeContact.DIRECT_ONLY for each in parties)


def _others(history: History) -> Iterable[UUID]:
    return {
        UUID(item.details[name])
        for item in history.items
        for name in OTHERS & item.details.keys()
    }


class Told:
    """The details of events in words."""

    def __init__(self, history: History, numbers: Mapping[UUID, str]) -> None:
        self._numbers = numbers
        self._parties = {
            party["id"]: party
            for item in history.items
            for parties in (item.details.get("parties"), item.details.get("new"))
            if isinstance(parties, list)
            for party in parties
            if isinstance(party, dict) and "role" in party
        }

    def lines(self, item: EventShown) -> list[Line]:
        """All but a correction, which has a before and an after."""
        if item.what == "ContactRegistered":
            return self._registered(item)
        return [
            self._line(name, item.details[name], item)
            for name in CONTACT_DETAILS
            if name in item.details
            and (item.details[name] is not None or (item.forgotten and name in WORDS))
        ]

    def corrected(self, item: EventShown) -> tuple[str, object, object]:
        """The field, what stood there, and what stands there from then on."""
        field: str = item.details["field"]
        nothing = FORGOTTEN if item.forgotten else None
        name = field.rpartition(".")[2]
        if name == "address" and not nothing:
            nothing = SECRET if self._secret(item) else None
        old, new = (
            said(field, item.details[when], nothing=nothing) for when in ("old", "new")
        )
        return self._field(field), old, new

    def parties(self, item: EventShown) -> list[tuple[str, list[Line]]]:
        """Of a registration: each person, and what was told about her."""
        return [
            (called(party), self._party(party))
            for party in item.details.get("parties", [])
        ]

    def _party(self, party: dict[str, Any]) -> list[Line]:
        secret = bool(party["address"] is None and party["address_protected"])
        return [
            _of_citizen(text, party[name])
            if name == "citizen"
            else Line(text, said(f"parties.{name}", party[name], secret=secret))
            for name, text in PARTY_FIELDS.items()
            if party[name] is not None or (name == "address" and secret)
        ]

    def _registered(self, item: EventShown) -> list[Line]:
        nothing = FORGOTTEN if item.forgotten else None
        return [
            Line(text, said(name, item.details[name], nothing=nothing))
            for name, text in CONTACT_FIELDS.items()
            if name not in {"parties", "intake"}
            and (name == "narrative" or item.details[name] not in (None, []))
        ]

    def _line(self, name: str, value: Any, item: EventShown) -> Line:
        text = CONTACT_DETAILS[name]
        if name in OTHERS:
            id = UUID(value)
            return Line(text, self._numbers[id], path_of(id))
        if name == "citizen":
            return _of_citizen(text, value)
        if name == "party":
            return Line(text, self._called(value))
        return Line(
            text, said(name, value, nothing=FORGOTTEN if item.forgotten else None)
        )

    def _field(self, field: str) -> str:
        match field.split("."):
            case ["parties", party, _]:
                return f"{self._called(party)}: {label(field)}"
        return label(field)

    def _called(self, party: str) -> str:
        known = self._parties.get(party)
        return called(known) if known else "Person"

    def _secret(self, item: EventShown) -> bool:
        """Both values are left out only where the address is protected."""
        return item.details["old"] is None and item.details["new"] is None


def _of_citizen(label: str, citizen: object) -> Line:
    return Line(label, "Åbn borgerens side", f"/borgere/{citizen}")
