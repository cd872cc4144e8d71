"""People at the provider that nobody here wrote."""

import pytest


@pytest.fixture
def member(iam_server):
    """Somebody in these groups, there for one test: all tests of a worker share the provider."""
    known = []

    def of(*groups: str, **more: str):
        someone = iam_server.random_user(**more)
        made = [iam_server.random_group(display_name=name, members=[someone]) for name in groups]
        known.extend([*made, someone])
        return someone

    yield of
    for one in known:
        iam_server.backend.delete(one)
