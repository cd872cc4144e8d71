"""Figures on a page, read as their tables show them."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import chain

import pytest

from domain.complaint_kinds import Outcome
from domain.places import DISTRICTS
from tests.projections.complaining import concluded, tell

CAME, ENDED = date(2026, 3, 2), date(2026, 5, 4)
FOUND, CLEAR = Outcome.CRITICISABLE, Outcome.NO_CRITICISM


def words(html: str) -> str:
    told = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return told.replace(" .", ".").replace(" ,", ",")


def rows(page: str, caption: str) -> dict[str, list[str]]:
    """Of the table with this caption, by the first cell of each row."""
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    [table] = [each for each in tables if f"<caption>{caption}</caption>" in each]
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL) for line in lines]
    told = [[words(cell) for cell in line] for line in cells if line]
    return {first: others for first, *others in told}


@pytest.fixture
def complained(parts, followed) -> Callable[..., None]:
    """So many complaints received on one day, and concluded on another or not at all."""

    def complained(
        outcome: Outcome | None = CLEAR,
        many: int = 1,
        *,
        on: date = CAME,
        ended: date = ENDED,
        **more: object,
    ) -> None:
        told = (concluded(on, ended, outcome, **more) for _ in range(many))
        tell(parts, chain.from_iterable(told))
        parts.projector.wait_for(parts.registry.recorder.max_notification_id() or 0)

    return complained


@pytest.fixture
def a_country(parts, followed) -> None:
    """All twelve districts are criticised in one of ten, and one in eight of ten."""
    outcomes = {
        district: [FOUND] * found + [CLEAR] * (10 - found)
        for district, found in (dict.fromkeys(DISTRICTS, 1) | {"1465": 8}).items()
    }
    told = (
        concluded(CAME, ENDED, outcome, district=district)
        for district, each in outcomes.items()
        for outcome in each
    )
    tell(parts, chain.from_iterable(told))
    parts.projector.wait_for(parts.registry.recorder.max_notification_id() or 0)
