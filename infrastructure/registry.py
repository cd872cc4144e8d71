"""The one door through which facts enter the archive."""

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError

from domain.canonical import canonical
from domain.decider import (
    Circumstances,
    Command,
    Counterpart,
    Decider,
    Reaction,
    Reactions,
    Refused,
)
from domain.event import By, Event, Recorded, Role
from domain.traces import NoTraces, Traces
from infrastructure.archive import Archive
from infrastructure.asked import (
    SOMETHING_ELSE,
    Answer,
    Asked,
    MovedOn,
    No,
    Receipt,
    Unknown,
    check,
    same_request,
)
from infrastructure.blind_index import BlindIndex
from infrastructure.keys import Keys
from infrastructure.mapper import SealingMapper
from infrastructure.occasion import Citizens, Occasion, Streams, named_in
from infrastructure.recorder import GroupCommitRecorder

C = TypeVar("C", bound=Command)
ATTEMPTS = 5


class Registry(Application[UUID]):
    mapper: SealingMapper
    recorder: GroupCommitRecorder

    def __init__(
        self,
        recorder: GroupCommitRecorder,
        keys: Keys,
        blind_index: BlindIndex,
        topics: Iterable[Decider[Any, Any]],
        reactions: Reactions,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
        leads_to: Mapping[type[Command], Callable[[UUID], UUID]] = MappingProxyType({}),
        follow_up_days: int = 7,
        traces: Traces | None = None,
    ) -> None:
        """`leads_to` names what a command may also write to, so that it is read along."""
        self._recorder, self._keys, self._blind_index = recorder, keys, blind_index
        self._reactions, self._leads_to = reactions, leads_to
        self._follow_up_days = follow_up_days
        self._traces = traces or NoTraces()
        self._clock, self._new_id = clock, new_id
        self._topics = {
            event.__name__: topic for topic in topics for event in topic.events
        }
        super().__init__()

    def construct_recorder(self) -> GroupCommitRecorder:
        return self._recorder

    def construct_mapper(self) -> SealingMapper:
        return SealingMapper(self._keys)

    def construct_event_store(self) -> Archive:
        return Archive(self.mapper, self.recorder)

    def history(self, id: UUID) -> list[Recorded[Event]]:
        """All that is recorded about one thing, oldest first."""
        return self.histories([id])[id]

    def histories(self, ids: Sequence[UUID]) -> dict[UUID, list[Recorded[Event]]]:
        rows = self.recorder.select_streams(ids)
        found: dict[UUID, list[Recorded[Event]]] = {id: [] for id in ids}
        for recorded in self.mapper.to_domain_events(
            [row for stream in rows.values() for row in stream]
        ):
            found[recorded.id].append(recorded)
        return found

    def execute(
        self,
        decider: Decider[Any, C],
        id: UUID,
        command: C,
        by: By,
        request: str | None = None,
        *,
        expected: int | None = None,
    ) -> Receipt:
        """Decide in the light of history, and record what was decided.

        An equal command that comes again records nothing and gets the first receipt.
        Raises Refused where a rule says no, Unknown where there is nothing to act on,
        MovedOn where `expected` is no longer the version. After OperationalError the
        outcome is unknown, and the same command settles it.
        """
        answer = self._alone(Asked(decider, id, command, by, request, expected))
        if isinstance(answer, Receipt):
            return answer
        raise answer

    def execute_all(self, batch: Sequence[Asked]) -> list[Receipt | No]:
        """Many commands in one save, each with its own answer, in their order."""
        try:
            return self._attempt(batch)
        except (IntegrityError, Refused):  # one of them, and all others are to go on
            return [self._alone(asked) for asked in batch]

    def _alone(self, asked: Asked) -> Receipt | No:
        try:
            for _ in range(ATTEMPTS):
                with suppress(IntegrityError):  # somebody was faster: look again
                    [answer] = self._attempt([asked])
                    return answer
        except Refused as erased:  # nothing can be sealed about this any more
            return erased
        return Refused("Others are changing this at the same time: send it again.")

    def _attempt(self, batch: Sequence[Asked]) -> list[Receipt | No]:
        seen = self._occasion(batch)
        answers: list[Answer | No] = []
        for asked in batch:
            before = len(seen.streams.pending)
            try:
                answers.append(self._answer(asked, seen))
                seen.citizens.take_note(seen.streams.pending[before:])
            except (Refused, Unknown, MovedOn) as no:
                seen.streams.undo(before)
                answers.append(no)
        pending = seen.streams.pending
        if not seen.citizens.reserve():
            raise IntegrityError("another command was first to name this citizen")
        if not pending and any(isinstance(each, Answer) for each in answers):
            self.recorder.confirm()  # as a save would: what is repeated may be lost yet
        positions = {
            (row.id, row.version): recording.notification.id
            for row, recording in zip(pending, self.save(*pending), strict=True)
        }
        return [
            answer.receipt(positions) if isinstance(answer, Answer) else answer
            for answer in answers
        ]

    def _occasion(self, batch: Sequence[Asked]) -> Occasion:
        """Read at once what all these commands concern."""
        streams = Streams(self.histories, self._topics)
        streams.expect(id for asked in batch for id in self._concerned(asked))
        streams.expect_named()
        new = Counter(
            asked.decider.prefix
            for asked in batch
            if isinstance(asked.command, asked.decider.first)
            and not streams.history(asked.id)
        )
        numbers = {
            prefix: iter(self.recorder.draw_numbers(prefix, count))
            for prefix, count in new.items()
            if prefix
        }
        return Occasion(streams, Citizens(self._blind_index, self._new_id), numbers)

    def _concerned(self, asked: Asked) -> Iterator[UUID]:
        yield asked.id
        yield from named_in(asked.command)
        if leads := self._leads_to.get(type(asked.command)):
            yield leads(asked.id)

    def _answer(self, asked: Asked, seen: Occasion) -> Answer:
        history = seen.streams.history(asked.id)
        body = self._digest(asked.command)
        if earlier := same_request(history, asked):
            if earlier.body != body:
                raise Refused(SOMETHING_ELSE)
            return Answer(history[0], earlier, repeated=True)
        at = asked.at or self._clock()
        check(asked, history, at)
        recorded = self._decide(asked, at, body, seen)
        return Answer(history[0], recorded)

    def _decide(
        self, asked: Asked, at: datetime, body: str, seen: Occasion
    ) -> Recorded[Event]:
        history = seen.streams.history(asked.id)
        decider = asked.decider
        circumstances = Circumstances(
            at=asked.told_at or at,
            by=asked.by,
            id=asked.id,
            number=None if history else seen.number(decider.prefix),
            others=seen.streams,
            citizens=seen.citizens,
            bound=seen.citizens.known,
            follow_up_days=self._follow_up_days,
            traces=self._traces,
        )
        state = decider.state_after(past.event for past in history)
        event = decider.decide(state, asked.command, circumstances)
        recorded = Recorded(
            id=asked.id,
            version=len(history) + 1,
            at=at,
            by=asked.by,
            request=asked.request,
            body=body,
            event=event,
            stated_at=asked.told_at,
        )
        seen.streams.add(recorded)
        if react := self._reactions.get(type(event)):
            for effect in react(recorded, seen.streams):
                self._follow(recorded, effect, seen)
        return recorded

    def _follow(
        self, cause: Recorded[Event], effect: Reaction | Counterpart, seen: Occasion
    ) -> None:
        if isinstance(effect, Reaction):
            by = By(id="genfind", role=Role.REGISTRY, district=cause.by.district)
            asked = Asked(
                effect.decider, effect.id, effect.command, by, told_at=cause.stated_at
            )
            self._decide(asked, cause.at, self._digest(effect.command), seen)
        else:
            seen.streams.add(
                replace(
                    cause,
                    id=effect.id,
                    version=len(seen.streams.history(effect.id)) + 1,
                    request=None,
                    body=None,
                    event=effect.event,
                )
            )

    def _digest(self, command: Command) -> str:
        given = command.model_dump(mode="json", exclude_defaults=True)
        asked = canonical({"do": type(command).__name__, "with": given})
        return b64encode(self._keys.digest(asked)).decode()
