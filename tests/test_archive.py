"""What was once written down can always be read: samples of each event, for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.break_glass import break_glass
from domain.disclosures import disclosures
from domain.event import Event
from domain.reactions import OF_ITS_OWN, TOPICS

SAMPLES = json.loads(Path(__file__).with_name("archive.json").read_text())
OURS = {
    name: kind
    for name, kind in Event.named.items()
    if kind.__module__.startswith("domain.")
}


def test_every_event_has_a_sample():
    assert SAMPLES.keys() == OURS.keys()


def test_every_event_belongs_to_a_topic():
    topics = [
        event
        for topic in (*TOPICS, *OF_ITS_OWN, disclosures, break_glass)
        for event in topic.events
    ]
    assert set(topics) == set(OURS.values())
    assert len(topics) == len(OURS)


@pytest.mark.parametrize(
    ("name", "sample"),
    [(name, sample) for name, samples in SAMPLES.items() for sample in samples],
)
def test_a_sample_is_still_readable(name: str, sample: dict):
    event = OURS[name].model_validate(sample)
    dumped = event.model_dump(mode="json")
    assert still_told(dumped, sample) == sample


def still_told(dumped: Any, sample: Any) -> Any:
    """Without the fields that are younger than the sample, however deep."""
    match sample:
        case dict():
            return {name: still_told(dumped[name], sample[name]) for name in sample}
        case list():
            return [still_told(*pair) for pair in zip(dumped, sample, strict=True)]
        case _:
            return dumped


@pytest.mark.parametrize("name", SAMPLES)
def test_optional_fields_have_samples_with_and_without_them(name: str):
    events = [OURS[name].model_validate(sample) for sample in SAMPLES[name]]
    for field, info in OURS[name].model_fields.items():
        if not info.is_required():
            left_out = {getattr(each, field) == info.default for each in events}
            assert left_out == {True, False}, field
