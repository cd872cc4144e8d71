"""Whether the registry lives and is ready, and what operators measure."""

from typing import Literal

from eventsourcing.persistence import PersistenceError
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.attention import measure
from api.composition import Parts
from api.doors import parts
from domain.event import Frozen
from infrastructure.alarms import count_alarms
from infrastructure.log_lags import quorum_lag, seal_lag

router = APIRouter(tags=["health"])
LARGEST_LAG = 10_000  # events; beyond it read models are too old to be relied on


class Health(Frozen):
    """Degraded: what is recorded is safe, and answers are older than they should be."""

    status: Literal["live", "ready", "degraded", "unavailable"]
    archive: bool = True
    lag: int | None = None  # events recorded and not yet in the read models
    stopped: str | None = None  # the kind of error that stops the projector
    parked: tuple[str, ...] = ()  # read models that stand still alone


@router.get("/health/live", summary="The process answers")
async def live() -> Health:  # also where all threads are taken
    return Health(status="live")


@router.get(
    "/health/ready",
    summary="The archive is reachable; whether the read models keep up is told",
    responses={503: {"model": Health, "description": "Nothing can be recorded"}},
)
def ready(request: Request, response: Response) -> Health:
    """Registration needs no read model, and no lag may keep it from being reached."""
    held = parts(request)
    try:
        held.registry.recorder.newest()
    except PersistenceError:
        response.status_code = 503
        return Health(status="unavailable", archive=False)
    try:
        lag, stopped = held.projector.lag(), held.projector.stopped()
        parked = tuple(name for name, is_so in _parked(held).items() if is_so)
    except PersistenceError:  # also where a table is missing
        return Health(status="degraded")
    well = stopped is None and not parked and lag <= LARGEST_LAG
    return Health(
        status="ready" if well else "degraded", lag=lag, stopped=stopped, parked=parked
    )


def _parked(held: Parts) -> dict[str, bool]:
    """Every read model by name, and whether it stands still alone."""
    names: dict[str, bool] = {}
    for projector in (held.projector, held.access_projector):
        standing = {each.read_model for each in projector.parked()}
        names |= {each.name: each.name in standing for each in projector.models}
    return names


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    held = parts(request)
    for name, projector in (
        ("archive", held.projector),
        ("disclosures", held.access_projector),
    ):
        held.metrics.lag.labels(log=name).set(projector.lag())
    for name, is_so in _parked(held).items():
        held.metrics.parked.labels(read_model=name).set(is_so)
    measure(held)
    _measure_log(held)
    turns = request.app.state.turns
    held.metrics.working.set(turns.working)
    held.metrics.waiting.set(turns.waiting)
    return Response(
        generate_latest(held.metrics.registry), media_type=CONTENT_TYPE_LATEST
    )


def _measure_log(held: Parts) -> None:
    log, metrics = held.transparency, held.metrics
    metrics.seal_lag.set(seal_lag(log.db, log.tree, held.clock()).total_seconds())
    if log.policy:
        lag = quorum_lag(log.db, log.tree, log.policy)
        metrics.quorum_lag.set(lag.total_seconds())
    for kind, number in count_alarms(log.db).items():
        metrics.alarms.labels(kind=kind).set(number)
