"""The application, put together from its parts."""

from fastapi import FastAPI

from api import (
    attention,
    break_glass,
    citizen_access,
    citizens,
    complaint_figures,
    complaints,
    contacts,
    court_prints,
    description,
    disclosures,
    docs,
    erasures,
    errors,
    evidence,
    figures,
    follow_ups,
    health,
    intake,
    processing,
    published,
    receipt_sending,
    receipts,
    registration_audits,
    registration_quality,
    searching,
    stalking_courses,
    suggestions,
    transparency,
)
from api.composition import Parts
from api.connections import MOST
from api.pages import screens
from api.turns import LISTENERS, UPLOADS, Callers, Turns
from infrastructure.news import QUIET

ABOUT = """
Every contact a citizen has with the police is an immutable event. Commands answer with
a receipt when the event is durable; an equal command that comes again gets the first
receipt. Errors are `application/problem+json` and never repeat what was sent.
"""


TOPICS = (
    contacts,
    receipts,
    receipt_sending,
    evidence,
    searching,
    citizens,
    citizen_access,
    processing,
    suggestions,
    follow_ups,
    figures,
    disclosures,
    break_glass,
    registration_audits,
    registration_quality,
    attention,
    intake,
    stalking_courses,
    court_prints,
    published,
    complaint_figures,  # before complaints, whose ids would be taken for its names
    complaints,
    erasures,
    transparency,
)


def create_app(parts: Parts) -> FastAPI:
    app = FastAPI(
        title="genfind",
        version="1",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
    )
    app.state.parts = parts
    app.state.turns, app.state.uploads = Turns(), Turns(UPLOADS)
    app.state.callers = Callers()
    app.state.listeners = Turns(LISTENERS, surge=MOST, standing=MOST, patience=QUIET)
    for topic in TOPICS:
        app.include_router(topic.router)
    app.include_router(health.router)
    description.install(app)
    docs.install(app)
    screens.install(app)
    errors.install(app)
    app.state.field_names = description.field_names(app.openapi())
    return app
