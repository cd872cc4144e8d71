"""Whatever a read model holds too much, too little or otherwise is found and named."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

import psycopg
import pytest
from uuid_utils.compat import uuid7

from domain.contacts import ContactSupplemented
from domain.event import Recorded
from infrastructure.event_counts import counted, recorded
from infrastructure.projector import Projector
from infrastructure.reconciling import Difference, counts_that_differ, rows_that_differ
from tests.infrastructure.appending import until
from tests.infrastructure.following import follower, running, tally
from tests.infrastructure.registering import METTE, more, register, say


@pytest.fixture
def projector(parts) -> Projector:
    """Has followed three contacts of one day, one of them with a follow-up."""
    parts.projector.prepare()
    ids = [register(parts, parties=people).id for people in ((), (METTE,), ())]
    say(parts, ids[0], more("And one thing more."))
    parts.projector.catch_up()
    return parts.projector


@pytest.fixture
def views(as_admin) -> Iterator[psycopg.Connection]:
    with psycopg.connect(as_admin.views, autocommit=True) as db:
        yield db


def quickly(projector: Projector) -> list[Difference]:
    return list(counts_that_differ(projector, projector.models))


def thoroughly(projector: Projector) -> list[Difference]:
    shadows, models = projector.shadows, projector.models
    shadows.begin(models, fresh=True)
    shadows.fill(models, exactly=True)
    return rows_that_differ(projector, models)


def day_of(id: object) -> date:
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC).date()


def test_what_followed_every_event_differs_in_nothing(projector, views) -> None:
    assert quickly(projector) == []
    assert thoroughly(projector) == []
    left = "select nspname from pg_namespace where nspname like '%\\_new'"
    assert views.execute(left).fetchall() == []
    assert quickly(projector) == []


def test_a_changed_row_is_found(projector, views) -> None:
    [row] = views.execute(
        """
        update daily_report.contact set kind = 'THEFT'
        where number = (select min(number) from daily_report.contact) returning id
        """
    ).fetchall()
    assert quickly(projector) == []
    difference = Difference("daily_report", "contact", day_of(row[0]), 3, 3)
    assert thoroughly(projector) == [difference]


def test_a_deleted_row_and_a_row_too_many_are_found(projector, views) -> None:
    [(id,)] = views.execute(
        "delete from follow_up_statistics.follow_up returning id"
    ).fetchall()
    other = uuid7()
    views.execute("insert into audit_actions.audit values (%s)", (other,))
    assert set(thoroughly(projector)) == {
        Difference("follow_up_statistics", "follow_up", day_of(id), 1, 0),
        Difference("audit_actions", "audit", day_of(other), 0, 1),
    }


def test_a_hint_may_be_missing(projector, views) -> None:
    assert views.execute("delete from contact_search.known_word").rowcount
    assert thoroughly(projector) == []


def test_a_table_that_is_gone_is_found(projector, views) -> None:
    views.execute("drop table complaint_overview.allegation")
    gone = Difference("complaint_overview", "table allegation", None, 1, 0)
    assert thoroughly(projector) == [gone]


def test_an_event_that_was_skipped_by_hand_is_found(parts, projector, views) -> None:
    receipt = register(parts)
    views.execute(
        """
        update views.bookmark set notification_id = notification_id + 1
        where application_name like 'daily_report/%'
        """
    )
    projector.catch_up()
    day = receipt.at.date()
    missed = Difference("daily_report", "ContactRegistered", day, 4, 3)
    assert quickly(projector) == [missed]
    row = Difference("daily_report", "contact", day_of(receipt.id), 4, 3)
    assert thoroughly(projector) == [row]
    projector.rebuild()
    assert quickly(projector) == []
    assert thoroughly(projector) == []


def test_an_event_that_was_followed_twice_is_found(parts, projector, views) -> None:
    """Its rows may be the same; the count is not."""
    views.execute(
        """
        update views.bookmark set notification_id = notification_id - 1
        where application_name like 'contact_search/%'
        """
    )
    parts.projector.catch_up()
    [difference] = quickly(projector)
    assert difference.read_model == "contact_search"
    assert difference.found == difference.expected + 1


def test_a_handler_that_came_later_shows_until_a_rebuild(parts, addresses) -> None:
    supplemented = tally()
    with follower(addresses, parts.registry.mapper, supplemented) as projector:
        projector.prepare()
        say(parts, register(parts).id, more("And one thing more."))
        projector.catch_up()
        assert quickly(projector) == []
        supplemented.on(ContactSupplemented)(lambda *_: None)
        [difference] = quickly(projector)
        assert difference.what == "ContactSupplemented"
        assert (difference.expected, difference.found) == (1, 0)
        projector.rebuild()
        assert quickly(projector) == []


def test_what_is_parked_is_compared_where_it_stands(parts, projector, views) -> None:
    views.execute("alter table daily_report.contact rename to elsewhere")
    register(parts)
    projector.catch_up()
    views.execute("alter table daily_report.elsewhere rename to contact")
    assert [each.read_model for each in projector.parked()] == ["daily_report"]
    assert quickly(projector) == []
    moving = projector.stands().moving(projector.models)
    projector.shadows.begin(moving, fresh=True)
    projector.shadows.fill(moving, exactly=True)
    assert rows_that_differ(projector, moving) == []


def test_it_agrees_while_others_write_and_the_projector_follows(
    parts, projector
) -> None:
    with running(projector):
        last = [register(parts).position for _ in range(20)][-1]
        until(lambda: projector.position() >= last)
        models = projector.models
        projector.shadows.begin(models, fresh=True)
        projector.shadows.fill(models, exactly=True)
        for _ in range(10):
            register(parts)
        assert rows_that_differ(projector, models) == []
        assert quickly(projector) == []


def test_both_sides_count_and_add_up_alike(parts, projector) -> None:
    newest = projector.source.newest()
    stored = projector.source.select_notifications(0, newest, inclusive_of_start=False)
    events: list[Recorded] = parts.registry.mapper.to_domain_events(stored)
    with projector.source.datastore.transaction() as db:
        assert recorded(db, "archive", newest) == counted(events)
    some = partial(counted, events[:2])
    assert some() != counted(events[1:3])
    assert some() == counted(reversed(events[:2]))
