"""Whether the written word is still true."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template
from xml.etree import ElementTree as ET

import pytest
import typer.main
from uuid_utils.compat import uuid7

from api.cli import cli
from domain.kinds import Patrol
from domain.registration import RegisterContact
from infrastructure.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = (
    "domain",
    "projections",
    "infrastructure",
    "api",
    "tests",
    "docs",
    "deploy",
    "examples",
)
PLAIN = {
    ".css",
    ".js",
    ".py",
    ".md",
    ".sql",
    ".toml",
    ".txt",
    ".yml",
    ".json",
    ".svg",
    ".html",
}
NAMED = {"Makefile", "Dockerfile", ".dockerignore", ".gitignore"}
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives"]

LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
HOST = re.compile(r"https?://([\w.-]*\w)")
# This machine, machines of our own, names kept free for examples, and two that are no more
# than names.
HARMLESS = re.compile(
    r"localhost|127\.[\d.]+|0\.0\.0\.0|etcd-[abc]|([\w-]+\.)*(example|test|invalid)|([\w-]+\.)*example\.(org|com)"
    r"|www\.w3\.org|keepachangelog\.com"
)
OWN_PLACE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt)/\w|\.\./share[d]/")


def texts() -> Iterator[Path]:
    yield from (p for p in ROOT.iterdir() if p.suffix in PLAIN or p.name in NAMED)
    yield ROOT / ".ci/run"
    for room in ROOMS:
        yield from (
            path
            for path in (ROOT / room).rglob("*")
            if path.suffix in PLAIN and "node_modules" not in path.parts
        )


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def words_after(command: str, text: str) -> set[str]:
    """First arguments of this command wherever it stands as code."""
    code = "\n".join(CODE.findall(text))
    return set(re.findall(rf"(?<![\w-]){command} +([a-z][\w-]*)", code))


def test_every_setting_is_explained_and_no_other():
    explained = set(re.findall(r"GENFIND_\w+", read(ROOT / "docs/operations.md")))

    assert explained - {"GENFIND_"} == {
        f"GENFIND_{name}".upper() for name in Settings.model_fields
    }


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path):
    links = [link for link in LINK.findall(read(page)) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_is_named_exists(page: Path):
    commands = set(typer.main.get_command(cli).commands)
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))

    assert words_after("genfind", read(page)) <= commands
    assert words_after("make", read(page)) <= targets


def test_containers_run_commands_that_exist():
    commands = set(typer.main.get_command(cli).commands)
    run = re.findall(r"\[genfind, (\w+)", read(ROOT / "docker-compose.yml"))
    run += re.findall(r'\["genfind", "(\w+)"', read(ROOT / "Dockerfile"))

    assert run
    assert set(run) <= commands


@pytest.mark.parametrize("page", DECISIONS, ids=named)
def test_a_decision_tells_its_reasons_on_one_page(page: Path):
    text = read(page)

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert len(text.split()) < 600


def test_decisions_are_numbered_without_gaps():
    numbers = [int(page.name[:4]) for page in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))


def test_the_contact_of_the_walk_can_be_registered():
    [body] = re.findall(r"<<END\n(.*?)\nEND", read(ROOT / "README.md"), re.DOTALL)
    told = Template(body).substitute(PARTY=uuid7(), NOW="2026-03-02T11:00:00Z")
    command = RegisterContact.model_validate_json(told)

    assert command.feels_unsafe  # so that a follow-up opens, as the walk says
    assert command.patrol is Patrol.NO_UNIT_AVAILABLE


def test_the_picture_can_be_read_aloud():
    picture = ET.parse(ROOT / "docs/flow.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"

    assert picture.attrib["aria-labelledby"] == "title desc"
    assert all(picture.findtext(f"{space}{name}") for name in ("title", "desc"))


def test_assets_are_locked_by_checksum_and_without_addresses():
    lock = read(ROOT / "api/pages/package-lock.json")
    packages = json.loads(lock)["packages"]

    assert "://" not in lock
    assert "resolved" not in lock
    assert all(each.get("integrity") for name, each in packages.items() if name)


def test_no_file_names_a_strange_host_or_somebodys_folder():
    found = {
        named(path): strange
        for path in texts()
        if (
            strange := [
                *(
                    host
                    for host in HOST.findall(read(path))
                    if not HARMLESS.fullmatch(host)
                ),
                *OWN_PLACE.findall(read(path)),
            ]
        )
    }

    assert found == {}
