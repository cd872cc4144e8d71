"""Every page of the demo: for its picture, and to be measured beside its JSON door."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from playwright.sync_api import Page

from domain.event import Role
from domain.purposes import Purpose


@dataclass(frozen=True)
class Stop:
    name: str
    role: Role
    path: str
    purpose: Purpose | None = None  # that is given first
    thing: str | None = None  # what it is given for
    door: str | None = None  # whose answer the page shows
    deed: Callable[[Page], None] | None = None  # before its picture is taken


def of_sample(name: str, do: str, **told: str) -> str:
    """The id of the first thing of a sample to which this was done."""
    text = files("api.samples").joinpath(name).read_text("utf-8")
    for command in map(json.loads, text.splitlines()):
        if command["do"] == do and told.items() <= command["with"].items():
            return command["id"]
    raise LookupError(f"{do} is not in {name}")


STOPS = (
    Stop("opfoelgning", Role.OFFICER, "/opfoelgning", door="/follow-ups?district=1467"),
)
