"""Real browsers, in which people are signed in."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    sync_playwright,
)

from api.demo_issuer import DEMO_PERSONS
from domain.event import By, Role
from tests.pages.serving import served

REFUSED = "Failed to load resource: the server responded with a status of 4"


def launched(playwright: Playwright) -> Browser:
    """Debian's, or else Playwright's own; without either: make tests."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox"] if os.geteuid() == 0 else [],
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def place() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as place:
        yield place


@pytest.fixture
def site(app, place, followed) -> Iterator[str]:
    """Where browsers find the pages."""
    with served(app, place):
        yield f"http://127.0.0.1:{place.getsockname()[1]}"


@dataclass
class Watched:
    """What a browser complained of, and whom it asked."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self.hosts.add(urlsplit(asked.url).netloc))

    @property
    def faults(self) -> list[str]:
        """Without the refusals that a page itself tells."""
        return [each for each in self.complaints if not each.startswith(REFUSED)]


@pytest.fixture
def window(chromium, site, parts) -> Iterator[Callable[..., Page]]:
    """Opens one for somebody; at the end no policy was hurt, and no other host asked."""
    opened: list[Watched] = []

    def window(
        role: Role = Role.OFFICER,
        path: str = "/",
        *,
        person: str | None = None,
        district: str | None = None,
        scripts: bool = True,
        **how: object,
    ) -> Page:
        known = DEMO_PERSONS[role]
        by = By(id=person or known.id, role=role, district=district or known.district)
        context = chromium.new_context(
            java_script_enabled=scripts, base_url=site, locale="da-DK", **how
        )
        context.add_cookies(
            [
                {
                    "name": "__Host-sid",
                    "value": parts.sessions.begin(by),
                    "url": site.replace("http:", "https:"),  # as its name asks for
                    "secure": True,
                    "httpOnly": True,
                }
            ]
        )
        watched = Watched(context)
        opened.append(watched)
        context.on("page", watched.watch)
        page = context.new_page()
        page.goto(path)
        return page

    yield window
    for each in opened:
        each.context.close()
    assert [fault for each in opened for fault in each.faults] == []
    assert {host for each in opened for host in each.hosts} <= {urlsplit(site).netloc}
