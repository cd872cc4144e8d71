"""The follow-up article's table as a journal: 6,355 follow-ups, 1,178 of them in 1467.

The article itemises one district only; what it does not say about the others is filled
in here, so that their total is the article's.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from domain.ids import follow_up_of
from domain.places import DISTRICTS

BEGIN = datetime(2019, 1, 1, 8, tzinfo=UTC)
MIDT_OG_VESTSJAELLAND = "1467"
FIRST = [
    "Anne",
    "Bo",
    "Mette",
    "Søren",
    "Kirsten",
    "Lars",
    "Åse",
    "Ole",
    "Inge",
    "Niels",
]
LAST = [
    "Jensen",
    "Nielsen",
    "Rønnow",
    "Kjær",
    "Ågård",
    "Holm",
    "Bækgaard",
    "Østergaard",
]
WORDS = [
    "indbrud",
    "vindue",
    "smykker",
    "hæveautomat",
    "have",
    "cykel",
    "nabo",
    "råb",
    "stige",
    "nat",
]


@dataclass(frozen=True)
class Outcomes:
    """How many follow-ups of one district ended in each way."""

    by_phone: int
    in_person: int
    attempt_only: int

    @property
    def registered(self) -> int:
        return self.by_phone + self.in_person + self.attempt_only


def article() -> dict[str, Outcomes]:
    others = [code for code in DISTRICTS if code != MIDT_OG_VESTSJAELLAND]
    share, rest = divmod(6_355 - 1_178, len(others))
    counts = {code: share + (place < rest) for place, code in enumerate(others)}
    return {MIDT_OG_VESTSJAELLAND: Outcomes(747, 213, 218)} | {
        code: Outcomes(n - n // 3 - n // 5, n // 5, n // 3)
        for code, n in counts.items()
    }


def journal(table: Mapping[str, Outcomes], seed: int = 1) -> Iterator[dict[str, Any]]:
    """Registered, claimed, called on until reached or given up: some 3.6 commands each."""
    random = Random(seed)
    endings = [
        (district, ending)
        for district, outcomes in table.items()
        for ending, count in vars(outcomes).items()
        for _ in range(count)
    ]
    random.shuffle(endings)
    for place, (district, ending) in enumerate(endings):
        at = BEGIN + timedelta(minutes=20 * place)
        yield from _followed_up(random, district, ending, at)


def write(file: Path, lines: Iterator[dict[str, Any]]) -> int:
    """In order of time; the number of lines."""
    ordered = sorted(lines, key=lambda line: line["at"])
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ordered)
    file.write_text(text, encoding="utf-8")
    return len(ordered)


def _followed_up(
    random: Random, district: str, ending: str, at: datetime
) -> Iterator[dict[str, Any]]:
    contact = _id(random, at)
    by = {"id": f"K-{district[2:]}47", "role": "OFFICER", "district": district}

    def line(minutes: int, do: str, id: UUID, **command: Any) -> dict[str, Any]:
        when = at + timedelta(minutes=minutes)
        return {
            "at": when.isoformat(),
            "by": by,
            "do": do,
            "id": str(id),
            "with": command,
        }

    yield line(
        0,
        "RegisterContact",
        contact,
        received_at=(at - timedelta(minutes=4)).isoformat(),
        channel="PHONE_114",
        district=district,
        kind="BURGLARY",
        narrative=f"Indbrud: {' '.join(random.choices(WORDS, k=20))}.",
        feels_unsafe=True,
        parties=[_victim(random, at)],
    )
    follow_up = follow_up_of(contact)
    yield line(600, "ClaimFollowUp", follow_up)
    if random.random() < 0.6:
        yield line(610, "RecordAttempt", follow_up, kind="PHONE")
    match ending:
        case "by_phone":
            yield line(700, "RecordTalk", follow_up, mode="PHONE", safer=True)
        case "in_person":
            yield line(700, "RecordTalk", follow_up, mode="IN_PERSON", solved=False)
        case "attempt_only":
            yield line(700, "RecordAttempt", follow_up, kind="LEAFLET")


def _victim(random: Random, at: datetime) -> dict[str, Any]:
    return {
        "id": str(_id(random, at)),
        "role": "VICTIM",
        "name": f"{random.choice(FIRST)} {random.choice(LAST)}",
        "phone": f"+45 {random.randrange(20_000_000, 99_999_999)}",
    }


def _id(random: Random, at: datetime) -> UUID:
    """A UUIDv7 of that time, the same at every run."""
    bits = int(at.timestamp() * 1000) << 80 | random.getrandbits(80)
    return UUID(int=bits & ~(0xF000 << 64 | 3 << 62) | 7 << 76 | 2 << 62)
