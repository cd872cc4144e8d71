"""All screens, in the order in which an address is looked for."""

from fastapi import FastAPI

from api.pages import (
    access_log,
    assets,
    attention,
    audits,
    audits_examined,
    audits_quality,
    audits_read,
    break_glass,
    citizens,
    complaint_lists,
    complaint_overview,
    complaint_receiving,
    complaints,
    contact_evidence,
    contact_history,
    contact_receipts,
    contacts,
    court_prints,
    erasures,
    figures,
    finding,
    follow_ups,
    intake,
    reasons,
    registering,
    signing_in,
    stalking,
    stalking_course,
    verifying,
)
from api.pages.headers import Headers

SCREENS = (
    signing_in,
    reasons,
    registering,
    follow_ups,
    finding,
    citizens,
    contacts,
    contact_evidence,
    contact_history,
    contact_receipts,
    attention,
    intake,
    audits_quality,
    audits,
    audits_read,
    audits_examined,
    access_log,
    break_glass,
    erasures,
    stalking,
    stalking_course,
    court_prints,
    complaint_overview,
    complaint_lists,
    complaint_receiving,  # before all that is below an id
    complaints,
    figures,
    verifying,
)


def install(app: FastAPI) -> None:
    for screen in SCREENS:
        app.include_router(screen.router, include_in_schema=False)
    assets.install(app)
    app.add_middleware(Headers)
