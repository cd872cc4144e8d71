"""Words are opened only for handlers that say they read them, and those do say so."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg import Cursor
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from domain.event import Event, NotOpened, Personal, Recorded, Unopened
from domain.people import Party, PartyRole
from projections import ACCESS_LOG, READ_MODELS
from projections.projection import Projection
from tests.specification import NOW, OFFICER

ARCHIVE = Path(__file__).parents[1] / "archive.json"
SAMPLES: dict[str, list[dict[str, Any]]] = json.loads(ARCHIVE.read_text("utf-8"))
ID = UUID(int=7)
HANDLED = [
    (projection, kind)
    for projection in (*READ_MODELS, *ACCESS_LOG)
    for kind in projection.handlers
]


class Sent(Cursor[DictRow]):
    """Takes what a handler sends, and no connection at all."""

    def __init__(self) -> None:
        self.values: list[object] = []

    def execute(self, _: Any, params: Any = None, **__: Any) -> Any:
        told = params.values() if isinstance(params, dict) else params or ()
        self.values += [each.obj if isinstance(each, Jsonb) else each for each in told]
        return self


def closed(value: Any) -> Any:
    """A sample as the mapper leaves it where nobody reads its words."""
    if isinstance(value, dict):
        if value.keys() == {"about", "text"}:
            return Unopened.of(UUID(value["about"]))
        return {name: closed(part) for name, part in value.items()}
    return [*map(closed, value)] if isinstance(value, list) else value


def recorded(kind: str, told: Any) -> Recorded[Event]:
    event = Event.named[kind].model_validate(told)
    return Recorded(ID, 1, NOW.at, OFFICER, None, None, event, position=1)


def sent_for(projection: Projection, kind: str, told: Any) -> list[object]:
    sent = Sent()
    projection.apply(sent, recorded(kind, told))
    return sent.values


@pytest.mark.parametrize(
    ("projection", "kind"), HANDLED, ids=[f"{p.name}-{kind}" for p, kind in HANDLED]
)
def test_a_handler_that_did_not_ask_for_words_reads_none(projection, kind) -> None:
    for sample in SAMPLES[kind]:
        opened = sent_for(projection, kind, sample)
        if kind not in projection.words:
            assert sent_for(projection, kind, closed(sample)) == opened


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_whoever_asks_for_words_reads_some() -> None:
    for projection in (*READ_MODELS, *ACCESS_LOG):
        for kind in projection.words:
            opened, unopened = (
                [told(projection, kind, as_it_is(sample)) for sample in SAMPLES[kind]]
                for as_it_is in (lambda sample: sample, closed)
            )
            assert opened != unopened, f"{projection.name} reads no words of {kind}"


def told(projection: Projection, kind: str, sample: Any) -> list[object] | None:
    try:
        return sent_for(projection, kind, sample)
    except (NotOpened, TypeError, ValueError):
        return None


def test_words_that_were_not_opened_are_not_taken_for_forgotten_ones() -> None:
    words = Unopened.of(ID)
    assert words.about == ID
    with pytest.raises(NotOpened):
        _ = words.text
    assert words != Personal(about=ID, text=None)


@pytest.mark.parametrize("field", ["name", "cpr"])
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_words_that_were_not_opened_can_stand_anywhere_and_go_nowhere(field) -> None:
    party = Party(id=ID, role=PartyRole.VICTIM, **{field: Unopened.of(ID)})
    for way in (
        party.model_dump_json,
        lambda: party.model_dump(mode="json"),
        lambda: Party.model_validate(party.model_dump()).model_dump_json(),
    ):
        with pytest.raises((PydanticSerializationError, ValidationError)):
            way()
