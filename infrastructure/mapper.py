"""Recorded events to stored rows, and back: the one place where words are sealed."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from os import urandom
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Mapper, Notification, StoredEvent

from domain.event import By, Event, Personal, Recorded, inside
from infrastructure.keys import Keys
from infrastructure.sealing import Header, open_sealed, seal

OPEN, SEALED = {"about", "text"}, {"about", "key", "pc", "sealed"}
AT = slice(7, 34)  # `{"at":"` comes first, and a time always has 27 characters


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

    def to_domain_events(self, stored: Sequence[StoredEvent]) -> list[Recorded[Event]]:
        """Forgotten words come back as None. Raises SealBroken: an alarm."""
        states = [json.loads(each.state) for each in stored]
        names = {UUID(name) for state in states for name in _key_names(state["event"])}
        secrets = self._keys.for_opening(names)

        def recorded(each: StoredEvent, state: dict[str, Any]) -> Recorded[Event]:
            id = UUID(str(each.originator_id))
            at = each.state[AT].decode()
            header = Header(at, id, each.topic, each.originator_version)

            def opened(sealed: dict[str, Any], field: str) -> dict[str, Any]:
                secret = secrets[UUID(sealed["key"])]
                text = secret and open_sealed(sealed, secret, field, header)
                return {"about": sealed["about"], "text": text}

            event = _replace(state["event"], SEALED, opened)
            told = state.get("stated_at")
            return Recorded(
                id=id,
                version=each.originator_version,
                at=datetime.fromisoformat(at),
                by=By(**state["by"]),
                request=state["request"],
                body=state["body"],
                event=Event.named[each.topic].model_validate(event),
                stated_at=told and datetime.fromisoformat(told),
                position=each.id if isinstance(each, Notification) else None,
            )

        return [recorded(*pair) for pair in zip(stored, states, strict=True)]


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


def _key_names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.keys() == SEALED:
            yield value["key"]
        else:
            for part in value.values():
                yield from _key_names(part)
    elif isinstance(value, list):
        for part in value:
            yield from _key_names(part)
