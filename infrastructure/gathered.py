"""Statements gathered, and done by one call in the order in which they were sent.

To send a statement costs more than to do it. Those that a session has sent before stand
in a function of its own, which goes through a list of them; what is not in it yet is
sent as it is, at its place in the order.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any, Self
from uuid import UUID
from weakref import WeakKeyDictionary

from psycopg import Connection, Cursor, DataError, ProgrammingError
from psycopg.abc import Params, Query
from psycopg.rows import DictRow
from psycopg.sql import Composable
from psycopg.types.json import Jsonb
from pydantic_core import to_json

MOST = 20_000  # values a call
PLACEHOLDER = re.compile(r"%(?:(%)|s|\((\w+)\)s)")
# What a value's class says of its type; of others PostgreSQL says it.
TYPES = {
    UUID: "uuid",
    bool: "boolean",
    datetime: "timestamptz",
    date: "date",
    Jsonb: "jsonb",
}
CALL = "select pg_temp.done_in_order(%s)"
# Plans are made while tables are small, and kept: none may read whole tables.
FUNCTION = """
create or replace function pg_temp.done_in_order(asked text) returns void
language plpgsql set enable_seqscan = off as $function$
#variable_conflict use_column
declare
    v_told text[] := array(select json_array_elements_text(asked::json));
    v_at integer := 1;
    v_what integer;
begin
    while v_at <= cardinality(v_told) loop
        v_what := v_told[v_at];
        v_at := v_at + 1;
        {}
    end loop;
end $function$
"""


@dataclass(frozen=True)
class Known:
    """A statement that the session's function can do."""

    number: int
    names: tuple[str, ...]  # of its values, if they have names
    body: str


@dataclass
class Learned:
    """What a session has sent before, and what is to go into its function next."""

    known: dict[str, Known] = field(default_factory=dict)
    heard: dict[str, Params | None] = field(default_factory=dict)


SESSIONS: WeakKeyDictionary[Connection[DictRow], Learned] = WeakKeyDictionary()


class Gathered(Cursor[DictRow]):
    """Answers nothing. Whoever has sent all calls `done`, in the same transaction."""

    def __init__(self, conn: Connection[DictRow]) -> None:
        super().__init__(conn)
        self._session = SESSIONS.setdefault(conn, Learned())
        self._told: list[object] = []

    def execute(
        self,
        query: Query,
        params: Params | None = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> Self:
        text = query if isinstance(query, str) else _text(query)
        if (known := self._session.known.get(text)) is None:
            self._session.heard.setdefault(text, params)
            self.done()
            return super().execute(text, params, prepare=prepare, binary=binary)
        self._told.append(known.number)
        self._told.extend(_values(params, known.names))
        if len(self._told) > MOST:
            self.done()
        return self

    def done(self) -> None:
        if self._told:
            told = to_json(self._told, fallback=_json).decode()
            if "\\u0000" in told and any("\0" in str(each) for each in self._told):
                # PostgreSQL would refuse it too, and log what stands around it.
                raise DataError("no text holds a NUL")
            self._told = []
            super().execute(CALL, (told,), prepare=True)


def learn(conn: Connection[DictRow]) -> None:
    """What was sent for the first time: call it when no transaction is open."""
    session = SESSIONS.setdefault(conn, Learned())
    if not session.heard:
        return
    known = dict(session.known)
    for text, params in session.heard.items():
        # If its tables are gone by now, whoever sends it again is told so.
        with suppress(ProgrammingError):
            if new := _known(conn, len(known), text, params):
                known[text] = new
    session.heard = {}
    if len(known) > len(session.known):
        bodies = [each.body for each in known.values()]
        conn.execute(FUNCTION.format(_one_of(bodies, 0)))
        session.known = known  # not before the function does them


def _known(
    conn: Connection[DictRow], number: int, text: str, params: Params | None
) -> Known | None:
    """None where it has an answer, which no function may leave unread."""
    names = tuple(dict.fromkeys(name for _, name in PLACEHOLDER.findall(text) if name))
    values = _values(params, names)

    def written(value: Callable[[int], str]) -> str:
        """With what stands for each value; percent signs are doubled beside values."""
        told = count()

        def found(each: re.Match[str]) -> str:
            percent, name = each.groups()
            if percent:
                return "%"
            return value(names.index(name) if name else next(told))

        return text if params is None else PLACEHOLDER.sub(found, text)

    types = _types(conn, written(lambda place: f"${place + 1}"), values)
    if types is None:
        return None
    done = written(lambda place: _typed(f"v_told[v_at + {place}]", types[place]))
    return Known(number, names, f"{done}; v_at := v_at + {len(values)};")


def _types(
    conn: Connection[DictRow], statement: str, values: Sequence[object]
) -> list[str] | None:
    """What PostgreSQL takes the values for; None of a statement that has an answer."""
    hints = ", ".join(TYPES.get(type(each), "unknown") for each in values)
    listed = f"({hints})" if hints else ""
    conn.execute(f"prepare learned {listed} as {statement}")
    [row] = conn.execute(
        "select parameter_types::text[] as types, result_types is not null as answers"
        " from pg_prepared_statements where name = 'learned'"
    ).fetchall()
    conn.execute("deallocate learned")
    return None if row["answers"] else row["types"]


def _typed(value: str, type_: str) -> str:
    if type_.endswith("[]"):
        items = f"array(select json_array_elements_text(({value})::json))::{type_}"
        return f"(case when ({value}) is not null then {items} end)"
    return f"({value})::{type_}"


def _one_of(bodies: Sequence[str], first: int) -> str:
    """Which of them is found in a few comparisons, however many there are."""
    if len(bodies) == 1:
        return bodies[0]
    half = len(bodies) // 2
    return (
        f"if v_what < {first + half} then {_one_of(bodies[:half], first)}"
        f" else {_one_of(bodies[half:], first + half)} end if;"
    )


def _text(query: Query) -> str:
    if isinstance(query, Composable):
        return query.as_string()
    return query.decode() if isinstance(query, bytes) else str(query)


def _values(params: Any, names: Sequence[str]) -> Sequence[object]:
    return [params[name] for name in names] if names else params or ()


def _json(value: object) -> str:
    if isinstance(value, Jsonb):
        return to_json(value.obj).decode()
    raise TypeError(f"no statement takes a {type(value).__name__}")
