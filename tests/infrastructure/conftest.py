"""The kernel as it is put together for use, on databases of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from uuid import UUID

import psycopg
import pytest

from api.composition import Parts, compose
from infrastructure.evidence import EvidenceRoom, File
from infrastructure.projector import Projector
from projections.projection import Projection
from tests.infrastructure.filing import replace_in_bucket, replace_in_database
from tests.infrastructure.following import append, follower
from tests.infrastructure.registering import KEK, Clock, register


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def another(addresses, clock, evidence_url) -> Iterator[Callable[[], Parts]]:
    """Call it for one more process of the same registry."""
    with ExitStack() as opened:

        def process() -> Parts:
            composed = compose(
                addresses,
                KEK,
                clock=clock,
                new_id=clock.new_id,
                evidence_url=evidence_url,
            )
            return opened.enter_context(composed)

        yield process


@pytest.fixture
def parts(another) -> Parts:
    """Without read models: whoever wants them prepares them."""
    return another()


@pytest.fixture
def room(parts) -> EvidenceRoom:
    return parts.evidence


@pytest.fixture
def contact(parts) -> UUID:
    return register(parts).id


@pytest.fixture
def replace(evidence_url, as_admin) -> Callable[[File, bytes], None]:
    """Puts other sealed bytes in the place of a file's."""
    if evidence_url:
        return replace_in_bucket(evidence_url)
    return replace_in_database(as_admin.archive)


@pytest.fixture
def add(parts) -> Callable[..., int]:
    """Appends references to cases with these numbers; the last one's position."""
    registry = parts.registry
    return partial(append, registry.recorder, registry.mapper, parts.new_id)


@pytest.fixture
def following(parts, addresses) -> Iterator[Callable[..., Projector]]:
    """Call it for a follower in a process of its own."""
    with ExitStack() as opened:

        def follow(*projections: Projection, program: str = "first") -> Projector:
            follows = follower(
                addresses, parts.registry.mapper, *projections, program=program
            )
            return opened.enter_context(follows)

        yield follow


@pytest.fixture
def ask(as_admin) -> Iterator[Callable[[str], list]]:
    """Of the read models' database: the one column of what it answers."""
    with psycopg.connect(as_admin.views, autocommit=True) as db:
        yield lambda question: [value for (value,) in db.execute(question)]
