"""The doors of erasure: what one custodian asks for, and another one does."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api import erasing
from api.commands import add_door, first_door
from api.doors import Allowed, Door
from api.listed import Listed
from api.needs import (
    Cursor,
    Custodian,
    Expected,
    Id,
    Limit,
    ReadModels,
    RequestKey,
    TheParts,
    answered,
)
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
from projections.erasure_list import Erasure
from projections.erasure_list import erasures as erasures_of

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


class ErasureListed(Erasure):
    """`waits_until` is when the waiting period is over, whatever came of it since."""

    waits_until: datetime


@router.get("", summary="Erasures, newest first: what waits, and what came of them")
def listed(
    models: ReadModels,
    parts: TheParts,
    by: Custodian,
    open: Annotated[bool | None, Query(description="Neither refused nor done")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[ErasureListed]:
    """Nobody's words: how many are named in each, and who asked and decided."""
    page = erasures_of(models.db, open=open, limit=limit, cursor=cursor)
    begun = {each.erasure for each in parts.forgetting.destructions.under_way()}
    items = [
        ErasureListed(
            waits_until=each.requested_at + parts.forgetting.wait,
            **dict(each)
            | ({"progress": Progress.UNDER_WAY} if _goes_on(each, begun) else {}),
        )
        for each in page.items
    ]
    return Listed(items=items, next=page.next, position=models.position)


def _goes_on(erasure: Erasure, begun: Collection[UUID]) -> bool:
    """What is recorded as done may still stand among the orders, for a moment."""
    return erasure.progress is Progress.REQUESTED and erasure.id in begun


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
