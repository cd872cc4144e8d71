"""Facts: named in the past tense, frozen, kept for ever."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Frozen):
    """A fact. The class name is its name in the archive, so it is never renamed."""

    named: ClassVar[dict[str, type["Event"]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        if cls.named.setdefault(cls.__name__, cls) is not cls:
            raise TypeError(f"There is already an event named {cls.__name__}")


class Role(StrEnum):
    OFFICER = "OFFICER"
    SUPERVISOR = "SUPERVISOR"
    AUTHORITY = "AUTHORITY"  # the Independent Police Complaints Authority
    CUSTODIAN = "CUSTODIAN"
    GATEWAY = "GATEWAY"  # telephone exchange, mail
    REGISTRY = "REGISTRY"  # genfind itself, when one fact leads to another


class By(Frozen):
    """Who acted, and in which capacity."""

    id: str
    role: Role
    district: str | None
    unit: str | None = None


class Personal(Frozen):
    """Words about one subject, sealed with a key that can be destroyed.

    A subject is a citizen, a party that is no citizen yet, a contact, an intake, a
    complaint, or a year of searches. `text` is None when the key is gone: the words
    are forgotten.
    """

    about: UUID
    text: str | None


class CprNumber(Personal):
    """Ten digits. The only way back to them is the blind index."""


class NotOpened(Exception):
    """Somebody reads words without having said so before: a mistake of the program."""


class Unopened(CprNumber):
    """Words that nobody said he would read, at any place where words can stand.

    These are not forgotten ones: whoever reads them, or writes them down, fails.
    """

    def __getattribute__(self, name: str) -> Any:
        if name == "text":
            raise NotOpened(f"These words about {self.about} were not opened.")
        return super().__getattribute__(name)

    @classmethod
    def of(cls, about: UUID) -> "Unopened":
        return cls.model_construct(about=about, text=NOT_OPENED)


NOT_OPENED: Any = object()  # no text, and nothing that can be written down


def inside(value: object) -> Iterator[object]:
    """All that an event or a command holds, however deep; words are not taken apart."""
    if isinstance(value, BaseModel) and not isinstance(value, Personal):
        value = list(value.__dict__.values())
    elif isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from inside(part)
    else:
        yield value


E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True)
class Recorded(Generic[E_co]):
    """An event in its envelope: what was known when it was written down."""

    id: UUID
    version: int  # 1, 2, 3 … within the thing
    at: datetime  # the registry's own clock, UTC
    by: By
    request: str | None  # the client's idempotency key
    body: str | None  # keyed digest of the command, so that repeats can be told
    event: E_co
    stated_at: datetime | None = None  # registration time told by another system
    position: int | None = None  # given by the archive; only ever grows

    @property
    def registered_at(self) -> datetime:
        return self.stated_at or self.at

    # The eventsourcing library knows the first two by these names.
    @property
    def originator_id(self) -> UUID:
        return self.id

    @property
    def originator_version(self) -> int:
        return self.version
