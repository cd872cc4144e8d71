"""The door of how well contacts are registered."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.doors import Door
from api.needs import District, From, OfficerOrAuthority, ReadModels, To
from projections.registration_quality import DEFINITION, Period, Report, quality

router = APIRouter(tags=["figures"], route_class=Door)


class RegistrationQuality(Report):
    position: int
    definition: str


@router.get(
    "/registration-quality", summary="What audits found, and what citizens had to tell"
)
def registration_quality(
    models: ReadModels,
    by: OfficerOrAuthority,
    since: From = None,
    until: To = None,
    district: District = None,
    period: Annotated[Period, Query(alias="by")] = Period.MONTH,
) -> RegistrationQuality:
    found = quality(models.db, period, since=since, until=until, district=district)
    return RegistrationQuality(
        rows=found.rows,
        total=found.total,
        position=models.position,
        definition=DEFINITION,
    )
