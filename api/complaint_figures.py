"""The doors of what is listed, due and counted over all complaints."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.doors import Door
from api.listed import Listed
from api.needs import (
    Cursor,
    District,
    From,
    Inspector,
    Limit,
    MaybePurposeful,
    Now,
    OfficerOrAuthority,
    ReadModels,
    To,
    own_district,
)
from domain.calendar import danish_day
from domain.complaint_kinds import ComplaintKind
from domain.event import By as Whoever
from domain.words import Day
from projections import (
    clocks_running,
    complaint_clocks,
    complaint_overview,
    complaint_rates,
)
from projections.clocks_running import Running
from projections.complaint_clocks import Clock
from projections.complaint_overview import By, Overview
from projections.complaint_rates import Basis, Numerator, Rate
from projections.complaint_register import Registered, register

router = APIRouter(prefix="/complaints", tags=["complaints"], route_class=Door)


class Clocks(Listed[Running]):
    definition: str


class ComplaintOverview(Overview):
    position: int
    definition: str


class ComplaintRate(Rate):
    counted: Numerator
    basis: Basis
    since: date | None = Field(serialization_alias="from")
    until: date | None = Field(serialization_alias="to")
    position: int
    definition: str


def _district(by: Whoever, asked: str | None) -> str | None:
    """The police see their own district, the Authority what it asks for."""
    if asked:
        own_district(by, asked)
    return by.district or asked


@router.get("", summary="The register of complaints, newest first")
def registered(
    models: ReadModels,
    by: Inspector,
    access: MaybePurposeful,
    district: District = None,
    kind: Annotated[ComplaintKind | None, Query()] = None,
    is_open: Annotated[bool | None, Query(alias="open")] = None,
    received_from: Annotated[Day | None, Query(description="Included")] = None,
    received_to: Annotated[Day | None, Query(description="Not included")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Registered]:
    """A supervisor sees the own district, the Authority all."""
    page = register(
        models.db,
        district=_district(by, district),
        kind=kind,
        is_open=is_open,
        received_from=received_from,
        received_to=received_to,
        with_words=access is not None,
        limit=limit,
        cursor=cursor,
    )
    if access:
        access.shown(
            "complaint_register",
            (id for item in page.items for id in (item.id, item.complainant)),
            ("name", "text"),
            count=len(page.items),
            position=models.position,
        )
    return Listed(items=page.items, next=page.next, position=models.position)


@router.get("/clocks", summary="What is due about complaints, and until when")
def clocks(
    models: ReadModels,
    by: OfficerOrAuthority,
    now: Now,
    district: District = None,
    what: Annotated[Clock | None, Query()] = None,
    *,
    overdue: Annotated[bool | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Clocks:
    """The police see their own district, the Authority all."""
    page = clocks_running.clocks(
        models.db,
        today=danish_day(now),
        district=_district(by, district),
        what=what,
        overdue=overdue,
        limit=limit,
        cursor=cursor,
    )
    return Clocks(
        items=page.items,
        next=page.next,
        position=models.position,
        definition=complaint_clocks.DEFINITION,
    )


@router.get("/overview", summary="Received and concluded complaints, side by side")
def overview(
    models: ReadModels,
    asker: OfficerOrAuthority,
    since: From = None,
    until: To = None,
    by: Annotated[By, Query(description="What a row is about")] = By.DISTRICT,
) -> ComplaintOverview:
    counted = complaint_overview.overview(models.db, by=by, since=since, until=until)
    return ComplaintOverview(
        rows=counted.rows,
        total=counted.total,
        position=models.position,
        definition=complaint_overview.definition_of(by),
    )


@router.get("/rate", summary="A share of complaints, with the basis it is a share of")
def rate(
    models: ReadModels,
    by: OfficerOrAuthority,
    numerator: Annotated[Numerator, Query()],
    basis: Annotated[Basis, Query(description="A rate means nothing without it")],
    since: From = None,
    until: To = None,
) -> ComplaintRate:
    counted = complaint_rates.rate(
        models.db, numerator, basis, since=since, until=until
    )
    return ComplaintRate(
        **dict(counted),
        counted=numerator,
        basis=basis,
        since=since,
        until=until,
        position=models.position,
        definition=complaint_rates.definition_of(numerator, basis),
    )
