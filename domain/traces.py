"""What there is of words about somebody: under which keys they are sealed."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from domain.event import Frozen


class KeyName(Frozen):
    """A key that can be destroyed, and whom or what the words are about that it seals."""

    subject: UUID
    key: UUID


class Traces(Protocol):
    def of(
        self, citizens: Collection[UUID], things: Collection[UUID], *, whole: bool
    ) -> tuple[KeyName, ...]:
        """All keys of words about these citizens, or in these things, that are there
        still; of `whole` things those of all people in them who are no citizens too.
        """

    def gone(self, keys: Collection[KeyName]) -> bool:
        """Whether all of them are destroyed."""


class NoTraces:
    """Where nobody can look: nothing is found, and nothing counts as destroyed."""

    def of(
        self, citizens: Collection[UUID], things: Collection[UUID], *, whole: bool
    ) -> tuple[KeyName, ...]:
        return ()

    def gone(self, keys: Collection[KeyName]) -> bool:
        return False
