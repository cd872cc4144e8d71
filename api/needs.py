"""What endpoints may ask for by naming it in their signature.

What only hands something over is `async`: a `def` would be sent through a thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Path, Query, Request, Response
from pydantic import UUID7

from api.access import Access
from api.composition import Parts
from api.doors import Allowed, Forbidden, ToOpen, parts
from domain import places
from domain.decider import Decider
from domain.event import By, Event, Recorded, Role
from domain.purposes import Purpose
from domain.words import Day, Line, Moment
from infrastructure.asked import Receipt, Unknown
from infrastructure.blind_index import BlindIndex
from infrastructure.evidence import EvidenceRoom
from infrastructure.projector import Projector
from infrastructure.registry import Registry
from projections.projection import Rows


async def _parts(request: Request) -> Parts:
    return parts(request)


async def _registry(request: Request) -> Registry:
    return parts(request).registry


async def _index(request: Request) -> BlindIndex:
    return parts(request).blind_index


async def _evidence(request: Request) -> EvidenceRoom:
    return parts(request).evidence


async def _now(request: Request) -> datetime:
    return parts(request).clock()


@dataclass(frozen=True)
class Reading:
    """The read models as they are now, and at least up to which position: that of the
    parked ones, where there are any.
    """

    db: Rows
    position: int


async def _reading(
    request: Request,
    response: Response,
    position: Annotated[
        int | None,
        Query(ge=0, lt=2**63, description="Wait, at most a second, for this position"),
    ] = None,
) -> ToOpen:
    return ToOpen(reading(parts(request), position, response))


@contextmanager
def reading(
    parts: Parts, position: int | None = None, answer: Response | None = None
) -> Iterator[Reading]:
    """Raises Behind when `position` is not reached within a second, by all read models
    that are not parked. The answer names those that are.
    """
    if position is not None:
        parts.projector.wait_for(position)
    with _standing(parts, parts.projector, answer) as models:
        yield models


async def _log_reading(request: Request, response: Response) -> ToOpen:
    held = parts(request)
    return ToOpen(_standing(held, held.access_projector, response))


@contextmanager
def _standing(
    parts: Parts, projector: Projector, answer: Response | None
) -> Iterator[Reading]:
    stands = projector.stands()
    parked = [each.read_model for each in stands.parked_of(projector.models)]
    if parked and answer:
        answer.headers["Parked-Read-Models"] = ", ".join(parked)
    with parts.reader.transaction() as db:
        yield Reading(db, stands.reached(projector.models))


async def _optional_access(
    request: Request,
    access_purpose: Annotated[
        Purpose | None, Header(description="Why personal words are read")
    ] = None,
    access_reference: Annotated[
        Line | None, Header(description="The case or matter that the read is for")
    ] = None,
) -> Access | None:
    if access_purpose is None:
        return None
    return Access(request, access_purpose, access_reference)


async def _access(
    access: Annotated[Access | None, Depends(_optional_access)],
) -> Access:
    if access is None:
        raise Forbidden("Say why you read personal words: send Access-Purpose.")
    return access


async def _expected(
    if_match: Annotated[
        str | None,
        Header(pattern=r'^"[1-9][0-9]{0,8}"$', description="The version you have seen"),
    ] = None,
) -> int | None:
    return int(if_match.strip('"')) if if_match else None


def until(
    history: list[Recorded[Event]], as_of: datetime | None
) -> list[Recorded[Event]]:
    """Up to the last event recorded by then."""
    if as_of is None:
        return history
    known = [n for n, each in enumerate(history) if each.at <= as_of]
    return history[: known[-1] + 1] if known else []


def known_then(
    registry: Registry, topic: Decider[Any, Any], id: UUID, as_of: datetime | None
) -> list[Recorded[Event]]:
    """The events of a thing, up to the last one recorded by then. Raises Unknown."""
    history = until(registry.history(id), as_of)
    if not history or not isinstance(history[0].event, topic.events):
        raise Unknown
    return history


def answered(receipt: Receipt, response: Response) -> Receipt:
    """201 for what was recorded now, 200 for an equal command that came again."""
    response.status_code = 200 if receipt.repeated else 201
    return receipt


def own_district(by: By, district: str) -> None:
    """First commands name the writer's own district, where he has one."""
    if by.district not in (None, district) and by.role != Role.GATEWAY:
        raise Forbidden("This belongs to another district than yours.")


OFFICERS = (Role.OFFICER, Role.SUPERVISOR)

Officer = Annotated[By, Depends(Allowed(*OFFICERS))]
Supervisor = Annotated[By, Depends(Allowed(Role.SUPERVISOR))]
Authority = Annotated[By, Depends(Allowed(Role.AUTHORITY))]
OfficerOrAuthority = Annotated[By, Depends(Allowed(*OFFICERS, Role.AUTHORITY))]
Inspector = Annotated[By, Depends(Allowed(Role.SUPERVISOR, Role.AUTHORITY))]
Custodian = Annotated[By, Depends(Allowed(Role.CUSTODIAN, Role.AUTHORITY))]

Id = Annotated[UUID7, Path(description="The thing's id, a UUIDv7 made by the client")]
TheEvidence = Annotated[EvidenceRoom, Depends(_evidence)]
TheIndex = Annotated[BlindIndex, Depends(_index)]
TheParts = Annotated[Parts, Depends(_parts)]
TheRegistry = Annotated[Registry, Depends(_registry)]
AccessLog = Annotated[Reading, Depends(_log_reading)]
ReadModels = Annotated[Reading, Depends(_reading)]
Purposeful = Annotated[Access, Depends(_access)]
MaybePurposeful = Annotated[Access | None, Depends(_optional_access)]
RequestKey = Annotated[
    Line | None,
    Header(alias="Idempotency-Key", description="Makes a repeat recognisable"),
]
Expected = Annotated[int | None, Depends(_expected)]
AsOf = Annotated[
    Moment | None, Query(description="What the registry knew then, with a zone")
]
Now = Annotated[datetime, Depends(_now)]
District = Annotated[places.District | None, Query(description="All without it")]
From = Annotated[Day | None, Query(alias="from", description="A Danish date; included")]
To = Annotated[Day | None, Query(alias="to", description="A Danish date; not included")]
Cursor = Annotated[str | None, Query(max_length=500, description="From `next`")]
Limit = Annotated[int, Query(ge=1, le=200)]
