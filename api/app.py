"""The application, put together from its parts."""

from fastapi import FastAPI

from api import (
    citizens,
    contacts,
    disclosures,
    docs,
    errors,
    figures,
    follow_ups,
    health,
)
from api.composition import Parts

LARGEST = 1_000_000  # bytes of a request's body
ABOUT = """
Every contact a citizen has with the police is an immutable event. Commands answer with a
receipt, at the latest when the event is durable; an equal command that comes again gets
the first receipt. Errors are `application/problem+json` and never repeat what was sent.
"""


def create_app(parts: Parts) -> FastAPI:
    app = FastAPI(
        title="genfind",
        version="1",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        max_body_size=LARGEST,
    )
    app.state.parts = parts
    topics = (contacts, citizens, follow_ups, figures, disclosures)
    for topic in topics:
        app.include_router(topic.router)
    app.include_router(health.router)
    docs.install(app)
    errors.install(app)
    return app
