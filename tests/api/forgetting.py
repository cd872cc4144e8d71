"""Somebody who is to be forgotten, in all places where words about her can stand."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response

from domain.event import By, Role
from infrastructure.key_encryption import KeyEncryptionKey
from tests.api.complaining import complain, then
from tests.api.filing import attach, send
from tests.api.printing import issued
from tests.api.telling import HANDLING, party, told
from tests.ids import new_id
from tests.infrastructure.sealing_all import Sealing

CPR = "1503885014"
METTE = {"name": "Mette Rønnow", "cpr": CPR, "phone": "20 30 40 50"}
SECOND = By(id="D-0012", role=Role.CUSTODIAN, district=None)
KEK = KeyEncryptionKey(bytes(32))
SCAN = b"%PDF-1.7\nBrev til Ligusterhaven\n%%EOF\n"
# Each stands in another place, in words about her or in a narrative that tells of her.
WORDS = (
    "rønnow",
    "roennow",
    "20304050",
    "20 30 40",
    CPR,
    "fyrtårn",
    "fyrtaarn",
    "hindbær",
    "ligusterhaven",
    "svanesøen",
    "kastanje",
    "uglebo",
    "moster",
    "samtaleord",
)
DAY = {"from": "2026-01-01", "to": "2027-01-01"}
FIGURES = [
    ("/follow-ups/statistics", DAY),
    ("/registration-timeliness", DAY),
    ("/registration-quality", DAY),
    ("/publication/follow-ups", DAY),
    ("/publication/complaints", DAY),
    *[("/complaints/overview", DAY | {"by": by}) for by in ("district", "kind")],
    ("/complaints/overview", DAY | {"by": "category"}),
    *[
        ("/complaints/rate", DAY | {"numerator": which, "basis": basis})
        for which in ("criticised", "criticised_or_regrettable", "reversed")
        for basis in ("received", "concluded", "decided")
    ],
    ("/attention", {}),
    ("/daily-report", {"district": "1467", "date": "2026-11-22"}),
    ("/intake", {}),
    ("/follow-ups", {}),
    ("/complaints/clocks", {}),
]


@dataclass(frozen=True)
class Forgotten:
    """Ids of what there is, and `other` that nobody asked to forget."""

    citizen: str
    told: str  # a contact in which she is known
    unknown: str  # one in which she was nobody, until she was identified
    party: str  # in that
    complaint: str
    course: str
    sha256: str  # of its court print
    other: str


def filled(
    officer: TestClient, supervisor: TestClient, read_models: Callable[[], None]
) -> Forgotten:
    here = told(
        officer,
        narrative="Hun så ham ved fyrtårnet.",
        place="Hindbærvej 3",
        parties=[party(**METTE, address="Uglebo 7", email="moster@example.dk")],
    ).json()["id"]
    assert officer.post(
        f"/contacts/{here}/supplement-contact", json={"text": "Kastanjen er fældet."}
    ).is_success
    unknown = party("WITNESS", name="Mette fra Svanesøen")
    seen = told(officer, narrative="Et vidne så det.", parties=[unknown]).json()["id"]
    [known] = officer.get(f"/contacts/{here}", headers=HANDLING).json()["parties"]
    citizen = known["citizen"]
    command = {"party": unknown["id"], "citizen": citizen, "basis": "Legitimation"}
    assert officer.post(f"/contacts/{seen}/identify-party", json=command).is_success
    assert send(officer, here, SCAN).is_success
    assert attach(officer, here, SCAN, description="Ligusterhaven set fra").is_success
    [waiting] = [
        each
        for each in _now(officer, read_models, "/follow-ups").json()["items"]
        if each["contact"] == here
    ]
    talk = {"mode": "PHONE", "note": "Samtaleord om naboen"}
    follow_up = f"/follow-ups/{waiting['id']}"
    assert officer.post(f"{follow_up}/record-talk", json=talk).is_success
    complaint = _complaint(officer, supervisor, citizen)
    course, sha256 = _course(officer, citizen, here)
    other = told(officer, narrative="Vindmøllen er væltet.").json()["id"]
    read_models()
    return Forgotten(
        citizen, here, seen, unknown["id"], complaint, course, sha256, other
    )


def _now(client: TestClient, read_models: Callable[[], None], path: str) -> Response:
    read_models()
    return client.get(path)


def _complaint(officer: TestClient, supervisor: TestClient, citizen: str) -> str:
    who = {"id": str(new_id()), "citizen": citizen, "name": METTE["name"]}
    text = "Han talte grimt om min moster."
    complaint = complain(officer, complainant=who, text=text).json()["id"]
    for step in ("offer-note-procedure", "consent-to-note-procedure"):
        assert then(officer, complaint, step).is_success
    note = {"note": "Samtaleord er hørt.", "agrees": True}
    assert then(officer, complaint, "hold-note-procedure", **note).is_success
    return complaint


def _course(officer: TestClient, citizen: str, contact: str) -> tuple[str, str]:
    course = str(new_id())
    opened = {"victim": citizen, "district": "1467"}
    assert officer.put(f"/stalking-courses/{course}", json=opened).is_success
    path = f"/stalking-courses/{course}"
    link = {"contact": contact, "basis": "Samme parter"}
    assert officer.post(f"{path}/link-contact", json=link).is_success
    return course, issued(officer, path)["sha256"]


def asked_for(them: Forgotten, **more: Any) -> dict[str, Any]:
    return {
        "citizens": [them.citizen],
        "narratives": [them.told],
        "basis": "CITIZEN_REQUEST",
        "reference": "2026-0117",
    } | more


def request(client: TestClient, id: UUID | None = None, **body: Any) -> Response:
    return client.put(f"/erasures/{id or new_id()}", json=body)


def requested(client: TestClient, seal: Sealing, **body: Any) -> str:
    """The path of the erasure, when its request is sealed."""
    answer = request(client, **body)
    assert answer.status_code == 201, answer.text
    seal.sealer.catch_up()
    return f"/erasures/{answer.json()['id']}"


def destroy(client: TestClient, erasure: str, **headers: str) -> Response:
    return client.post(f"{erasure}/destroy-keys", json={}, headers=headers)


def figures(client: TestClient, authority: TestClient) -> str:
    """All that is counted, as it is answered; the position of the archive left out."""
    found = []
    for path, params in FIGURES:
        answer = client.get(path, params=params)
        if answer.status_code == 403:
            answer = authority.get(path, params=params)
        assert answer.status_code == 200, (path, answer.text)
        found.append(answer.json() | {"position": None})
    return json.dumps(found, indent=1)


def said_in(found: bytes) -> list[str]:
    """Which of the words it holds, as they are or in hexadecimal digits."""
    text = found.decode(errors="replace").lower()
    return [word for word in WORDS if word in text or word.encode().hex() in text]


class Stopped(Exception):
    """An erasure was interrupted, as a test asked for."""


def stop_after(step: str) -> Callable[[str], None]:
    def told(done: str) -> None:
        if done == step:
            raise Stopped

    return told
