"""The example gateway as it is run: a process, a token, a registry that listens."""

import os
import subprocess
import sys

from domain.event import Role
from tests.fire.running import PATIENCE, ROOT


def run(*arguments: object, token: str | None = None):
    token_of_ours = {} if token is None else {"GATEWAY_TOKEN": token}
    others = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return subprocess.run(
        [sys.executable, "examples/gateway.py", *map(str, arguments)],
        cwd=ROOT,
        env=others | token_of_ours,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_calls_and_mails_come_in_from_another_process(running) -> None:
    token, registry = running.token(Role.GATEWAY), ("--registry", running.url)
    told = [
        ("TC1", "--calls", "examples/calls.csv"),
        ("mx1", "--mails", "examples/mails.mbox", "--district", "1467"),
    ]
    for said in ("observed", "known already"):
        for exchange, *what in told:
            done = run(*registry, "--exchange", exchange, *what, token=token)
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout.strip().endswith(said)
    running.wait_until_ready()
    with running.client(Role.SUPERVISOR) as supervisor:
        items = supervisor.get("/intake?open=true").json()["items"]
    assert [item["channel"] for item in items] == [
        *["PHONE_114"] * 2,
        *["PHONE_112"] * 2,
        *["EMAIL"] * 2,
    ]


def test_it_says_what_is_missing_and_tries_nothing(running, tmp_path) -> None:
    exchange, here = ("--exchange", "TC1"), ("--registry", running.url)
    calls = ("--calls", "examples/calls.csv")
    token = running.token(Role.GATEWAY)
    for arguments, why in (
        ((*here, *calls), "GATEWAY_TOKEN"),
        (("--registry", "http://registry.example", *calls), "https"),
    ):
        done = run(*exchange, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert why in done.stderr
    for what, why in (
        (("--calls", tmp_path / "none.csv"), "No such file"),
        (("--mails", tmp_path / "none", "--district", "1467"), "no such mailbox"),
        (("--mails", "examples/mails.mbox"), "--district"),
    ):
        done = run(*exchange, *here, *what, token=token)
        assert (done.returncode, done.stdout) == (2, "")
        assert why in done.stderr
        assert token not in done.stderr
