"""The events of a contact in words: what each says, and what it was before and after."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from api.pages import danish
from api.pages.contact_words import FORGOTTEN, SECRET, called, label, said
from api.pages.contacts_shown import path_of
from api.pages.danish import CONTACT_DETAILS, CONTACT_FIELDS, PARTY_FIELDS
from api.shown import EventShown
from projections.contact_numbers import numbers
from projections.projection import Rows

WORDS = {"text", "description"}  # details that may have been erased
ANOTHER = "en anden henvendelse"  # which no reading has the number of yet
RECEIPTS = {"ReceiptDelivered", "ReceiptDeliveryFailed"}
OTHERS = {"of", "contact"}  # details that are another contact


class Line(NamedTuple):
    label: str
    text: object
    to: str | None = None  # where it leads


class Told:
    """The details of events in words; `leads` to other pages whom these admit."""

    def __init__(
        self, history: Sequence[EventShown], db: Rows, *, leads: bool = True
    ) -> None:
        self._numbers = numbers(db, _others(history))
        self._leads = leads
        self._parties = {
            party["id"]: party
            for item in history
            for parties in (item.details.get("parties"), item.details.get("new"))
            if isinstance(parties, list)
            for party in parties
            if isinstance(party, dict) and "role" in party
        }

    def lines(self, item: EventShown) -> list[Line]:
        """All but a correction, which has a before and an after."""
        if item.what == "ContactRegistered":
            return self._registered(item)
        if item.what in RECEIPTS:
            return self._receipt(item)
        return [
            self._line(name, item.details[name], item)
            for name in CONTACT_DETAILS
            if name in item.details
            and (item.details[name] is not None or (item.forgotten and name in WORDS))
        ]

    def _receipt(self, item: EventShown) -> list[Line]:
        told, gone = item.details, FORGOTTEN if item.forgotten else None
        lines = [Line("Måde", danish.DELIVERED_BY[told["channel"]])]
        if told["party"]:
            lines.append(Line("Person", self._called(told["party"])))
        if told["to"] or gone:
            lines.append(Line("E-mail", told["to"] or gone))
        if "reason" in told:
            lines.append(Line("Hvorfor", danish.NOT_DELIVERED[told["reason"]]))
        return lines

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
            self._of_citizen(text, party[name])
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
            to = path_of(id) if self._leads else None
            return Line(text, self._numbers.get(id, ANOTHER), to)
        if name == "citizen":
            return self._of_citizen(text, value)
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

    def _of_citizen(self, label: str, citizen: object) -> Line:
        if not self._leads:
            return Line(label, "kendt af registret")
        return Line(label, "Åbn borgerens side", f"/borgere/{citizen}")


def _others(history: Sequence[EventShown]) -> Iterable[UUID]:
    return {
        UUID(item.details[name])
        for item in history
        for name in OTHERS & item.details.keys()
    }
