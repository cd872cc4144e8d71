"""What is gathered is done in the order in which it was sent, as if sent one by one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import DataError, UndefinedTable, UniqueViolation
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from infrastructure.gathered import MOST, SESSIONS, Gathered, learn
from infrastructure.postgres import Database

Connection = psycopg.Connection[DictRow]
ID, WHEN = UUID(int=7), datetime(2019, 6, 3, 20, 19, 0, 120, UTC)
TABLES = """
drop schema if exists trial cascade;
create schema trial;
create table trial.line (n integer primary key, told text);
create table trial.sum (of_all integer not null);
insert into trial.sum values (0);
create table trial.kinds (
    id uuid, at timestamptz, day date, so boolean, told text, facts jsonb, nth bigint,
    keys text[], ids uuid[]
);
"""
EMPTY = "truncate trial.line; update trial.sum set of_all = 0"
KINDS = "insert into trial.kinds values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
EVERY_KIND: list[list[Any]] = [
    [ID, WHEN, date(2019, 6, 3), True, "100 % sikker; 'ja' {}\n\\", Jsonb({"æ": [1, None]}),
     2**40, ["a", 'b "c" \\', "d,e", ""], [ID]],
    [ID, None, None, False, "", Jsonb("told"), 0, [], []],
    [None, WHEN.replace(microsecond=0), date(1, 1, 1), None, None, None, None, None, None],
]  # fmt: skip


@pytest.fixture
def conn(addresses) -> Iterator[Connection]:
    with (
        Database(addresses.views, role="genfind_projector") as views,
        views.get_connection() as conn,
    ):
        conn.execute(TABLES)
        yield conn


def apply(conn: Connection, *sent: tuple[str, Any]) -> None:
    learn(conn)
    with conn.transaction(), conn.pipeline():
        gathered = Gathered(conn)
        for statement, values in sent:
            gathered.execute(statement, values)
        gathered.done()


def all_of(conn: Connection, table: str) -> list[dict[str, Any]]:
    return conn.execute(f"select * from trial.{table} order by 1").fetchall()


def learned(conn: Connection) -> set[str]:
    return set(SESSIONS[conn].known)


@pytest.mark.parametrize("values", EVERY_KIND)
def test_a_value_of_every_kind_arrives_as_it_would_alone(conn, values) -> None:
    conn.execute(KINDS, values)
    [alone] = all_of(conn, "kinds")
    conn.execute("truncate trial.kinds")
    apply(conn, (KINDS, EVERY_KIND[0]))
    assert KINDS not in learned(conn)
    apply(conn, (KINDS, values), (KINDS, values))
    assert KINDS in learned(conn)
    arrived = all_of(conn, "kinds")
    assert len(arrived) == 3
    assert arrived.count(alone) >= 2


def test_values_with_names_may_be_told_in_any_order_and_used_twice(conn) -> None:
    said = "insert into trial.line values (%(n)s, %(told)s || '%%' || %(told)s)"
    apply(conn, (said, {"n": 1, "told": "a"}))
    apply(conn, (said, {"told": "b", "n": 2, "besides": None}))
    assert said in learned(conn)
    assert [row["told"] for row in all_of(conn, "line")] == ["a%a", "b%b"]


def test_without_values_a_percent_sign_is_itself(conn) -> None:
    said = (
        "insert into trial.line select coalesce(max(n), 0) + 1, '%%s' from trial.line"
    )
    apply(conn, (said, None))
    apply(conn, (said, None), (said, None))
    assert said in learned(conn)
    assert [row["told"] for row in all_of(conn, "line")] == ["%%s"] * 3


numbers = st.integers(0, 5)
VALUES = {
    "insert into trial.line values (%s, 'new') on conflict (n) do nothing": st.tuples(
        numbers
    ),
    "update trial.line set told = told || %s where n = %s": st.tuples(
        numbers.map(str), numbers
    ),
    "delete from trial.line where n = %(n)s": st.fixed_dictionaries({"n": numbers}),
    "update trial.sum set of_all = of_all * 3 + (select count(*) from trial.line)": (
        st.none()
    ),
    "update trial.sum set of_all = (of_all + %s) %% 1009": st.tuples(numbers),
}
sent = st.one_of(st.tuples(st.just(each), values) for each, values in VALUES.items())


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(pages=st.lists(st.lists(sent, max_size=12), max_size=5))
def test_any_statements_in_any_order_come_to_the_same(conn, pages) -> None:
    conn.execute(EMPTY)
    for page in pages:
        apply(conn, *page)
    gathered = all_of(conn, "line"), all_of(conn, "sum")
    conn.execute(EMPTY)
    for page in pages:
        for statement, values in page:
            conn.execute(statement, values)
    assert (all_of(conn, "line"), all_of(conn, "sum")) == gathered


def test_more_than_fits_into_one_call_arrives_in_several(conn) -> None:
    said = ("insert into trial.line values (%s, 'x')", (0,))
    apply(conn, said)
    apply(conn, *((said[0], (n,)) for n in range(1, MOST + 1)))
    assert len(all_of(conn, "line")) == MOST + 1


def test_what_fails_undoes_all_and_what_was_learned_is_still_known(conn) -> None:
    said = "insert into trial.line values (%s, %s)"
    apply(conn, (said, (1, "a")))
    with pytest.raises(UniqueViolation):
        apply(conn, (said, (2, "b")), (said, (1, "again")))
    with pytest.raises(DataError, match="NUL"):
        apply(conn, (said, (3, "no\0text")))
    apply(conn, (said, (4, "\\u0000")))
    apply(conn, (said, (2, "b")))
    assert [row["told"] for row in all_of(conn, "line")] == ["a", "b", "\\u0000"]


def test_a_statement_whose_table_is_gone_fails_only_when_it_is_sent_again(conn) -> None:
    conn.execute("create table trial.passing (n integer)")
    passing = ("insert into trial.passing values (%s)", (1,))
    apply(conn, passing)
    conn.execute("drop table trial.passing")
    apply(conn, ("insert into trial.line values (%s, 'x')", (1,)))
    with pytest.raises(UndefinedTable):
        apply(conn, passing)
    assert passing[0] not in learned(conn)


def test_what_has_an_answer_is_sent_as_it_is(conn) -> None:
    for n in (1, 2, 3):
        apply(conn, ("select count(*) from trial.line where n < %s", (n,)))
        apply(conn, ("insert into trial.line values (%s, 'x') returning n", (n,)))
    assert not learned(conn)
    assert len(all_of(conn, "line")) == 3


def test_tables_made_anew_are_filled_as_the_former_ones_were(conn) -> None:
    said = "insert into trial.line values (%s, %s)"
    for n in range(20):
        apply(conn, (said, (n, "a")))
    conn.execute(TABLES)
    apply(conn, (said, (1, "b")))
    assert all_of(conn, "line") == [{"n": 1, "told": "b"}]
