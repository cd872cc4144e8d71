"""given(decider, *past).when(command).then(event) reads like the rule it checks."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.decider import Circumstances, Command, Decider, Reaction, Refused
from domain.event import By, Event, Recorded, Role
from domain.reactions import REACTIONS, TOPICS

THING = UUID("016b1efa-2b40-7f8b-b3c6-5f69f63d77ba")  # whose history is given
OFFICER = By(id="K-1147", role=Role.OFFICER, district="1467")
NOW = Circumstances(
    at=datetime(2019, 6, 3, 20, 19, tzinfo=UTC), by=OFFICER, id=THING, number="H-19"
)


@dataclass(frozen=True)
class When:
    given: "Given"
    command: Command

    def decided(self) -> Event:
        decider, state = self.given.decider, self.given.state
        return decider.decide(state, self.command, self.given.circumstances)

    def then(self, expected: Event) -> None:
        assert self.decided() == expected

    def then_refused(self, because: str) -> None:
        with pytest.raises(Refused, match=because):
            self.decided()


@dataclass(frozen=True)
class Given:
    decider: Decider[Any, Any]
    past: tuple[Event, ...]
    circumstances: Circumstances = NOW

    @property
    def state(self) -> Any:
        return self.decider.state_after(self.past)

    def where(self, **circumstances: Any) -> "Given":
        """Who asks, when, and how other things stand."""
        return replace(self, circumstances=replace(self.circumstances, **circumstances))

    def when(self, command: Command) -> When:
        return When(self, command)


def given(decider: Decider[Any, Any], *past: Event) -> Given:
    return Given(decider, past)


@dataclass
class World:
    """Many things at once, with what one leads to in another; nothing is stored."""

    history: dict[UUID, list[Event]] = field(default_factory=lambda: defaultdict(list))

    @property
    def states(self) -> dict[UUID, Any]:
        return {id: self.state(id) for id, events in self.history.items() if events}

    def state(self, id: UUID) -> Any:
        events = self.history[id]
        [topic] = (topic for topic in TOPICS if type(events[0]) in topic.events)
        return topic.state_after(events)

    def tell(self, decider: Decider[Any, Any], command: Command, **now: Any) -> Event:
        """Raises Refused, and then nothing has happened."""
        circumstances = replace(NOW, others=self.states, **now)
        past = self.history[circumstances.id]
        event = decider.decide(decider.state_after(past), command, circumstances)
        past.append(event)
        recorded = Recorded(
            circumstances.id,
            len(past),
            circumstances.at,
            circumstances.by,
            None,
            None,
            event,
        )
        react = REACTIONS.get(type(event), lambda *_: ())
        for effect in react(recorded, self.states):
            if isinstance(effect, Reaction):
                by = By(id="genfind", role=Role.REGISTRY, district="1467")
                self.tell(
                    effect.decider, effect.command, **now | {"id": effect.id, "by": by}
                )
            else:
                self.history[effect.id].append(effect.event)
        return event
