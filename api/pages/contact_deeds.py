"""What can be done to a contact from its page: each form, its command, and who has it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from api.pages.forms import Typed
from domain.contacts import (
    IdentifyParty,
    RecordDisposition,
    ReferToCase,
    ReinstateContact,
    SupplementContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    WithdrawIdentification,
)
from domain.decider import Command
from domain.event import Role

POLICE = (Role.OFFICER, Role.SUPERVISOR)
SUPERVISORS = (Role.SUPERVISOR,)


def _identity(typed: Typed) -> dict[str, object]:
    """The citizen by id, or by the address of her page, which ends with it."""
    told: dict[str, object] = {**typed.filled()}
    if typed["citizen"]:
        told["citizen"] = typed["citizen"].strip().rstrip("/").rpartition("/")[2]
    if typed["score"].isdecimal():
        told["score"] = int(typed["score"])
    return told


class Deed(NamedTuple):
    command: type[Command]
    roles: tuple[Role, ...] = POLICE
    told: Callable[[Typed], Mapping[str, object]] = Typed.filled


DEEDS = {  # by the last part of the address
    "suppler": Deed(SupplementContact),
    "disposition": Deed(RecordDisposition),
    "identificer": Deed(IdentifyParty, told=_identity),
    "fjern-identifikation": Deed(WithdrawIdentification),
    "fjern-dublet": Deed(WithdrawDuplicateMark),
    "henvis": Deed(ReferToCase),
    "traek-tilbage": Deed(WithdrawContact, SUPERVISORS),
    "genindsaet": Deed(ReinstateContact, SUPERVISORS),
}
SAYS = {
    "text": "Skriv teksten",
    "reason": "Skriv en begrundelse",
    "decision": "Vælg en disposition",
    "journal_number": "Skriv journalnummeret",
    "party": "Vælg en person",
    "citizen": "Vælg en borger, eller indsæt adressen på borgerens side",
    "basis": "Skriv, hvad identifikationen bygger på",
    "of": "Skriv nummeret på en henvendelse i registret, fx H-1000027",
    "district": "Vælg en politikreds",
    "due": "Skriv en dato",
    "annex": "Vælg et bilagsnummer",
    "description": "Skriv, hvad bilaget er",
}
