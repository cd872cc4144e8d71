"""The screens: pages in Danish for officers, that call what the JSON doors call."""

from fastapi import FastAPI

from api.pages import (
    assets,
    citizens,
    complaint_overview,
    figures,
    finding,
    follow_ups,
    reasons,
    signing_in,
)
from api.pages.headers import Headers

SCREENS = (
    signing_in,
    reasons,
    follow_ups,
    finding,
    citizens,
    complaint_overview,
    figures,
)


def install(app: FastAPI) -> None:
    for screen in SCREENS:
        app.include_router(screen.router, include_in_schema=False)
    assets.install(app)
    app.add_middleware(Headers)
