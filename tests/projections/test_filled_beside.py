"""Every read model can be filled in a shadow: its statements reach nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import Cursor
from psycopg.rows import DictRow, dict_row
from uuid_utils.compat import uuid7

from domain.event import Event, Recorded
from infrastructure.read_model import FORMER, SHADOW, ReadModel, redirected
from projections import ACCESS_LOG, READ_MODELS
from projections.projection import Projection
from tests.specification import NOW, OFFICER

ALL = (*READ_MODELS, *ACCESS_LOG)
SAMPLES = json.loads(Path("tests/archive.json").read_text())


def handled(projection: Projection) -> list[Recorded[Event]]:
    """Each event it has a handler for, in all the ways in which it was ever told."""
    return [
        Recorded(
            uuid7(), 1, NOW.at, OFFICER, None, None,
            Event.named[name].model_validate(sample), position=1,
        )
        for name in projection.handlers
        for sample in SAMPLES[name]
    ]  # fmt: skip


class Noting(Cursor[DictRow]):
    """Keeps what it is told, and sends it nowhere."""

    def __init__(self, conn: psycopg.Connection[DictRow]) -> None:
        super().__init__(conn)
        self.noted: list[bytes] = []

    def execute(self, query: Any, *_: object, **__: object) -> Any:
        text = query if isinstance(query, str | bytes) else query.as_bytes(self)
        self.noted.append(text.encode() if isinstance(text, str) else text)
        return self

    executemany = execute


@pytest.fixture
def as_projector(addresses):
    with psycopg.connect(addresses.views, row_factory=dict_row) as conn:
        conn.execute("set role genfind_projector")
        yield conn


@pytest.mark.parametrize("projection", ALL, ids=lambda each: each.name)
def test_handlers_name_their_own_schema_and_nothing_else_is_touched(
    projection, as_projector
) -> None:
    noting = Noting(as_projector)
    for recorded in handled(projection):
        projection.apply(noting, recorded)
    if projection.forget:
        noting.execute(projection.forget)
    assert noting.noted
    for statement in noting.noted:
        said = redirected(statement, projection.name, projection.name + SHADOW)
        assert said.replace(projection.name + SHADOW, projection.name) == re.sub(
            rf'"({projection.name})"(?=\.)', r"\1", statement.decode()
        )
        assert projection.name + SHADOW in said
        for other in ALL:
            assert not re.search(rf"\b{other.name}\b", said), said


@pytest.mark.parametrize("projection", ALL, ids=lambda each: each.name)
def test_a_shadow_is_filled_where_nothing_serves(projection, as_projector) -> None:
    shadow = ReadModel(projection, "program", is_shadow=True)
    shadow.make(as_projector.cursor())
    shadow.define(as_projector.cursor(), projection.indexes)
    for recorded in handled(projection):
        with as_projector.transaction(force_rollback=True):  # samples tell no story
            shadow.apply(as_projector, [recorded])
    shadow.forget(as_projector.cursor(), [uuid7()])


def test_no_read_model_is_called_what_another_s_shadow_is() -> None:
    names = {projection.name for projection in ALL}
    assert len(names) == len(ALL)
    for ending in (SHADOW, FORMER):
        assert not [name for name in names if name.endswith(ending)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("insert into calls.call", "insert into calls_new.call"),
        ('update "calls"."call" set', 'update calls_new."call" set'),
        (
            "select calls.call.at, other.calls.at",
            "select calls_new.call.at, other.calls.at",
        ),
        (
            "calls_old.call, recalls.call, $calls",
            "calls_old.call, recalls.call, $calls",
        ),
        ("from calls .call join calls", "from calls_new .call join calls"),
        ("select calls(calls.f(1))", "select calls(calls_new.f(1))"),
    ],
)
def test_only_what_stands_for_a_schema_is_redirected(said: str, meant: str) -> None:
    assert redirected(said, "calls", "calls_new") == meant
    assert redirected(said.encode(), "calls", "calls_new") == meant
