"""The sample journals, as tests tell them to the registry."""

from pathlib import Path

from api.composition import Parts
from domain.reactions import TOPICS
from infrastructure.journal import Journal, Outcome

SAMPLES = Path(__file__).parents[2] / "api" / "samples"
CONTACTS_2019 = SAMPLES / "contacts-2019.jsonl"
STALKING_2021 = SAMPLES / "stalking-2021.jsonl"


def load(parts: Parts, journal: Path) -> list[Outcome]:
    """Every line, at its own time, as in a demo home."""
    return list(Journal(parts.registry, TOPICS, set_clock=True).read(journal))


def ids(parts: Parts) -> dict[str, str]:
    """Contacts by their source number."""
    rows = parts.registry.recorder.select_notifications(0, 10_000)
    return {
        recorded.event.source: str(recorded.id)
        for recorded in parts.registry.mapper.to_domain_events(rows)
        if type(recorded.event).__name__ == "ContactRegistered"
    }
