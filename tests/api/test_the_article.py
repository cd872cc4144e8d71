"""The follow-up article's table, told to the registry and read at its door."""

import json
from random import Random
from uuid import UUID

import pytest

from domain.event import Role
from domain.ids import follow_up_of
from domain.reactions import TOPICS
from infrastructure.journal import Journal
from tests.article import MIDT_OG_VESTSJAELLAND, Outcomes, article, journal, write

HERE = MIDT_OG_VESTSJAELLAND


@pytest.fixture
def told(parts, read_models, tmp_path):
    def tell(table: dict[str, Outcomes]) -> list[dict]:
        file = tmp_path / "article.jsonl"
        write(file, journal(table))
        outcomes = Journal(parts.registry, TOPICS, set_clock=True).read(file)
        assert [each for each in outcomes if each.receipt is None] == []
        read_models()
        return [json.loads(line) for line in file.read_text().splitlines()]

    return tell


def statistics(client) -> tuple[dict, dict]:
    """The row of Midt- og Vestsjælland, and the total."""
    answer = client.get("/follow-ups/statistics?from=2019-01-01&to=2020-01-01").json()
    [row] = [row for row in answer["rows"] if row["district"] == HERE]
    return row, answer["total"]


def test_the_articles_table_comes_out_again(told, at_the_door, parts, read_models):
    lines = told(article())
    officer = at_the_door(Role.OFFICER, HERE)
    row, total = statistics(officer)
    assert total["registered"] == 6_355
    assert (row["registered"], row["by_phone"], row["in_person"]) == (1_178, 747, 213)
    assert (row["attempt_only"], row["reached"], row["reach_rate"]) == (218, 960, 81.5)
    assert row["share"] == 18.5
    assert total["registered"] - row["registered"] == 5_177

    attempted_only = next(
        line["id"]
        for line in lines
        if line["by"]["district"] == HERE and line["with"].get("kind") == "LEAFLET"
    )
    claimant = at_the_door(Role.OFFICER, HERE, "K-6747")
    path = f"/follow-ups/{attempted_only}"
    assert claimant.post(f"{path}/record-attempt", json={"kind": "PHONE"}).is_success
    read_models()
    assert statistics(officer) == (row, total)

    assert claimant.post(f"{path}/record-talk", json={"mode": "PHONE"}).is_success
    read_models()
    moved, still = statistics(officer)
    assert (moved["by_phone"], moved["in_person"]) == (748, 213)
    assert (moved["attempt_only"], moved["registered"]) == (217, 1_178)
    assert still["registered"] == 6_355


@pytest.mark.parametrize("seed", range(3))
def test_totals_drawn_at_random_come_out_again(told, at_the_door, seed):
    random = Random(seed)
    table = {
        code: Outcomes(*(random.randrange(12) for _ in range(3)))
        for code in (HERE, "1460", "1471")
    }
    told(table)
    answer = at_the_door(Role.AUTHORITY).get("/follow-ups/statistics").json()
    rows = {row["district"]: row for row in answer["rows"]}
    for code, outcomes in table.items():
        if outcomes.registered:
            row = rows[code]
            assert {name: row[name] for name in vars(outcomes)} == vars(outcomes)
            assert row["reached"] == outcomes.by_phone + outcomes.in_person
    total = sum(outcomes.registered for outcomes in table.values())
    assert answer["total"]["registered"] == total
    assert answer["definition"]


def test_the_follow_up_of_a_contact_is_known_beforehand(told, at_the_door):
    lines = told({HERE: Outcomes(1, 0, 0)})
    contact, follow_up = lines[0]["id"], lines[1]["id"]
    answer = at_the_door(Role.OFFICER).get(f"/follow-ups/{follow_up}").json()
    assert answer["contact"] == contact
    assert answer["cause"] == "RULE_1"
    assert str(follow_up_of(UUID(contact))) == follow_up
