"""The doors of erasure: what one custodian asks for, and another one does."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response

from api import erasing
from api.commands import add_door, first_door
from api.doors import Allowed, Door
from api.needs import Custodian, Expected, Id, RequestKey, TheParts, answered
from domain.erasure import (
    Basis,
    Declined,
    Destroyed,
    DestroyKeys,
    Progress,
    RefuseErasure,
    erasures,
)
from domain.event import By, Frozen, Role
from domain.traces import KeyName
from infrastructure.asked import Receipt

router = APIRouter(prefix="/erasures", tags=["erasure"], route_class=Door)
CUSTODIAN = Allowed(Role.CUSTODIAN)

first_door(router, erasures, CUSTODIAN)


def destroy(
    id: Id,
    command: DestroyKeys,
    parts: TheParts,
    by: By,
    response: Response,
    expected: Expected,
    key: RequestKey = None,
) -> Receipt:
    return answered(erasing.destroy(parts, id, by, key, expected=expected), response)


def refuse(
    id: Id,
    command: RefuseErasure,
    parts: TheParts,
    by: By,
    response: Response,
    expected: Expected,
    key: RequestKey = None,
) -> Receipt:
    receipt = erasing.refuse(parts, id, command, by, key, expected=expected)
    return answered(receipt, response)


add_door(router, "POST", "/{id}/destroy-keys", destroy, DestroyKeys, CUSTODIAN)
add_door(router, "POST", "/{id}/refuse-erasure", refuse, RefuseErasure, CUSTODIAN)


class ErasureShown(Frozen):
    """What was asked and how far it has come; ids and times, and nobody's words."""

    id: UUID
    progress: Progress
    basis: Basis
    rule: str | None
    reference: str | None
    requested_at: datetime
    requested_by: By
    citizens: tuple[UUID, ...]
    narratives: tuple[UUID, ...]
    search_years: tuple[int, ...]
    keys: tuple[KeyName, ...]
    sealed: bool  # so that the keys may be destroyed, as far as the log is concerned
    waits_until: datetime
    refused_because: str | None
    decided_at: datetime | None
    decided_by: By | None
    no_backup_from: date | None


@router.get("/{id}", summary="An erasure, and how far it has come")
def read(id: Id, parts: TheParts, by: Custodian) -> ErasureShown:
    history = erasing.history_of(parts.registry, id)
    erasure, requested = erasing.state_of(history), history[0]
    decided = history[1] if len(history) > 1 else None
    return ErasureShown(
        id=id,
        progress=_progress(parts, id, erasure),
        requested_at=requested.at,
        requested_by=requested.by,
        sealed=erasing.is_sealed(parts, requested),
        waits_until=erasing.waits_until(parts, requested),
        refused_because=getattr(erasure, "reason", None),
        decided_at=decided and decided.at,
        decided_by=decided and decided.by,
        no_backup_from=getattr(erasure, "no_backup_from", None),
        **{
            name: value
            for name, value in erasure.request
            if name in ErasureShown.model_fields
        },
    )


def _progress(parts: TheParts, id: UUID, erasure: object) -> Progress:
    match erasure:
        case Declined():
            return Progress.REFUSED
        case Destroyed():
            return Progress.DESTROYED
        case _ if parts.forgetting.destructions.ordered(id):
            return Progress.UNDER_WAY
        case _:
            return Progress.REQUESTED
