"""Commands from a file, one a line, through the one door; and all events to a file."""

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import UUID7, AfterValidator, Field, ValidationError

from domain.decider import Decider
from domain.event import By, Event, Frozen, Personal, Recorded, Role
from domain.words import Moment
from infrastructure.asked import Asked, Receipt
from infrastructure.lasting import sync
from infrastructure.mapper import spelled
from infrastructure.registry import Registry

BATCH = 200  # lines a save
PAGE = 500  # events
T = TypeVar("T")


def _not_the_registry(by: By) -> By:
    if by.role is Role.REGISTRY:
        raise ValueError("what the registry does by itself is not told to it")
    return by


class Line(Frozen):
    at: Moment
    by: Annotated[By, AfterValidator(_not_the_registry)]
    do: str
    id: UUID7
    command: dict[str, Any] = Field(alias="with")


@dataclass(frozen=True)
class Outcome:
    line: int  # from 1
    receipt: Receipt | None = None
    reason: str | None = None  # why the line was not recorded, without its words


class Journal:
    """`set_clock` puts each line's time in place of the registry's own: a demo only."""

    def __init__(
        self,
        registry: Registry,
        topics: Sequence[Decider[Any, Any]],
        *,
        set_clock: bool = False,
    ) -> None:
        self._registry, self._set_clock = registry, set_clock
        self._commands = {
            command.__name__: (topic, command)
            for topic in topics
            for command in topic.commands
        }
        self._fields = set(_names(Line)).union(
            *(_names(command) for _, command in self._commands.values())
        )

    def read(
        self, file: Path, tell: Callable[[int], None] = lambda _: None
    ) -> Iterator[Outcome]:
        """Each line's outcome, in order. A repeated import records nothing.

        `tell` hears how many bytes have been read.
        """
        with file.open("rb") as opened:
            name = f"import:{file_digest(opened, 'sha256').hexdigest()}"
            opened.seek(0)
            for lines in _chunks(enumerate(opened, 1), BATCH):
                asked = [self._asked(number, raw, name) for number, raw in lines]
                numbers = [number for number, _ in lines]
                yield from self._record(dict(zip(numbers, asked, strict=True)))
                tell(sum(len(raw) for _, raw in lines))

    def _record(self, asked: Mapping[int, Asked | str]) -> Iterator[Outcome]:
        good = {n: each for n, each in asked.items() if isinstance(each, Asked)}
        answers = dict(
            zip(good, self._registry.execute_all(list(good.values())), strict=True)
        )
        for number, each in asked.items():
            if isinstance(each, str):
                yield Outcome(number, reason=each)
            elif isinstance(answer := answers[number], Receipt):
                yield Outcome(number, receipt=answer)
            else:
                yield Outcome(number, reason=str(answer) or "There is nothing there.")

    def _asked(self, number: int, raw: bytes, name: str) -> Asked | str:
        """The command on this line, or why there is none."""
        try:
            line = Line.model_validate_json(raw)
            topic, kind = self._commands[line.do]
            command = kind.model_validate(line.command)
        except KeyError:
            return "This command is not known."
        except ValidationError as error:
            return _why(error, self._fields)
        request = f"{name}:{number}"
        at, told_at = (line.at, None) if self._set_clock else (None, line.at)
        return Asked(topic, line.id, command, line.by, request, at=at, told_at=told_at)


def export(registry: Registry, file: Path, *, with_words: bool) -> Iterator[int]:
    """Write every event, a line each, oldest first; yields positions on the way.

    The file is there only when it is whole. Raises FileExistsError.
    """
    _refuse(file)
    part = file.with_name(f"{file.name}.part")
    part.touch(mode=0o600, exist_ok=False)  # private from its first byte
    try:
        yield from _write(registry, part, with_words=with_words)
        sync(part)
        _refuse(file)  # somebody else may have made it meanwhile
        part.rename(file)
        sync(file.parent)
    finally:
        part.unlink(missing_ok=True)


def _refuse(file: Path) -> None:
    if file.exists():
        raise FileExistsError(file)


def _write(registry: Registry, file: Path, *, with_words: bool) -> Iterator[int]:
    position = 0
    with file.open("w", encoding="utf-8") as out:
        while rows := registry.recorder.select_notifications(
            position, PAGE, inclusive_of_start=False
        ):
            for recorded in registry.mapper.to_domain_events(rows):
                line = _exported(recorded, with_words=with_words)
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
            position = rows[-1].id
            yield position


def _exported(recorded: Recorded[Event], *, with_words: bool) -> dict[str, Any]:
    line: dict[str, Any] = {
        "position": recorded.position,
        "id": str(recorded.id),
        "version": recorded.version,
        "at": spelled(recorded.at),
        "by": recorded.by.model_dump(mode="json", exclude_none=True),
        "request": recorded.request,
        "body": recorded.body,
        "type": type(recorded.event).__name__,
        "event": _shown(recorded.event.model_dump(mode="json"), with_words=with_words),
    }
    if recorded.stated_at:
        line["stated_at"] = spelled(recorded.stated_at)
    return line


def _shown(value: Any, *, with_words: bool) -> Any:
    if isinstance(value, dict):
        if value.keys() == set(Personal.model_fields):
            if value["text"] is None:
                return "forgotten"
            return value["text"] if with_words else "sealed"
        return {k: _shown(part, with_words=with_words) for k, part in value.items()}
    if isinstance(value, list):
        return [_shown(part, with_words=with_words) for part in value]
    return value


def _why(error: ValidationError, known: Container[str]) -> str:
    """Places and codes only: values, and names not of ours, could be anybody's words."""
    found = set()
    for each in error.errors(include_input=False, include_context=False):
        where = [str(p) for p in each["loc"] if isinstance(p, int) or p in known]
        found.add(f"{'.'.join(where) or 'line'}: {each['type']}")
    return "; ".join(sorted(found))


def _names(kind: type[Frozen]) -> Iterator[str]:
    """Of the fields of what can be told, and of their parts."""
    schema = kind.model_json_schema()
    for described in (schema, *schema.get("$defs", {}).values()):
        yield from described.get("properties", ())


def _chunks(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while chunk := list(islice(items, size)):
        yield chunk
