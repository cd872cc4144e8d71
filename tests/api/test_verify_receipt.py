"""`genfind verify-receipt`: with a policy file, and nothing else of a registry."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import cli
from domain.policies import Policy
from domain.receipts import ToldOfEvent
from tests.infrastructure.receiving import (
    ALONE,
    BOTH,
    ID,
    LEAF,
    ONE_WITNESS,
    ORIGIN,
    OVERSIGHT,
    STATE,
    WORDS,
    receipt,
)

WHOLE = receipt(OVERSIGHT, told=ToldOfEvent(LEAF, STATE, (WORDS,)))


@pytest.fixture
def verify(tmp_path):
    def verify(receipt: str | bytes, policy: Policy | str, *more: str):
        file, relied_on = tmp_path / "kvittering.tlog-proof", tmp_path / "policy"
        file.write_bytes(receipt.encode() if isinstance(receipt, str) else receipt)
        relied_on.write_text(str(policy), encoding="utf-8")
        asked = ["verify-receipt", str(file), "--policy", str(relied_on), *more]
        return CliRunner().invoke(cli, asked)

    return verify


def test_it_says_in_danish_what_is_proved_and_what_is_not(verify):
    said = verify(WHOLE, ONE_WITNESS)
    assert said.exit_code == 0
    for sentence in (
        "Kvitteringen er ægte.",
        f"registrering af en henvendelse står i loggen {ORIGIN} som nr. 78 af 300",
        "2026-11-22 12:00:00 UTC",
        "art Stalking",
        "registreret af K-1147",
        "Hun er utryg.",
        "oversight.example/1 har set loggen",
        "Det beviser ikke:",
        "Hvem du er.",
        "At registrets ur gik rigtigt.",
    ):
        assert sentence in said.stdout, sentence


def test_or_in_english(verify):
    said = verify(receipt(OVERSIGHT), ONE_WITNESS, "--language", "en")
    assert said.exit_code == 0
    for sentence in (
        "The receipt is genuine.",
        "registration of a contact",
        "does not hold the event's content",
        "That what was told is true.",
    ):
        assert sentence in said.stdout, sentence
    assert str(ID) not in said.stdout


@pytest.mark.parametrize(
    ("language", "word"), [("da", "foreløbig"), ("en", "provisional")]
)
def test_what_nobody_else_has_witnessed_is_called_provisional(verify, language, word):
    said = verify(receipt(), ALONE, "--language", language)
    assert said.exit_code == 0
    assert word in said.stdout.splitlines()[0]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("text", "policy"),
    [
        (WHOLE.replace("index 77", "index 76"), ONE_WITNESS),
        (WHOLE, BOTH),
        (receipt(), ONE_WITNESS),
        ("Noget andet", ONE_WITNESS),
        (b"%PDF-1.7", ONE_WITNESS),
    ],
)
def test_what_does_not_hold_ends_with_one_and_says_why(verify, text, policy, language):
    said = verify(text, policy, "--language", language)
    assert said.exit_code == 1
    heading, _, _, why = said.stdout.splitlines()
    assert heading in {
        "Kvitteringen beviser ikke noget.",
        "The receipt proves nothing.",
    }
    assert why.startswith("- ")


def test_what_can_not_be_checked_ends_with_two(verify, tmp_path):
    assert verify(WHOLE, "log nobody").exit_code == 2
    assert "Line 1 of the policy" in verify(WHOLE, "log nobody").stderr
    assert verify(b"x" * 1_000_001, ALONE).exit_code == 2
    for asked in (
        ["verify-receipt", str(tmp_path / "policy")],
        ["verify-receipt", str(tmp_path / "no"), "--policy", str(tmp_path / "policy")],
        ["verify-receipt", str(tmp_path / "policy"), "--policy", str(tmp_path / "no")],
    ):
        said = CliRunner().invoke(cli, asked, env={"GENFIND_POLICY_FILE": ""})
        assert said.exit_code == 2
        assert said.stderr


OFFLINE = """
import sys
def none_of_it(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.bind"}:
        raise SystemExit(9)
    if event == "mkdir":
        raise SystemExit(8)
sys.addaudithook(none_of_it)
sys.argv = ["genfind", *sys.argv[1:]]
from api.cli import main
main()
"""


def test_it_needs_no_home_no_database_and_no_network(tmp_path):
    """In a process of its own, that ends should it open a connection or make a folder."""
    file, policy = tmp_path / "receipt", tmp_path / "policy"
    file.write_text(WHOLE, encoding="utf-8")
    policy.write_text(str(ONE_WITNESS), encoding="utf-8")
    asked = [sys.executable, "-c", OFFLINE, "verify-receipt", str(file)]
    said = subprocess.run(
        asked,
        env={"GENFIND_POLICY_FILE": str(policy), "HOME": str(tmp_path / "nowhere")},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert "Kvitteringen er ægte." in said.stdout
    assert not (tmp_path / "nowhere").exists()
