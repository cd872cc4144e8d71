"""A browser without JavaScript, as far as a test needs one."""

from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

HOST = "https://localhost"
CHOSEN = {"radio", "checkbox"}  # sent only if they are
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Forms(HTMLParser):
    """What a browser would send for each form, if nothing were typed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        told = dict(attributes)
        if tag == "form":
            self.forms.append((told["action"], {}))
        elif tag == "select":
            self._select = told["name"]
        elif tag == "option":
            fields, name = self.forms[-1][1], self._select or ""
            if "selected" in told or name not in fields:
                fields[name] = told["value"]
        elif tag == "textarea" or (tag == "input" and told.get("type") not in CHOSEN):
            self.forms[-1][1][told["name"]] = told.get("value") or ""
        elif tag == "input" and "checked" in told:
            self.forms[-1][1][told["name"]] = told["value"]


def form(page: Response, ending: str) -> tuple[str, dict[str, str]]:
    """Address and fields of the first form whose address ends so."""
    return next(f for f in Forms(page.text).forms if f[0].endswith(ending))


def press(browser: TestClient, page: Response, ending: str, **typed: str) -> Response:
    """Sends that form as plain HTML would."""
    action, fields = form(page, ending)
    return browser.post(action, data=fields | typed)


def opened(browser: TestClient, view: str = "kredsen") -> Response:
    return browser.get("/opfoelgning", params={"vis": view})
