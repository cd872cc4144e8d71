"""What is typed into the search, and what it is taken for."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from api.pages.forms import Problem, Typed, parsed
from api.searching import SearchContacts
from domain.event import Frozen
from domain.purposes import Purpose
from domain.sought import Sought, Term, recognised
from domain.words import Line
from infrastructure.sessions import Reason

BOX = "sought"
FILTERS = (
    "district",
    "municipality",
    "kind",
    "channel",
    "received_from",
    "received_to",
    "registered_from",
    "registered_to",
    "address",
    "officer",
    "journal_number",
    "source",
)
A_DAY = "Vælg en dato"
SAYS = {
    "form": "Skriv, hvad du søger, eller vælg et filter",
    "cpr": "Et CPR-nummer er en dato med seks cifre og fire cifre til",
    "phone": "Skriv mindst fire cifre af telefonnummeret",
    "name": "Skriv mindst ét ord af navnet",
    "text": "Skriv mindst ét ord",
    "address": "Skriv mindst ét ord af adressen",
    "purpose": "Vælg et formål",
    **dict.fromkeys((name for name in FILTERS if name.endswith(("from", "to"))), A_DAY),
}


class Beside(Frozen):
    """What a search is for, and from where its list goes on."""

    purpose: Purpose
    reference: Line | None = None
    cursor: Annotated[str, Field(max_length=500)] | None = None
    seen: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@dataclass(frozen=True)
class Asked:
    search: SearchContacts
    term: Term | None  # what the box was taken for, if anything is in it
    beside: Beside

    @property
    def reason(self) -> Reason:
        return Reason(self.beside.purpose, self.beside.reference)


def asked(typed: Typed) -> Asked | list[Problem]:
    """What is wrong with the words in the box is wrong with the box."""
    filled, box = typed.filled(), _box(typed)
    told = {name: filled[name] for name in FILTERS if name in filled}
    if box:
        told[box.term] = box.words
    beside = {name: filled[name] for name in Beside.model_fields if name in filled}
    search, other = parsed(SearchContacts, told, SAYS), parsed(Beside, beside, SAYS)
    if isinstance(search, SearchContacts) and isinstance(other, Beside):
        return Asked(search, box and box.term, other)
    wrong = [
        each for part in (search, other) if isinstance(part, list) for each in part
    ]
    in_the_box = {"form", box and box.term}
    return [
        Problem(BOX, each.text) if each.field in in_the_box else each for each in wrong
    ]


def _box(typed: Typed) -> Sought | None:
    """Taken for what it looks like, or for what somebody says it is."""
    words, said = typed[BOX].strip(), typed["term"]
    if not words:
        return None
    return Sought(Term(said), words) if said in set(Term) else recognised(words)
