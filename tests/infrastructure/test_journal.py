"""A journal goes through the same door, a bad line is named, and exports are whole."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.composition import Parts
from domain.ids import follow_up_of
from domain.reactions import TOPICS
from infrastructure import journal
from infrastructure.journal import Journal, Outcome, export
from tests.domain.cast import CPR, VICTIM
from tests.fire.disks import MOUNTS
from tests.fire.power import forgetful_disk
from tests.fire.running import DISK
from tests.infrastructure.registering import METTE, all_stored, more, register, say
from tests.specification import NOW

TOLD = {
    "received_at": "2019-06-03T22:14:00+02:00",
    "channel": "PHONE_114",
    "district": "1467",
    "kind": "BURGLARY",
    "narrative": "Somebody was in the house.",
}
BY = {"id": "K-1147", "role": "OFFICER", "district": "1467"}
Write = Callable[..., Path]


def line(id: UUID, do: str = "RegisterContact", **told: Any) -> dict[str, Any]:
    command = TOLD | told if do == "RegisterContact" else told
    at = "2019-06-03T22:19:00+02:00"
    return {"at": at, "by": BY, "do": do, "id": str(id), "with": command}


@pytest.fixture
def write(tmp_path) -> Write:
    def write(*lines: dict[str, Any] | bytes, name: str = "journal") -> Path:
        file = tmp_path / f"{name}.jsonl"
        raw = [
            each if isinstance(each, bytes) else json.dumps(each).encode()
            for each in lines
        ]
        file.write_bytes(b"".join(each + b"\n" for each in raw))
        return file

    return write


def imported(parts: Parts, file: Path, **demo: bool) -> list[Outcome]:
    return list(Journal(parts.registry, TOPICS, **demo).read(file))


def test_a_bad_line_is_named_without_its_words_and_the_others_go_on(
    parts, write
) -> None:
    id, new = parts.new_id(), parts.new_id
    by_nobody = line(new()) | {"by": BY | {"role": "Mette"}}
    more_told = line(new()) | {"Mette": 1}
    deep = line(id, "CorrectContact", field="acts", old=[], reason="-")
    deep["with"]["new"] = [{"Mette": 1.5}]
    bad = {
        b'{"at": "Mette': "line: json_invalid",
        b"\xff\xfe Mette": "line: json_invalid",
        b"": "line: json_invalid",
        b"[" * 100_000: "line: json_invalid",
        b'"Mette"': "line: model_type",
        json.dumps(line(new(), "Mette")).encode(): "This command is not known.",
        json.dumps(line(new(), mette=1)).encode(): "line: extra_forbidden",
        json.dumps(more_told).encode(): "line: extra_forbidden",
        json.dumps(by_nobody).encode(): "by.role: enum",
        json.dumps(line(new()) | {"at": "2019-06-03T22:19:00"}).encode(): (
            "at: timezone_aware"
        ),
        json.dumps(line(UUID(int=4 << 76 | 2 << 62))).encode(): "id: uuid_version",
        json.dumps(
            line(new(), parties=[{"id": str(VICTIM), "role": "VICTIM", "cpr": "Mette"}])
        ).encode(): "parties.0.cpr: cpr",
        json.dumps(line(new(), received_at="2019-06-01T22:14:00+02:00")).encode(): (
            "It was received more than 24 hours ago: give a late_reason."
        ),
        json.dumps(line(new(), "WithdrawContact", reason="Mette")).encode(): (
            "There is nothing there."
        ),
    }
    lines = [line(id), *bad, json.dumps(deep).encode(), line(new())]
    outcomes = imported(parts, write(*lines))
    assert [outcome.line for outcome in outcomes] == [*range(1, len(bad) + 4)]
    assert outcomes[0].receipt
    assert outcomes[-1].receipt
    assert {o.line: o.reason for o in outcomes[1:-2]} == dict(
        enumerate(bad.values(), 2)
    )
    deepest = outcomes[-2].reason
    assert deepest
    assert deepest.startswith("new")
    assert "Mette" not in deepest
    assert len(all_stored(parts)) == 2


def test_a_repeated_import_records_nothing(parts, write, clock) -> None:
    id, duplicate = parts.new_id(), parts.new_id()
    file = write(
        line(id, parties=[{"id": str(VICTIM), "role": "VICTIM"}]),
        line(duplicate),
        line(id, "SupplementContact", text="More."),
        line(id, "SupplementContact", text="More."),  # said twice
        line(duplicate, "MarkDuplicate", of=str(id), reason="Same call"),
        b"no line",
    )
    first = imported(parts, file)
    before = all_stored(parts)
    clock.goes_on(days=400)
    again = imported(parts, file)
    assert all_stored(parts) == before
    assert [outcome.line for outcome in again] == [1, 2, 3, 4, 5, 6]
    for one, other in zip(first[:5], again[:5], strict=True):
        assert one.receipt
        assert other.receipt
        assert not one.receipt.repeated
        assert other.receipt.repeated
        assert other.receipt.model_dump() == one.receipt.model_dump()


def test_another_file_with_the_same_first_commands_records_none_of_them_again(
    parts, write
) -> None:
    one, other = line(parts.new_id()), line(parts.new_id())
    imported(parts, write(one, name="first"))
    again, new = imported(parts, write(one, other, name="second"))
    assert again.receipt
    assert again.receipt.repeated
    assert new.receipt
    assert not new.receipt.repeated


def test_the_request_names_the_file_and_the_line(parts, write) -> None:
    id = parts.new_id()
    imported(parts, write(b"no line", line(id)))
    request = parts.registry.history(id)[0].request
    assert request
    assert request.startswith("import:")
    assert request.endswith(":2")


def test_an_import_is_recorded_now_and_tells_when_it_was_registered(
    parts, write, clock
) -> None:
    clock.goes_on(days=2000)
    id = parts.new_id()
    victim = [{"id": str(VICTIM), "role": "VICTIM", "cpr": CPR}]
    imported(parts, write(line(id, parties=victim)))
    told = datetime.fromisoformat("2019-06-03T20:19:00+00:00")
    contact = parts.registry.history(id)[0]
    assert (contact.at, contact.stated_at) == (clock.now, told)
    citizen = contact.event.parties[0].citizen
    for thing in (follow_up_of(id), citizen):
        [effect] = parts.registry.history(thing)
        assert (effect.at, effect.stated_at) == (clock.now, told)
    [opened] = parts.registry.history(follow_up_of(id))
    assert str(opened.event.due) == "2019-06-10"  # by the time that is told


def test_a_demo_sets_its_clock_to_the_time_of_each_line(parts, write, clock) -> None:
    id = parts.new_id()
    file = write(line(id))
    clock.goes_on(days=2000)
    imported(parts, file, set_clock=True)
    [contact] = parts.registry.history(id)
    assert contact.at == NOW.at
    assert contact.stated_at is None


@pytest.mark.parametrize("set_clock", [True, False])
def test_what_is_late_is_late_by_the_time_of_the_line(
    parts, write, clock, set_clock
) -> None:
    late = line(parts.new_id()) | {"at": "2019-06-04T22:14:01+02:00"}
    in_time = line(parts.new_id()) | {"at": "2019-06-04T22:14:00+02:00"}
    clock.goes_on(days=2000)
    first, second = imported(parts, write(late, in_time), set_clock=set_clock)
    assert first.reason
    assert "late_reason" in first.reason
    assert second.receipt


def test_nobody_speaks_for_the_registry_or_from_the_future(parts, write, clock) -> None:
    registry = line(parts.new_id()) | {"by": BY | {"role": "REGISTRY"}}
    tomorrow = (clock.now + timedelta(days=1)).isoformat()
    early = line(parts.new_id(), received_at=tomorrow) | {"at": tomorrow}
    first, second = imported(parts, write(registry, early))
    assert first.reason
    assert first.reason.startswith("by: ")
    assert second.reason == "The time that the journal tells is ahead of the clock."


def test_a_long_journal_is_saved_in_parts_and_tells_how_far_it_is(parts, write) -> None:
    file = write(*(line(parts.new_id()) for _ in range(journal.BATCH + 30)))
    heard: list[int] = []
    outcomes = list(Journal(parts.registry, TOPICS).read(file, heard.append))
    assert [outcome.line for outcome in outcomes] == [*range(1, journal.BATCH + 31)]
    assert all(outcome.receipt for outcome in outcomes)
    assert len(heard) == 2
    assert sum(heard) == file.stat().st_size


def exported(parts: Parts, file: Path, *, with_words: bool) -> list[dict[str, Any]]:
    for _ in export(parts.registry, file, with_words=with_words):
        assert not file.exists()
    return [json.loads(each) for each in file.read_text("utf-8").splitlines()]


def test_an_export_holds_every_event_with_its_envelope(parts, tmp_path, write) -> None:
    id = parts.new_id()
    imported(parts, write(line(id)))
    register(parts, parties=(METTE,))
    lines = exported(parts, tmp_path / "all.jsonl", with_words=False)
    assert [each["position"] for each in lines] == [1, 2, 3, 4]
    assert lines[0]["id"] == str(id)
    assert lines[0]["stated_at"] == "2019-06-03T20:19:00.000000Z"
    assert "stated_at" not in lines[1]
    for each in lines:
        assert each.keys() >= {"version", "at", "by", "request", "body", "type"}
    assert lines[2]["type"] == "CitizenIdentified"
    assert lines[2]["by"]["id"] == "genfind"


def test_words_leave_only_when_they_are_asked_for_and_not_forgotten(
    parts, tmp_path
) -> None:
    kept, gone = register(parts).id, register(parts).id
    say(parts, kept, more("Ærø"))
    parts.keys.fence([gone])
    parts.keys.shred([gone])
    closed = exported(parts, tmp_path / "closed", with_words=False)
    opened = exported(parts, tmp_path / "opened", with_words=True)
    words = "Somebody stands outside."
    assert [e["event"].get("narrative") for e in closed] == [
        "sealed",
        "forgotten",
        None,
    ]
    assert [e["event"].get("narrative") for e in opened] == [words, "forgotten", None]
    assert [each[2]["event"]["text"] for each in (closed, opened)] == ["sealed", "Ærø"]
    assert "Somebody" not in (tmp_path / "closed").read_text()
    assert (tmp_path / "opened").stat().st_mode & 0o777 == 0o600


def test_an_export_never_takes_the_place_of_a_file(parts, tmp_path) -> None:
    register(parts)
    file = tmp_path / "there"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        exported(parts, file, with_words=False)
    running = export(parts.registry, other := tmp_path / "meanwhile", with_words=False)
    next(running)
    other.write_text("mine")
    with pytest.raises(FileExistsError):
        next(running)
    assert [each.read_text() for each in sorted(tmp_path.iterdir())] == ["mine"] * 2


@MOUNTS
def test_an_export_outlives_a_power_cut(parts) -> None:
    register(parts)
    folder = DISK / f"genfind-{parts.new_id()}"
    with forgetful_disk(folder) as power:
        file = folder / "all.jsonl"
        told = exported(parts, file, with_words=False)
        power.cut()
        power.on()
        assert [json.loads(each) for each in file.read_text().splitlines()] == told


def test_a_broken_export_leaves_nothing_behind(parts, tmp_path, as_admin) -> None:
    register(parts)
    running = export(parts.registry, tmp_path / "stopped", with_words=True)
    next(running)
    running.close()
    parts.keys._db.close()  # noqa: SLF001 - the database goes away
    with pytest.raises(Exception, match="pool"):
        exported(parts, tmp_path / "broken", with_words=True)
    assert list(tmp_path.iterdir()) == []
