"""Who may be the same person, so that somebody can decide it."""

from fastapi import APIRouter

from api.doors import Door
from api.listed import Listed
from api.needs import Id, Officer, Purposeful, ReadModels, TheRegistry, known_then
from domain.citizens import citizens
from domain.contacts import contacts
from projections import suggestions
from projections.suggestions import PartySuggestions, Suggestion

router = APIRouter(route_class=Door)


@router.get(
    "/citizens/{id}/suggestions",
    tags=["citizens"],
    summary="Other citizens who may be the same person, best first",
)
def of_citizen(
    id: Id,
    registry: TheRegistry,
    models: ReadModels,
    by: Officer,
    access: Purposeful,
) -> Listed[Suggestion]:
    """At most twenty. Decide with LinkCitizen or KeepCitizensApart."""
    known_then(registry, citizens, id, None)
    items = suggestions.of_citizen(models.db, id)
    access.shown(
        "citizen_suggestions",
        [id, *(item.citizen for item in items)],
        ["name"],
        count=len(items),
        position=models.position,
    )
    return Listed(items=items, position=models.position)


@router.get(
    "/contacts/{id}/suggestions",
    tags=["contacts"],
    summary="Citizens whom the parties may be that nobody has identified",
)
def of_contact(
    id: Id,
    registry: TheRegistry,
    models: ReadModels,
    by: Officer,
    access: Purposeful,
) -> Listed[PartySuggestions]:
    """At most twenty for each party. Decide with IdentifyParty."""
    known_then(registry, contacts, id, None)
    items = suggestions.of_contact(models.db, id)
    found = [each.citizen for item in items for each in item.suggestions]
    access.shown(
        "contact_suggestions",
        [id, *found],
        ["name"],
        count=len(found),
        position=models.position,
    )
    return Listed(items=items, position=models.position)
