"""Audits as tests draw them, and samples as anybody can work them out."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from domain.event import By, Role
from domain.supervision import DrawSample, RecordFinding, registration_audits

SUPERVISOR = By(id="L-1101", role=Role.SUPERVISOR, district="1467")
JUNE = {"seed": "Juni", "from": "2019-06-01", "to": "2019-07-01", "size": 5}


def newest(read_models: Any) -> int:
    return read_models.parts.registry.recorder.newest()


def audit(read_models: Any, **fields: Any) -> UUID:
    """Draws a sample at what is recorded by now."""
    id = read_models.new_id()
    asked = JUNE | {"position": newest(read_models)} | fields
    command = DrawSample.model_validate(asked)
    read_models.record(registration_audits, id, command, by=SUPERVISOR)
    return id


def find(read_models: Any, audit: UUID, contact: UUID, finding: str, **more) -> None:
    command = RecordFinding(contact=contact, finding=finding, **more)
    read_models.record(registration_audits, audit, command, by=SUPERVISOR)


def lots(seed: str, contacts: Iterable[UUID], size: int) -> list[UUID]:
    def lot(contact: UUID) -> bytes:
        return sha256(f"{seed}\n{contact}".encode()).digest()

    return sorted(contacts, key=lot)[:size]
