"""One door for each command of a topic, made from the command's own name and fields."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from api.doors import Allowed
from api.needs import Expected, Id, RequestKey, TheRegistry, answered, own_district
from domain.decider import Command, Decider
from domain.event import By
from infrastructure.asked import Receipt
from infrastructure.registry import Registry

Check = Callable[[Registry, UUID, By], None]
FirstCheck = Callable[[Registry, Any, By], None]
Topic = Decider[Any, Any]


def first_door(
    router: APIRouter,
    topic: Topic,
    allowed: Allowed,
    check: FirstCheck = lambda *_: None,
) -> None:
    """PUT: under an id that the client has made, so that a repeat is recognised.

    `check` sees the command and may turn the caller away.
    """

    def first(
        id: Id,
        command: Command,
        registry: TheRegistry,
        by: By,
        response: Response,
        key: RequestKey = None,
    ) -> Receipt:
        if district := getattr(command, "district", None):
            own_district(by, district)
        check(registry, command, by)
        return answered(registry.execute(topic, id, command, by, key), response)

    add_door(router, "PUT", "/{id}", first, topic.first, allowed)


def doors(
    router: APIRouter,
    topic: Topic,
    may: Mapping[type[Command], Allowed],
    check: Check = lambda *_: None,
) -> None:
    """POST for every other command; `check` may turn the caller away."""
    for kind, allowed in may.items():
        path = f"/{{id}}/{_spelled(kind, '-')}"
        add_door(router, "POST", path, _door(topic, check), kind, allowed)


def _door(topic: Topic, check: Check) -> Callable[..., Receipt]:
    def door(
        id: Id,
        command: Command,
        registry: TheRegistry,
        by: By,
        response: Response,
        expected: Expected,
        key: RequestKey = None,
    ) -> Receipt:
        check(registry, id, by)
        receipt = registry.execute(topic, id, command, by, key, expected=expected)
        return answered(receipt, response)

    return door


def add_door(
    router: APIRouter,
    method: str,
    path: str,
    door: Callable[..., Receipt],
    kind: type[Command],
    allowed: Allowed,
) -> None:
    door.__annotations__ |= {
        "command": kind,
        "by": Annotated[By, Depends(allowed)],
    }
    router.add_api_route(
        path,
        door,
        methods=[method],
        status_code=201,
        name=_spelled(kind, "_"),
        operation_id=kind.__name__,
        summary=_spelled(kind, " ").capitalize(),
        description=(kind.__doc__ or "").strip(),
        responses={200: {"model": Receipt, "description": "An equal repeat"}},
    )


def _spelled(kind: type[Command], between: str) -> str:
    """RegisterContact as register-contact."""
    return re.sub(r"(?<!^)(?=[A-Z])", between, kind.__name__).lower()
