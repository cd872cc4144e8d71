"""What a receipt proves and what it does not, in sentences of one language or another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infrastructure.receipts import NotProved, Proved, Why


@dataclass(frozen=True)
class Language:
    """Its sentences, some of them with places to fill in."""

    proved: str
    provisional: str
    not_proved: str
    event: str
    when: str
    content: str
    state: str
    words: str
    seen: str
    alone: str
    leaf_only: str
    ended: str
    still_here: str
    lost: str
    not_what: Sequence[str]
    type_names: Mapping[str, str]
    fact_names: Mapping[str, str]
    fact_values: Mapping[str, Mapping[str, str]]  # by fact; without one, as written
    why: Mapping[Why, str]


@dataclass(frozen=True)
class Verdict:
    """`holds` with `provisional` where nobody but the log itself has signed."""

    heading: str
    holds: bool
    provisional: bool
    proved: Sequence[str]
    not_proved: Sequence[str]


def verdict(
    proved: Proved, language: Language, *, still_here: bool | None = None
) -> Verdict:
    """`still_here`: whether an event of a log that ended is among those that survived; None
    where its log goes on.
    """
    ended = [language.ended.format(origin=proved.origin)]
    ended += [language.still_here] if still_here else []
    return Verdict(
        heading=language.provisional if proved.provisional else language.proved,
        holds=True,
        provisional=proved.provisional,
        proved=[*_proved(proved, language), *(() if still_here is None else ended)],
        not_proved=[
            *([language.lost] if still_here is False else []),
            *_not_proved(proved, language),
        ],
    )


def refusal(no: NotProved, language: Language) -> Verdict:
    return Verdict(
        heading=language.not_proved,
        holds=False,
        provisional=False,
        proved=[],
        not_proved=[language.why[no.why]],
    )


def _proved(proved: Proved, language: Language) -> Iterator[str]:
    header = proved.header
    yield language.event.format(
        type=language.type_names.get(header.type, header.type),
        origin=proved.origin,
        number=proved.index + 1,
        size=proved.tree.size,
    )
    yield language.when.format(at=_utc(datetime.fromisoformat(header.at)))
    if facts := dict(_facts(proved.told.envelope, language)):
        told = ", ".join(f"{name} {value}" for name, value in facts.items())
        yield language.state.format(facts=told)
    for each in proved.told.words:
        yield language.words.format(field=each.field.lstrip("/"), text=each.text)
    yield language.content.format(sha256=header.state_sha256)
    for seen in proved.witnesses:
        yield language.seen.format(name=seen.name, at=_utc(seen.at))


def _not_proved(proved: Proved, language: Language) -> Iterator[str]:
    if proved.provisional:
        yield language.alone
    if not proved.told.state:
        yield language.leaf_only
    yield from language.not_what


def _facts(
    envelope: Mapping[str, Any], language: Language
) -> Iterator[tuple[str, str]]:
    """Those that have a name here."""
    by = envelope.get("by")
    told = {
        **(envelope["event"] if isinstance(envelope.get("event"), dict) else {}),
        "by": by.get("id") if isinstance(by, dict) else None,
    }
    for name, called in language.fact_names.items():
        if isinstance(value := told.get(name), str):
            yield called, language.fact_values.get(name, {}).get(value, value)


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
