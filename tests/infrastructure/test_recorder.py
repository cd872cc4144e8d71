"""Calls of one process share a commit, and each keeps its own result."""

from collections.abc import Iterator
from threading import Thread
from time import monotonic
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import (
    DataError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
)

from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from tests.infrastructure.appending import (
    event,
    held,
    recording,
    together,
    until,
    wait_for_the_lock,
)


@pytest.fixture
def recorder(addresses) -> Iterator[GroupCommitRecorder]:
    with recording(addresses.archive) as recorder:
        yield recorder


def conflicts(outcomes: list[object]) -> list[bool]:
    return [isinstance(outcome, IntegrityError) for outcome in outcomes]


def test_each_save_of_a_merged_batch_keeps_its_own_result(
    recorder, addresses, as_admin
) -> None:
    stored, twice = event(), uuid4()
    recorder.insert_events([stored])
    before = recorder.batch_count
    outcomes = together(
        recorder,
        as_admin.archive,
        [event()],
        [event(), event()],
        [stored],
        [event()],
        [event(), stored, event()],
        [event(twice)],
        [event(twice)],
    )
    assert conflicts(outcomes) == [False, False, True, False, True, False, True]
    assert outcomes[:2] == [[3], [4, 5]]
    assert recorder.batch_count == before + 4  # equal keys are never in one batch
    assert recorder.max_notification_id() == 7


def test_a_refused_save_does_not_drag_another_one_down(recorder, as_admin) -> None:
    stored, wanted = event(), event()
    recorder.insert_events([stored])
    outcomes = together(recorder, as_admin.archive, [stored, wanted], [wanted])
    assert conflicts(outcomes) == [True, False]


def test_a_conflict_uses_up_no_position(recorder) -> None:
    stored = event()
    recorder.insert_events([stored])
    with pytest.raises(IntegrityError):
        recorder.insert_events([stored])
    assert recorder.insert_events([event()]) == [2]


def test_a_bad_event_fails_alone(recorder, as_admin) -> None:
    outcomes = together(
        recorder,
        as_admin.archive,
        [event()],
        [event(topic="NUL\0")],
        [event()],
        [event(version=2**70)],
        [event(originator_id="no uuid")],
        [event(version=0)],
        [event()],
    )
    good = [outcome for outcome in outcomes if isinstance(outcome, list)]
    assert good == [outcomes[0], outcomes[2], outcomes[6]]
    assert all(
        isinstance(outcome, DataError | IntegrityError | ProgrammingError)
        for outcome in outcomes
        if outcome not in good
    )


def test_one_save_holds_a_version_only_once(recorder) -> None:
    twice = event()
    with pytest.raises(IntegrityError, match="twice"):
        recorder.insert_events([twice, twice])


def test_a_large_batch_is_split_between_calls_but_never_within_one(
    recorder, as_admin
) -> None:
    recorder.max_batch_events = 3
    outcomes = together(
        recorder, as_admin.archive, *([event(), event()] for _ in range(3))
    )
    assert outcomes == [[2, 3], [4, 5], [6, 7]]
    assert recorder.batch_count == 4


def test_a_stuck_log_ends_in_an_error_and_the_next_append_works(
    recorder, as_admin
) -> None:
    with psycopg.connect(as_admin.archive, autocommit=True) as conn:
        conn.execute(
            "ALTER FUNCTION archive.append_stored_events SET lock_timeout = '200ms'"
        )
    with held(as_admin.archive):
        began = monotonic()
        with pytest.raises(OperationalError, match="lock timeout"):
            recorder.insert_events([event()])
        assert monotonic() - began < 2
    assert recorder.insert_events([event()]) == [1]


def test_whoever_waits_for_a_batch_that_gets_no_answer_is_told_so(
    recorder, as_admin
) -> None:
    recorder.patience = 0.1
    with held(as_admin.archive) as holder:
        leader = Thread(target=recorder.insert_events, args=([event()],))
        leader.start()
        wait_for_the_lock(holder)
        with pytest.raises(OperationalError, match="outcome unknown"):
            recorder.insert_events([event()])
    leader.join()
    assert recorder.insert_events([event()]) == [2]


def test_what_the_archive_cannot_answer_is_said_at_once(recorder) -> None:
    with pytest.raises(ProgrammingError, match="tracking"):
        recorder.insert_events([event()], tracking="something")
    assert recorder.insert_events([]) is None


def test_streams_are_read_together_oldest_first(recorder) -> None:
    first, second = uuid4(), uuid4()
    recorder.insert_events([event(first), event(second)])
    recorder.insert_events([event(first, 2, state=b"\x00\xff")])
    streams = recorder.select_streams([first, second, uuid4()])
    assert {
        id: [(row.id, row.originator_version, row.state) for row in rows]
        for id, rows in streams.items()
    } == {first: [(1, 1, b"{}"), (3, 2, b"\x00\xff")], second: [(2, 1, b"{}")]}


def test_numbers_of_each_kind_run_on_their_own(recorder) -> None:
    assert recorder.draw_numbers("H", 2) == [100001, 100002]
    assert recorder.draw_numbers("KL", 1) == [100001]
    assert recorder.draw_numbers("H", 1) == [100003]
    with pytest.raises(DataError, match="no numbers of this kind"):
        recorder.draw_numbers("X", 1)


def test_the_library_s_function_without_a_lock_is_refused(addresses) -> None:
    with Database(addresses.archive, schema="archive") as datastore:
        datastore.enable_db_functions = True
        with pytest.raises(ProgrammingError, match="without a lock"):
            GroupCommitRecorder(datastore)


def test_the_recorder_makes_no_tables_and_no_functions(recorder, as_admin) -> None:
    recorder.create_table()
    with psycopg.connect(as_admin.archive) as conn:
        functions = conn.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'archive'::regnamespace"
        ).fetchall()
    assert ("es_insert_events_uuid",) not in functions
    assert ("append_stored_events",) in functions


def test_an_application_saves_through_the_merged_batches(addresses) -> None:
    told: list[int] = []
    with Database(
        addresses.archive, role="genfind_writer", schema="archive"
    ) as datastore:
        recorder = GroupCommitRecorder(
            datastore, observe=lambda events, seconds: told.append(events)
        )

        class Things(Application):
            def construct_recorder(self) -> GroupCommitRecorder:
                return recorder

        Things().save(Aggregate(), Aggregate())
    assert (recorder.batch_count, recorder.event_count, told) == (1, 2, [2])


def test_each_log_wakes_its_own_listeners_only(addresses) -> None:
    with (
        recording(addresses.archive) as archive,
        Database(
            addresses.archive, role="genfind_writer", schema="disclosures"
        ) as datastore,
        datastore.get_connection() as listener,
    ):
        disclosures = GroupCommitRecorder(datastore)
        listener.execute(f"LISTEN {disclosures.channel_name}")
        archive.insert_events([event()])
        assert not list(listener.notifies(timeout=0.1))
        disclosures.insert_events([event()])
        assert [n.channel for n in listener.notifies(timeout=5, stop_after=1)] == [
            "disclosures_stored_events"
        ]


def test_an_append_reads_no_whole_table_however_much_it_has_grown(
    addresses, as_admin
) -> None:
    """The plan is made while the table is empty, and nobody analyses it. For five
    events at once the planner would choose to read it all, were it not forbidden."""
    with (
        recording(addresses.archive, pool_size=1, max_overflow=0) as recorder,
        psycopg.connect(as_admin.archive, autocommit=True) as conn,
    ):
        for _ in range(10):
            recorder.insert_events([event() for _ in range(5)])
        conn.execute(
            "INSERT INTO archive.stored_events"
            " (originator_id, originator_version, topic, state)"
            " SELECT gen_random_uuid(), 1, 'Tested', '' FROM generate_series(1, 120000)"
        )
        for _ in range(10):
            recorder.insert_events([event() for _ in range(5)])
    read = "SELECT sum(seq_tup_read), sum(idx_scan) >= 100 FROM pg_stat_user_tables"
    with psycopg.connect(as_admin.archive, autocommit=True) as conn:
        until(lambda: conn.execute(read).fetchone() == (0, True))
