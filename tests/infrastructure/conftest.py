"""The kernel as it is put together for use, on databases of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from api.composition import Parts, compose
from tests.infrastructure.registering import KEK, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def another(addresses, clock) -> Iterator[Callable[[], Parts]]:
    """Call it for one more process of the same registry."""
    with ExitStack() as opened:

        def process() -> Parts:
            composed = compose(addresses, KEK, clock=clock, new_id=clock.new_id)
            return opened.enter_context(composed)

        yield process


@pytest.fixture
def parts(another) -> Parts:
    """Without read models: whoever wants them prepares them."""
    return another()
