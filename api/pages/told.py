"""A command that a form brings: recorded once, and the page as it then is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response
from starlette.responses import RedirectResponse

from api.doors import parts
from api.needs import Reading, reading
from api.pages import danish
from api.pages.forms import Notice, Outcome, Problem, Typed
from domain.decider import Command, Decider, Refused
from domain.event import By
from infrastructure.asked import MovedOn, Receipt
from infrastructure.projector import Behind

MOVED_ON = (
    "En kollega har ændret dette imens. Se, hvad der nu står, og send igen, hvis det"
    " stadig er rigtigt. Det, du skrev, står her endnu."
)
Done = Annotated[str | None, Query(alias="sket", max_length=40)]
Position = Annotated[int | None, Query(ge=0, lt=2**63)]
Shown = Callable[[Outcome], Response]
Kind = TypeVar("Kind", bound=Command)


def told(
    request: Request,
    by: By,
    topic: Decider[Any, Any],
    id: UUID,
    command: Command | list[Problem],
    typed: Typed,
    *,
    form: str,
    shown: Shown,
    to: str,
) -> Response:
    """Back `to` the page when recorded; else `shown` with what is wrong, and what was typed.

    A repeat of the same form is recognised by its hidden key, and a change that came
    between by its hidden version.
    """

    def execute(command: Command) -> Receipt:
        return parts(request).registry.execute(
            topic, id, command, by, typed.key, expected=typed.version
        )

    return told_to(execute, command, typed, form=form, shown=shown, to=to)


def told_to(
    execute: Callable[[Kind], Receipt],
    command: Kind | list[Problem],
    typed: Typed,
    *,
    form: str,
    shown: Shown,
    to: str,
) -> Response:
    """The same, where more is done than to record."""
    if isinstance(command, list):
        return shown(Outcome(422, None, form, command, typed))
    try:
        receipt = execute(command)
    except MovedOn:
        return shown(Outcome(412, Notice("warning", MOVED_ON), form, typed=typed))
    except Refused as refusal:
        said = Notice("error", danish.refusal(str(refusal)))
        return shown(Outcome(409, said, form, typed=typed))
    return done(to, command, receipt)


def done(
    to: str, command: Command, receipt: Receipt, **more: str | int | UUID
) -> Response:
    """By plain redirect, so that loading the page again sends nothing again."""
    told: Mapping[str, object] = {
        "sket": type(command).__name__,
        "position": receipt.position,
        **more,
    }
    return RedirectResponse(f"{to}?{urlencode(told)}", 303)


def came_of(name: str | None) -> Outcome:
    """What a page says when it was sent here by `done`."""
    text = danish.DONE.get(name or "")
    return Outcome(notice=Notice("success", text) if text else None)


@contextmanager
def read_after(request: Request, position: int | None) -> Iterator[Reading]:
    """The read models with what was just recorded, or if that takes long, as they are.

    A page says which position it shows.
    """
    if position is not None:
        with suppress(Behind):
            parts(request).projector.wait_for(position)
    with reading(parts(request)) as models:
        yield models
