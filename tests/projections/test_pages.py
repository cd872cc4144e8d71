"""Cursors lead on from the last item shown, and nothing else passes for one."""

from datetime import UTC
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, TypeAdapter

from domain.event import Frozen
from projections.pages import BadCursor, cursor_of, key_of, page_of

KEY = TypeAdapter(tuple[bool, AwareDatetime, UUID])
moments = st.datetimes(timezones=st.just(UTC))


class Letter(Frozen):
    letter: str


ROWS = [{"letter": letter} for letter in "abc"]


@given(st.tuples(st.booleans(), moments, st.uuids()))
def test_a_cursor_gives_its_sort_key_back(key):
    assert key_of(cursor_of(key), KEY) == key


@given(st.text())
def test_any_other_text_is_no_cursor(text):
    with pytest.raises(BadCursor):
        key_of(text, KEY)


@pytest.mark.parametrize(
    "key",
    [
        (),
        (True,),
        ("true", "2019-06-03T22:14:00Z", "016b1efa-2b40-7f8b-b3c6-5f69f63d77ba"),
        (True, "2019-06-03T22:14:00", "016b1efa-2b40-7f8b-b3c6-5f69f63d77ba"),
        (True, 1559600040, "016b1efa-2b40-7f8b-b3c6-5f69f63d77ba"),
    ],
)
def test_the_cursor_of_another_list_is_refused(key):
    with pytest.raises(BadCursor):
        key_of(cursor_of(key), KEY)


def test_a_cursor_never_carries_nul_to_the_database():
    with pytest.raises(BadCursor):
        key_of(cursor_of(("\0",)), TypeAdapter(tuple[str]))


def test_a_page_leads_on_while_there_is_more():
    page = page_of(ROWS, 2, ["letter"], lambda row: Letter(**row))
    assert [item.letter for item in page.items] == ["a", "b"]
    assert page.next == cursor_of(("b",))


def test_the_last_page_leads_nowhere():
    assert page_of(ROWS, 3, ["letter"], lambda row: Letter(**row)).next is None
    assert page_of([], 3, ["letter"], lambda row: Letter(**row)).next is None
