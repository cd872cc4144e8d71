"""The library's own cases, unchanged, against our recorder on the migrated tables."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from infrastructure.migrate import FILES, rendered
from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder

EVENTS = (FILES / "archive" / "0001_events.sql").read_text(encoding="utf-8")


class OnMigratedTables:
    id_type = "uuid"

    @pytest.fixture(autouse=True)
    def _database(self, addresses, as_admin) -> Iterator[None]:
        with psycopg.connect(as_admin.archive, autocommit=True) as conn:
            conn.execute(rendered(EVENTS, "cases", self.id_type))
            # The library counts versions from 0 in these cases; we begin at 1.
            conn.execute(
                "ALTER TABLE cases.stored_events DROP CONSTRAINT versions_begin_at_1"
            )
        with Database(
            addresses.archive, role="genfind_writer", schema="cases"
        ) as datastore:
            datastore.originator_id_type = self.id_type
            self.datastore: PostgresDatastore = datastore
            yield

    def create_recorder(self) -> GroupCommitRecorder:
        return GroupCommitRecorder(self.datastore)


class OnTextIds(OnMigratedTables):
    id_type = "text"

    def new_originator_id(self) -> str:
        return f"thing-{uuid4()}"


class TestWithUuids(OnMigratedTables, ApplicationRecorderTestCase[GroupCommitRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestWithTexts(OnTextIds, ApplicationRecorderTestCase[GroupCommitRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestPositionsOfTwoSavesAreNeverMixed(
    OnMigratedTables, NonInterleavingNotificationIDsBaseCase
):
    pass


class TestPositionsOfTwoSavesAreNeverMixedWithTexts(
    OnTextIds, NonInterleavingNotificationIDsBaseCase
):
    pass


del ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
