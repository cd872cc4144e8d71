"""The API describes itself completely, and its page loads nothing from elsewhere."""

import re

import pytest

from api.app import TOPICS
from api.description import EXAMPLES
from api.receipt_sending import SendReceipt
from api.searching import SearchContacts
from domain.break_glass import break_glass
from domain.reactions import TOPICS as DECIDERS
from tests.api.telling import told

BODIES = {"SearchContacts": SearchContacts, "SendReceipt": SendReceipt}
COMMANDS = {c.__name__: c for topic in (*DECIDERS, break_glass) for c in topic.commands}


@pytest.fixture
def description(nobody) -> dict:
    return nobody.get("/openapi.json").json()


PUBLISHED = {
    f"get {of}/{what}"
    for of in ("", "/archive/{number}")
    for what in ("checkpoint", "tile/{level}/{path}")
}


def operations(description: dict):
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_command_has_a_door_and_an_example():
    assert EXAMPLES.keys() == COMMANDS.keys() | BODIES.keys()
    assert len(TOPICS) == 24


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_a_body_that_is_taken(name):
    kind = (COMMANDS | BODIES)[name]
    kind.model_validate(EXAMPLES[name])


def test_every_door_says_what_it_is_for_and_what_can_go_wrong(description):
    for door, operation in operations(description):
        assert operation["summary"], door
        if "/health/" not in door:
            told = {"404"} if door in PUBLISHED else {"401", "403", "422"}
            assert {*told, "503"} <= operation["responses"].keys(), door
            assert bool(operation.get("security")) is (door not in PUBLISHED), door
        if "requestBody" in operation:
            for kind, body in operation["requestBody"]["content"].items():
                assert "example" in body or kind == "application/octet-stream", door
            assert {"400", "413", "415"} <= operation["responses"].keys(), door


def test_every_error_is_a_problem(description):
    for door, operation in operations(description):
        for status, answer in operation["responses"].items():
            if status >= "400" and "/health/" not in door:
                assert answer["content"].keys() == {"application/problem+json"}, door


def test_the_page_shows_every_door_and_loads_nothing_from_elsewhere(
    nobody, description
):
    answer = nobody.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", answer.text)
    for path in description["paths"]:
        assert path in answer.text


def test_metrics_count_without_words(officer, nobody):
    told(officer)
    told(officer, narrative=None)
    text = nobody.get("/metrics").text
    assert "genfind_events_appended_total 2.0" in text
    assert 'genfind_refusals_total{status="422"} 1.0' in text
    assert "knallert" not in text
