"""No personal word leaves by the log, whoever writes to it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from infrastructure.log import SAFE, redact

ROOT = Path(__file__).parents[2]
WORDS = ["Mette", "1503885014"]
SAID = """
import asyncio, logging, sys
import structlog
from infrastructure.log import configure
configure()
log = structlog.get_logger()
"""
OURS = """
log.info("recorded", position=7, narrative="Mette", cpr="1503885014")
try:
    int("Mette")
except ValueError:
    log.exception("it failed", name="Mette")
"""
THEIRS = """
logging.getLogger("psycopg.pool").warning("error connecting in %r: %s", 1, "Mette")
logging.getLogger("uvicorn.error").info("for Mette")
library = logging.getLogger("library")
library.setLevel(logging.DEBUG)
library.debug("about Mette")
library.error("%d", "Mette")  # a mistake in their call
library.log(35, "Mette", stack_info=True)
try:
    try:
        int("Mette")
    except ValueError as error:
        raise KeyError("1503885014") from error
except KeyError:
    logging.getLogger("uvicorn.error").exception("Mette %s", "1503885014")
loop = asyncio.new_event_loop()
loop.call_exception_handler({"message": "Mette", "exception": ValueError("Mette")})
loop.close()
"""
SERVER = """
import socket, threading, time, urllib.request, uvicorn
from contextlib import suppress

async def app(scope, receive, send):
    raise ValueError("Mette 1503885014")

listening = socket.socket()
listening.bind(("127.0.0.1", 0))
config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
server = uvicorn.Server(config)
thread = threading.Thread(target=server.run, args=([listening],))
thread.start()
while not server.started:
    time.sleep(0.005)
address = f"http://127.0.0.1:{listening.getsockname()[1]}/Mette?cpr=1503885014"
with suppress(OSError):
    urllib.request.urlopen(address, timeout=10).read()
server.should_exit = True
thread.join()
"""


def lines_of(script: str) -> list[dict[str, Any]]:
    """What a process of its own writes to its log, which holds no words."""
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", SAID + script],
        capture_output=True, text=True, cwd=ROOT, check=True, timeout=60,
    )  # fmt: skip
    assert process.stdout == ""
    for word in WORDS:
        assert word not in process.stderr
    return [json.loads(line) for line in process.stderr.splitlines()]


def test_only_what_is_listed_as_safe_leaves() -> None:
    entry = {"event": "recorded", "position": 7, "narrative": "Mette", "exc_info": True}
    assert redact(None, "info", entry) == {
        "event": "recorded",
        "position": 7,
        "narrative": "withheld",
        "exc_info": "withheld",
    }
    assert not SAFE & {"name", "cpr", "text", "query", "narrative", "address", "phone"}


def test_our_own_lines_hold_no_words_also_when_something_fails() -> None:
    recorded, failed = lines_of(OURS)
    assert (recorded["event"], recorded["position"]) == ("recorded", 7)
    assert recorded["narrative"] == recorded["cpr"] == "withheld"
    assert (failed["level"], failed["exc_info"]) == ("error", "withheld")


def test_of_a_librarys_line_only_who_and_where_and_what_kind_leaves() -> None:
    lines = lines_of(THEIRS)
    told = [(line["event"], line["level"], line["error"]) for line in lines]
    assert told == [
        ("psycopg.pool", "warning", None),
        ("library", "error", None),
        ("library", "warning", None),
        ("uvicorn.error", "error", "KeyError"),
        ("asyncio", "error", "ValueError"),
    ]
    assert all(set(line) <= SAFE for line in lines)
    [frame] = lines[3]["frames"]
    assert frame.startswith("<string>:")


def test_an_error_that_escapes_from_the_api_is_told_without_its_words() -> None:
    [line] = lines_of(SERVER)
    assert (line["event"], line["error"]) == ("uvicorn.error", "ValueError")
    assert line["frames"][-1].startswith("<string>:")
    assert len(line["frames"]) > 1
