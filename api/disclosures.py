"""The doors of the access log: who was shown whose words."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api import access_review
from api.doors import Door
from api.listed import Listed
from api.needs import AccessLog, Cursor, From, Inspector, Limit, To
from domain.event import Role
from domain.purposes import Purpose
from domain.words import Line
from projections.access_log import Entry, entries

router = APIRouter(prefix="/disclosures", tags=["disclosures"], route_class=Door)
router.include_router(access_review.router)


@router.get("", summary="Reads of personal words, newest first")
def disclosures(
    models: AccessLog,
    by: Inspector,
    officer: Annotated[Line | None, Query(description="Who read")] = None,
    subject: Annotated[UUID | None, Query(description="About whom or what")] = None,
    purpose: Annotated[Purpose | None, Query()] = None,
    view: Annotated[Line | None, Query(description="What was looked at")] = None,
    since: From = None,
    until: To = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Entry]:
    """A supervisor sees the own district; the Authority's reads only the Authority."""
    page = entries(
        models.db,
        district=by.district,
        officer=officer,
        subject=subject,
        purpose=purpose,
        view=view,
        since=since,
        until=until,
        with_authority=by.role is Role.AUTHORITY,
        limit=limit,
        cursor=cursor,
    )
    return Listed(items=page.items, next=page.next, position=models.position)
