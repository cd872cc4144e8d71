"""Whether the registry lives and is ready, and what operators measure."""

from typing import Literal

from eventsourcing.persistence import PersistenceError
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.attention import measure
from api.doors import parts
from domain.event import Frozen

router = APIRouter(tags=["health"])
LARGEST_LAG = 10_000  # events; beyond it read models are too old to be relied on


class Health(Frozen):
    status: Literal["live", "ready", "degraded", "unavailable"]
    archive: bool = True
    lag: int | None = None  # events recorded and not yet in the read models
    stopped: str | None = None  # the kind of error that stops the projector


@router.get("/health/live", summary="The process answers")
async def live() -> Health:  # also where all threads are taken
    return Health(status="live")


@router.get(
    "/health/ready",
    summary="The archive is reachable, and the read models keep up",
    responses={503: {"model": Health, "description": "Not ready"}},
)
def ready(request: Request, response: Response) -> Health:
    registry, projector = parts(request).registry, parts(request).projector
    try:
        newest = registry.recorder.newest()
        lag = max(0, newest - projector.position())
        stopped = projector.stopped()
    except PersistenceError:  # also where a table is missing
        response.status_code = 503
        return Health(status="unavailable", archive=False)
    degraded = stopped is not None or lag > LARGEST_LAG
    response.status_code = 503 if degraded else 200
    status: Literal["ready", "degraded"] = "degraded" if degraded else "ready"
    return Health(status=status, lag=lag, stopped=stopped)


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    held = parts(request)
    for name, source, projector in (
        ("archive", held.registry, held.projector),
        ("disclosures", held.access_log, held.access_projector),
    ):
        newest = source.recorder.newest()
        held.metrics.lag.labels(log=name).set(max(0, newest - projector.position()))
    measure(held)
    turns = request.app.state.turns
    held.metrics.working.set(turns.working)
    held.metrics.waiting.set(turns.waiting)
    return Response(
        generate_latest(held.metrics.registry), media_type=CONTENT_TYPE_LATEST
    )
