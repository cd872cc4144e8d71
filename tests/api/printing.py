"""How tests of the doors make, issue and read court prints."""

from io import BytesIO
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from pypdf import PageObject, PdfReader

from tests.api.telling import HANDLING


def draft(client: TestClient, course: str, for_: str = "OWN_USE") -> dict[str, Any]:
    answer = client.get(
        f"{course}/court-prints/draft", params={"for": for_}, headers=HANDLING
    )
    assert answer.status_code == 200
    return answer.json()


def issue(client: TestClient, course: str, body: Any, **headers: str) -> Response:
    return client.post(f"{course}/issue-court-print", json=body, headers=headers)


def issued(client: TestClient, course: str, for_: str = "OWN_USE") -> dict[str, Any]:
    body = draft(client, course, for_)
    assert issue(client, course, body).status_code == 201
    return body


def download(client: TestClient, course: str, sha256: str) -> Response:
    return client.get(f"{course}/court-prints/{sha256}", headers=HANDLING)


def text_of(pdf: bytes) -> str:
    """Without the breaks of its lines, and those that let a long word be broken."""
    pages = PdfReader(BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\u200b", "").split())


def metadata_of(pdf: bytes) -> str:
    """Both kinds, as they stand in the file."""
    reader = PdfReader(BytesIO(pdf))
    packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    return f"{reader.metadata} {packet}"


def read_aloud(pdf: bytes) -> str:
    """Without any space: where a word is broken in two, it is found nevertheless."""
    return "".join(text_of(pdf).split())


def places_of(page: PageObject) -> list[tuple[str, float, float]]:
    """Each piece of text with where it begins: points from the left, and from below."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            found.append((text, cm[4] + tm[4], cm[5] + tm[5]))

    page.extract_text(visitor_text=visit)
    return found
