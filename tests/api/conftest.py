"""People at the provider that nobody here wrote, and two custodians."""

import pytest

from domain.event import Role


@pytest.fixture
def member(iam_server):
    """Somebody in these groups, for one test: all tests of a worker share the provider."""
    known = []

    def of(*groups: str, **more: str):
        someone = iam_server.random_user(**more)
        known.append(someone)
        known.extend(
            iam_server.random_group(display_name=group, members=[someone])
            for group in groups
        )
        return someone

    yield of
    for one in reversed(known):
        iam_server.backend.delete(one)


@pytest.fixture
def custodian(at_the_door):
    return at_the_door(Role.CUSTODIAN, person="D-0007")


@pytest.fixture
def second(at_the_door):
    return at_the_door(Role.CUSTODIAN, person="D-0012")
