"""A citizen's right of access: all that is held about her, and who looked."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from api.citizen_found import Found
from api.citizen_gathered import held
from api.citizen_held import Held
from api.composition import Parts
from api.doors import Allowed, Door
from api.needs import Id, Purposeful, TheParts, known_then
from domain.citizens import citizens
from domain.event import By, Role
from projections.access_log import reads_about

router = APIRouter(prefix="/citizens", tags=["citizens"], route_class=Door)

VIEW = "citizen_access"
HERSELF = "the citizen herself"


@dataclass(frozen=True)
class Gathered:
    """What is to be handed out, and how much a person still has to decide on."""

    held: Held
    things: list[UUID]
    left_out: int


def gathered(parts: Parts, id: UUID) -> Gathered:
    """Of the newest positions of both logs. Raises Unknown, and Behind where the read
    models don't show these: what they lack would be held back.
    """
    known_then(parts.registry, citizens, id, None)
    position = parts.registry.recorder.newest()
    log_position = parts.access_log.recorder.newest()
    for needed in ("citizen_history", "erasure_list"):
        parts.projector.wait_for(position, needed)
    parts.access_projector.wait_for(log_position, "access_log")
    with parts.reader.transaction() as db:
        found = Found(parts.registry, db, id)
        looked = reads_about(db, found.things)
    told = held(
        found,
        looked,
        made_at=parts.clock().replace(microsecond=0),  # a paper knows seconds
        position=position,
        log_position=log_position,
    )
    return Gathered(told, found.things, found.left_out())


@router.get("/{id}/access", summary="All that is held about a citizen, for herself")
def read(
    id: Id,
    held_parts: TheParts,
    by: Annotated[By, Depends(Allowed(Role.CUSTODIAN))],  # and not the Authority
    access: Purposeful,
) -> Held:
    """Other people are left out of it; on record as an export before it is shown."""
    found = gathered(held_parts, id)
    access.exported(
        VIEW, [id], HERSELF, count=len(found.things), position=found.held.position
    )
    return found.held
