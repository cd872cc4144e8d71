"""Finding a contact again."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from api.doors import Door, TooOften
from api.listed import Listed
from api.needs import (
    Cursor,
    Id,
    Limit,
    Now,
    Officer,
    Purposeful,
    ReadModels,
    TheIndex,
    TheRegistry,
    known_then,
)
from domain.canonical import canonical
from domain.contacts import contacts
from domain.cpr import Cpr
from domain.event import Frozen
from projections.access_log import searches
from projections.contact_criteria import Criteria
from projections.contact_finding import Found, completeness, known, search
from projections.similar_contacts import Similar, similar

MINUTE = timedelta(minutes=1)
A_MINUTE = 60  # searches of one person: nobody guesses a CPR by trying them all

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=Door)


class SearchContacts(Criteria):
    """All that are given must fit, and at least one is given."""

    cpr: Cpr | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if all(asked is None for _, asked in self):
            raise PydanticCustomError("nothing", "Give at least one thing to search by")
        return self

    def criteria(self, citizen: UUID | None) -> Criteria | None:
        """None where nothing can be found, such as for a CPR that nobody gave.

        `citizen` has the CPR that is asked for.
        """
        asked = {name: value for name, value in self if name != "cpr"}
        if self.cpr is None:
            return Criteria(**asked)
        if citizen is None or self.citizen not in (None, citizen):
            return None
        return Criteria(**asked | {"citizen": citizen})


class SearchLogged(Frozen):
    """Where a search stands in the access log, so that what it found, and that it found
    nothing, can be proved later: `position` is there, and not in the archive.
    """

    entry: UUID
    at: datetime
    position: int


class Answer(Listed[Found]):
    """Hits, best first. What is not found is not proved not to have happened."""

    search: SearchLogged
    citizen: UUID | None = None  # whose CPR was asked for, also without contacts
    completeness: str  # with hits too: she may have phoned four times, and one is known


@router.post("/search", operation_id="SearchContacts", summary="Find contacts again")
def found(
    asked: SearchContacts,
    models: ReadModels,
    index: TheIndex,
    by: Officer,
    access: Purposeful,
    now: Now,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Answer:
    """Search terms are in the body, never in an address; every search is on record."""
    if searches(models.db, by.id, now - MINUTE) >= A_MINUTE:
        raise TooOften("You have searched very often: wait a minute.")
    citizen = index.find(asked.cpr) if asked.cpr else None
    criteria = asked.criteria(citizen)
    page = criteria and search(models.db, criteria, limit=limit, cursor=cursor)
    items = page.items if page else []
    query = canonical(asked.model_dump(mode="json", exclude_none=True)).decode()
    logged = access.searched(query, (item.id for item in items), models.position)
    return Answer(
        search=SearchLogged(entry=logged.id, at=logged.at, position=logged.position),
        items=items,
        next=page.next if page else None,
        position=models.position,
        citizen=citizen,
        completeness=completeness(known(models.db), now),
    )


@router.get("/{id}/similar", summary="Possible duplicates of a contact, side by side")
def alike(
    id: Id,
    registry: TheRegistry,
    models: ReadModels,
    by: Officer,
    access: Purposeful,
) -> Listed[Similar]:
    known_then(registry, contacts, id, None)
    items = similar(models.db, id)
    access.shown(
        "similar_contacts",
        [id, *(item.id for item in items)],
        ("name", "narrative", "place"),
        count=len(items),
        position=models.position,
    )
    return Listed(items=items, position=models.position)
