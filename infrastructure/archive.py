"""Events on their way into a log, a whole save at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import EventStore, Notification, Recording

from infrastructure.mapper import SealingMapper


class Archive(EventStore[UUID]):
    """Maps a whole save at once, so that its keys are fetched and made together."""

    mapper: SealingMapper

    def put(self, domain_events: Sequence[Any], **kwargs: Any) -> list[Recording[UUID]]:
        stored = self.mapper.to_stored_events(domain_events)
        positions = self.recorder.insert_events(stored, **kwargs) or ()
        return [
            Recording(recorded, Notification(**vars(row), id=position))
            for recorded, row, position in zip(
                domain_events, stored, positions, strict=True
            )
        ]
