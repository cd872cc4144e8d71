"""Recorded events to stored rows, and back: the one place where words are sealed."""

import json
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from os import urandom
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import Mapper, Notification, StoredEvent
from pydantic_core import from_json

from domain.event import By, Event, Personal, Recorded, Unopened, inside
from domain.receipts import OpenedWords
from infrastructure.keys import Keys
from infrastructure.sealing import Header, open_sealed, open_with_salt, seal

OPEN, SEALED = {"about", "text"}, {"about", "key", "pc", "sealed"}
AT = slice(7, 34)  # `{"at":"` comes first, and a time always has 27 characters


class Sealed(NamedTuple):
    """Words of a stored event, and the place in it where they stand."""

    words: dict[str, Any]
    around: Any  # what they are a part of
    name: str | int
    field: str  # JSON pointer


class SealingMapper(Mapper[UUID]):
    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        [stored] = self.to_stored_events([domain_event])
        return stored

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        [recorded] = self.to_domain_events([stored_event])
        return recorded

    def to_stored_events(
        self, recorded: Sequence[Recorded[Event]]
    ) -> list[StoredEvent]:
        """Raises Refused where a subject has been erased."""
        words = [words for each in recorded for words in personal_words(each.event)]
        keys = self._keys.for_sealing({each.about for each in words if each.text})

        def stored(each: Recorded[Event]) -> StoredEvent:
            topic, at = type(each.event).__name__, spelled(each.at)
            header = Header(at, each.id, topic, each.version)

            def sealed(words: dict[str, Any], field: str) -> dict[str, Any]:
                if not words["text"]:  # forgotten before: there is nothing to seal
                    return words
                key = keys[UUID(words["about"])]
                return seal(words["text"], key, field, header)

            event = _replace(each.event.model_dump(mode="json"), OPEN, sealed)
            return StoredEvent(each.id, each.version, topic, _state(each, at, event))

        return [stored(each) for each in recorded]

    def to_domain_events(
        self, stored: Sequence[StoredEvent], *, words: Collection[str] | None = None
    ) -> list[Recorded[Event]]:
        """Forgotten words come back as None. Raises SealBroken: an alarm.

        `words` names the kinds of events whose words are opened; without it all are.
        """
        states = [from_json(each.state) for each in stored]
        found = [
            (row, sealed)
            for row, state in zip(stored, states, strict=True)
            if (sealed := list(_sealed(state["event"])))
        ]
        read = Event.named if words is None else words
        secrets = self._secrets(
            {
                each.words["key"]
                for row, sealed in found
                if row.topic in read
                for each in sealed
            }
        )
        for row, sealed in found:
            if row.topic in read:
                _open(row, sealed, secrets)
            else:
                _leave(sealed)
        return [_recorded(*pair) for pair in zip(stored, states, strict=True)]

    def opened_with_salt(self, row: StoredEvent) -> tuple[OpenedWords, ...]:
        """All words of an event that are not forgotten, as somebody else can check them."""
        sealed = list(_sealed(from_json(row.state)["event"]))
        secrets = self._secrets({each.words["key"] for each in sealed})
        header = Header(_at(row), _id(row), row.topic, row.originator_version)
        return tuple(
            OpenedWords(field, *open_with_salt(words, secret, field, header))
            for words, _, _, field in sealed
            if (secret := secrets[words["key"]])
        )

    def _secrets(self, names: Collection[str]) -> Mapping[str, bytes | None]:
        ids = {name: UUID(name) for name in names}
        secrets = self._keys.for_opening(set(ids.values()))
        return {name: secrets[id] for name, id in ids.items()}


def personal_words(value: object) -> Iterator[Personal]:
    return (part for part in inside(value) if isinstance(part, Personal))


def spelled(moment: datetime) -> str:
    """Always 27 characters: an audit finds the time without parsing JSON."""
    utc = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return utc.replace("+00:00", "Z")


def _state(each: Recorded[Event], at: str, event: Any) -> bytes:
    state: dict[str, Any] = {  # this order is for ever
        "at": at,
        "by": each.by.model_dump(
            mode="json", exclude={"unit"} if each.by.unit is None else None
        ),
        "request": each.request,
        "body": each.body,
    }
    if each.stated_at:
        state["stated_at"] = spelled(each.stated_at)
    state |= {"event": event, "salt": b64encode(urandom(16)).decode()}
    return json.dumps(state, separators=(",", ":"), ensure_ascii=False).encode()


def _replace(
    value: Any,
    wanted: set[str],
    change: Callable[[dict[str, Any], str], Any],
    field: str = "",
) -> Any:
    if isinstance(value, dict):
        if value.keys() == wanted:
            return change(value, field)
        return {
            name: _replace(part, wanted, change, f"{field}/{name}")
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [
            _replace(part, wanted, change, f"{field}/{place}")
            for place, part in enumerate(value)
        ]
    return value


def _sealed(part: Any, field: str = "") -> Iterator[Sealed]:
    for name, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, dict) and value.keys() == SEALED:
            yield Sealed(value, part, name, f"{field}/{name}")
        elif isinstance(value, dict | list):
            yield from _sealed(value, f"{field}/{name}")


def _open(
    row: StoredEvent, sealed: Sequence[Sealed], secrets: Mapping[str, bytes | None]
) -> None:
    header = Header(_at(row), _id(row), row.topic, row.originator_version)
    for words, around, name, field in sealed:
        secret = secrets[words["key"]]
        text = secret and open_sealed(words, secret, field, header)
        around[name] = {"about": words["about"], "text": text}


def _leave(sealed: Sequence[Sealed]) -> None:
    for words, around, name, _ in sealed:
        around[name] = _unopened(words["about"])


def _recorded(row: StoredEvent, state: dict[str, Any]) -> Recorded[Event]:
    told = state.get("stated_at")
    return Recorded(
        id=_id(row),
        version=row.originator_version,
        at=datetime.fromisoformat(_at(row)),
        by=_by(**state["by"]),
        request=state["request"],
        body=state["body"],
        event=Event.named[row.topic].model_validate(state["event"]),
        stated_at=told and datetime.fromisoformat(told),
        position=row.id if isinstance(row, Notification) else None,
    )


def _at(row: StoredEvent) -> str:
    return row.state[AT].decode()


def _id(row: StoredEvent) -> UUID:
    id = row.originator_id
    return id if isinstance(id, UUID) else UUID(id)


_by = lru_cache(1000)(By)  # few people write most of what is written


@lru_cache(1000)
def _unopened(about: str) -> Unopened:
    """Most words of an event, and of those around it, are about the same few."""
    return Unopened.of(UUID(about))
