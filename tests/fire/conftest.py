"""The demos that tests here set on fire."""

from collections.abc import Iterator

import pytest

from tests.fire.running import Demo, demo_home


@pytest.fixture(scope="session")
def running() -> Iterator[Demo]:
    """A demo that tests share; whoever kills it starts it again."""
    with demo_home() as demo:
        yield demo.start("--no-samples")


@pytest.fixture
def home() -> Iterator[Demo]:
    """A demo of a test's own, not yet started."""
    with demo_home() as demo:
        yield demo
