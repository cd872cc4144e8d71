"""How tests of the doors send, attach and read files."""

from hashlib import sha256

from tests.api.telling import HANDLING

PDF = b"%PDF-1.7\nOpkaldsliste: 23 ubesvarede opkald\n%%EOF\n"


def digest(content: bytes = PDF) -> str:
    return sha256(content).hexdigest()


def send(client, contact, content=PDF, name=None, **headers):
    return client.put(
        f"/evidence/{name or digest(content)}",
        params={"contact": contact},
        content=content,
        headers=headers,
    )


def attach(client, contact, content=PDF, **change):
    command = {
        "annex": 1,
        "description": "Opkaldsliste fra hendes telefon",
        "sha256": digest(content),
        "size": len(content),
        "media_type": "application/pdf",
    }
    return client.post(f"/contacts/{contact}/attach-evidence", json=command | change)


def file(client, contact, annex=1, headers=HANDLING, **params):
    path = f"/contacts/{contact}/evidence/{annex}"
    return client.get(path, headers=headers, params=params)


def kept(parts) -> int:
    return len(list(parts.evidence.store.everything()))


def title(answer) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()["title"]
