"""The example gateway tells of every call and mail once, and nothing of what they say."""

import re
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from domain.event import Role
from domain.ids import time_of
from examples.gateway import NotTried, calls, mails, tell

EXAMPLES = Path(__file__).parents[2] / "examples"
CALLS, MAILS = EXAMPLES / "calls.csv", EXAMPLES / "mails.mbox"
HEADER = "call_id,started_at,called,district\n"
CALL = "TC1-1,2026-11-22T12:14:00+01:00,114,1467\n"
MAIL = """From somebody@example.dk Sun Nov 22 11:14:00 2026
Received: by mx.example; {received}
{more}From: Birthe Holm <birthe@example.dk>
Subject: Han er her igen

Kom hurtigt.

"""


@pytest.fixture
def gateway(at_the_door):
    return at_the_door(Role.GATEWAY)


@pytest.fixture
def listed(supervisor, read_models):
    def listed():
        read_models()
        return supervisor.get("/intake").json()["items"]

    return listed


def written(path: Path, *parts: str) -> Path:
    path.write_text("".join(parts), encoding="utf-8")
    return path


def test_every_call_is_observed_and_a_second_run_observes_nothing(
    gateway, listed, capsys
):
    for said in ("4 observed\n", "4 known already\n"):
        assert tell(gateway, "TC1", calls(CALLS)) == 0
        assert capsys.readouterr() == (said, "")
    first, *_, last = listed()
    assert len(listed()) == 4
    assert (first["source"], first["channel"]) == ("TC1-20190603-0041", "PHONE_114")
    assert (first["district"], first["at"]) == ("1467", "2019-06-03T20:14:00Z")
    assert (last["channel"], last["district"]) == ("PHONE_112", "1471")
    id = UUID(first["id"])
    assert (id.version, time_of(id).isoformat()) == (7, "2019-06-03T20:14:00+00:00")


def test_two_exchanges_may_give_their_calls_the_same_ids(gateway, listed):
    for exchange in ("TC1", "TC2"):
        assert tell(gateway, exchange, calls(CALLS)) == 0
    assert len(listed()) == 8


def test_every_mail_is_observed_when_our_own_server_received_it(
    gateway, listed, capsys
):
    for said in ("2 observed\n", "2 known already\n"):
        assert tell(gateway, "mx1", mails(MAILS, "1467")) == 0
        assert capsys.readouterr() == (said, "")
    first, second = listed()
    assert (first["channel"], first["at"]) == ("EMAIL", "2019-06-07T06:45:12Z")
    assert len({first["source"], second["source"]}) == 2
    assert all(len(item["source"]) == 64 for item in (first, second))


def test_nothing_leaves_the_gateway_that_says_who_or_what(gateway, parts):
    tell(gateway, "TC1", calls(CALLS))
    tell(gateway, "mx1", mails(MAILS, "1467"))
    rows = parts.registry.recorder.select_notifications(1, 100)
    stored = b"".join(row.state for row in rows)
    assert len(rows) == 6
    for words in (b"+45", b"00 00", b"Birthe", b"birthe", b"example.dk", b"noget"):
        assert words not in stored


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ('"TC1-2,2026-11-22T12:14:00+01:00,114,1467\n', "the quotes or commas"),
        ("TC1-2,2026-11-22T12:14:00+01:00,114\n", "more or fewer columns"),
        ("TC1-2,2026-11-22T12:14:00+01:00,72588888,1467\n", "neither 112 nor 114"),
        ("TC1-2,2026-11-22T12:14:00,114,1467\n", "the time has no zone"),
        ("TC1-2,Birthe,114,1467\n", "the time can't be read"),
        ("TC1-2,1969-11-22T12:14:00+01:00,114,1467\n", "before 1970"),
        ("TC1-2,2026-11-22T12:14:00+01:00,114,1472\n", "422: .*district"),
        ("Birthe Holm,2026-11-22T12:14:00+01:00,114,1467\n", "422: .*source"),
        ("TC1-2,2026-11-24T12:14:00+01:00,114,1467\n", "409: The id is more than"),
    ],
)
def test_a_bad_line_is_named_without_its_words_and_the_others_go_on(
    gateway, listed, tmp_path, capsys, line, because
):
    file = written(tmp_path / "calls.csv", HEADER, line, "\n", CALL)
    assert tell(gateway, "TC1", calls(file)) == 1
    said, why = capsys.readouterr()
    assert said == "1 not taken, 1 observed\n"
    assert re.match(f"line 2: .*{because}", why)
    assert [item["source"] for item in listed()] == ["TC1-1"]
    assert not {"TC1-2", "Birthe", "72588888"} & set(why.replace(",", " ").split())


def test_danish_spreadsheets_part_columns_by_semicolons(gateway, tmp_path):
    rows = (HEADER + CALL).replace(",", ";")
    file = written(tmp_path / "calls.csv", "\ufeff", rows)
    assert tell(gateway, "TC1", calls(file)) == 0


def test_without_its_columns_a_file_is_not_even_begun(gateway, tmp_path):
    for content in ("", "call_id,started_at,caller\n"):
        file = written(tmp_path / "calls.csv", content)
        with pytest.raises(NotTried, match="started_at"):
            tell(gateway, "TC1", calls(file))


def test_a_mail_without_a_time_is_named_and_one_without_an_id_is_observed(
    gateway, listed, tmp_path, capsys
):
    never = MAIL.format(received="never", more="Message-ID: <1@example.dk>\n")
    nameless = MAIL.format(received="Sun, 22 Nov 2026 11:14:00 -0000", more="")
    box = written(tmp_path / "mails", never, nameless)
    for _ in range(2):
        assert tell(gateway, "mx1", mails(box, "1467")) == 1
        assert "mail 1: the time can't be read\n" in capsys.readouterr().err
    [item] = listed()
    assert item["at"] == "2026-11-22T11:14:00Z"


def test_whoever_is_not_the_gateway_is_told_at_once(officer, nobody):
    for client in (officer, nobody):
        with pytest.raises(NotTried, match="GATEWAY"):
            tell(client, "TC1", calls(CALLS))


class Shaky:
    """A line to the registry on which every other answer is lost."""

    def __init__(self, client) -> None:
        self._client, self._sent = client, 0

    def put(self, path, **more):
        self._sent += 1
        answer = self._client.put(path, **more)
        if self._sent % 2:
            raise httpx2.ReadTimeout("lost")
        return answer


def test_what_was_not_confirmed_is_sent_again_and_observed_once(gateway, listed):
    assert tell(Shaky(gateway), "TC1", calls(CALLS), pauses=(0,)) == 0
    assert len(listed()) == 4


def test_a_registry_that_never_confirms_is_left_for_later(gateway):
    with pytest.raises(NotTried, match="later"):
        tell(Shaky(gateway), "TC1", calls(CALLS), pauses=())
