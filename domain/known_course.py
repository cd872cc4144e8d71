"""What is known of a stalking course; whoever asks for its erasure names it too."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import Field

from domain.event import Frozen
from domain.restraining_orders import Order


class StalkingCourse(Frozen):
    victim: UUID
    suspect: UUID | None
    district: str
    linked: Mapping[UUID, str] = Field(default={})  # contacts in it, with the basis
    unlinked: Mapping[UUID, str] = Field(default={})  # that left it, with the reason
    orders: tuple[Order, ...] = ()
