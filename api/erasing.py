"""Destroys keys in the one order that can be interrupted anywhere and gone on with.

Ordered and fenced; why they were read, how they were found, and what read models hold of
them, gone; the keys destroyed; then the fact. A copy of any of these that comes back, such
as a restored database of keys, is destroyed again before anybody may read.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from api.composition import Parts
from domain.decider import Refused
from domain.erasure import (
    Destroyed,
    DestroyKeys,
    KeysDestroyed,
    RefuseErasure,
    Requested,
    erasures,
    keys_of,
    may_destroy,
)
from domain.event import By, Event, Recorded
from domain.notes import Checkpoint, Note
from domain.traces import KeyName
from infrastructure.asked import MovedOn, Receipt, Unknown
from infrastructure.destructions import Order, UnderWay
from infrastructure.registry import Registry

Step = tuple[str, Callable[[], None]]
Told = Callable[[str], None]
NOT_SEALED = (
    "The request is not yet sealed, and signed as the policy asks: send the same again"
    " in a moment."
)
GROWN = (
    "More has been recorded about this since: refuse the request, and make a new one."
)
TOO_SOON = "The waiting period is not over: it ends {}."
BEGUN = "The keys are being destroyed: it can't be refused any more."
log = structlog.get_logger()


def destroy(
    parts: Parts,
    id: UUID,
    by: By,
    request: str | None = None,
    *,
    expected: int | None = None,
    told: Told = lambda _: None,
) -> Receipt:
    """`told` hears of each step that is done. Raises Refused, Unknown or MovedOn.

    After any other error the same command goes on with it, and so does the next start.
    """
    with parts.forgetting.destructions.alone(id):
        history = history_of(parts.registry, id)
        erasure = state_of(history)
        order = parts.forgetting.destructions.ordered(id)
        if type(erasure) is not Requested:
            receipt = parts.registry.execute(erasures, id, DestroyKeys(), by, request)
            parts.forgetting.destructions.done(id)
            return receipt
        may_destroy(erasure, by.id)
        if order is None:
            if expected not in (None, len(history)):
                raise MovedOn
            _may_begin(parts, history[0], erasure)
            order = Order(id, by, request)
            parts.forgetting.destructions.order(order, erasure.request.keys)
            told("fenced")
        _run(forgetting(parts, erasure.request.keys), told)
        receipt = parts.registry.execute(
            erasures, id, DestroyKeys(), order.by, order.request
        )
        told("recorded")
        parts.forgetting.destructions.done(id)
        return receipt


def refuse(
    parts: Parts,
    id: UUID,
    command: RefuseErasure,
    by: By,
    request: str | None = None,
    *,
    expected: int | None = None,
) -> Receipt:
    with parts.forgetting.destructions.alone(id):
        if parts.forgetting.destructions.ordered(id):
            raise Refused(BEGUN)
        return parts.registry.execute(
            erasures, id, command, by, request, expected=expected
        )


def _may_begin(parts: Parts, requested: Recorded[Any], erasure: Requested) -> None:
    """Raises Refused."""
    over = waits_until(parts, requested)
    if parts.clock() < over:
        raise Refused(TOO_SOON.format(over.isoformat(timespec="seconds")))
    if not is_sealed(parts, requested):
        raise Refused(NOT_SEALED)
    there = keys_of(erasure.request, parts.forgetting.traces)
    if not set(there) <= set(erasure.request.keys):
        raise Refused(GROWN)


def waits_until(parts: Parts, requested: Recorded[Any]) -> datetime:
    return requested.at + parts.forgetting.wait


def is_sealed(parts: Parts, requested: Recorded[Any]) -> bool:
    """Whether a checkpoint that can be relied on covers its leaf."""
    tree, policy = parts.transparency.tree, parts.transparency.policy
    place = tree.place(requested.position or 0)
    if place is None:
        return False
    note = tree.last_met(policy) if policy else tree.signed_from(place + 1)
    return note is not None and Checkpoint.read(Note.read(note).text).tree.size > place


def forgetting(parts: Parts, keys: Sequence[KeyName]) -> Iterator[Step]:
    """Of keys that are fenced. Each step can be done again."""
    subjects = [each.subject for each in keys]
    yield "reasons forgotten", lambda: parts.sessions.forget(subjects)
    yield "not found any more", lambda: parts.blind_index.forget(subjects)
    yield "read models emptied", lambda: parts.projector.forget(subjects)
    yield "access log emptied", lambda: parts.access_projector.forget(subjects)
    yield "shredded", lambda: parts.keys.destroy(keys)


def make_sure(parts: Parts) -> None:
    """Before anybody may read: what is destroyed is so here as well, and what was ordered
    is done to its end, unless another process is at it.
    """
    for recorded in parts.forgetting.traces.recorded(KeysDestroyed):
        if left := parts.keys.left_of(recorded.event.keys):
            log.warning(
                "keys had come back", position=recorded.position, count=len(left)
            )
            parts.keys.fence_named(left)
            _run(forgetting(parts, recorded.event.keys))
    for order in parts.forgetting.destructions.under_way():
        _go_on(parts, order)


def _go_on(parts: Parts, order: Order) -> None:
    """An order that nothing is known of is left for somebody to look into."""
    try:
        if isinstance(state_of(history_of(parts.registry, order.erasure)), Destroyed):
            parts.forgetting.destructions.done(order.erasure)  # a restored copy has it
            return
        receipt = destroy(parts, order.erasure, order.by, order.request)
        log.warning("an erasure was gone on with", position=receipt.position)
    except UnderWay:
        pass
    except (Refused, Unknown) as error:
        log.error("an erasure can't be gone on with", error=type(error).__name__)  # noqa: TRY400


def _run(steps: Iterator[Step], told: Told = lambda _: None) -> None:
    for name, step in steps:
        step()
        told(name)


def history_of(registry: Registry, id: UUID) -> list[Recorded[Any]]:
    history: list[Recorded[Event]] = registry.history(id)
    if not history or not isinstance(history[0].event, erasures.events):
        raise Unknown
    return history


def state_of(history: Sequence[Recorded[Any]]) -> Any:
    return erasures.state_after(each.event for each in history)
