"""Figures on a page, read as their tables show them."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from domain.complaint_kinds import Outcome
from domain.places import DISTRICTS
from tests.projections.complaining import concluded, tell

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
        on: date = date(2026, 3, 2),
        ended: date = date(2026, 5, 4),
        **more: object,
    ) -> None:
        told = (concluded(on, ended, outcome, **more) for _ in range(many))
        tell(parts, (step for each in told for step in each))
        parts.projector.wait_for(parts.registry.recorder.max_notification_id() or 0)

    return complained


@pytest.fixture
def a_country(complained) -> None:
    """All twelve districts are criticised in one of ten, and one in eight of ten."""
    for district in DISTRICTS:
        found = 8 if district == "1465" else 1
        complained(FOUND, found, district=district)
        complained(CLEAR, 10 - found, district=district)
