"""Whoever is forgotten is so in every copy that a rebuild has made or left."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import pytest

from domain.contacts import ContactRegistered
from domain.event import Recorded
from projections.projection import Projection, Rows
from tests.infrastructure.following import prepared
from tests.infrastructure.registering import every_byte, register


def diary(more: str = "") -> Projection:
    made = Projection(
        "diary",
        "create table said (id uuid, words text)" + more,
        forget="delete from diary.said where id = any(%(subjects)s)",
    )

    @made.on(ContactRegistered, words=True)
    def write(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
        text = recorded.event.narrative.text
        db.execute("insert into diary.said values (%s, %s)", (recorded.id, text))

    return made


@pytest.mark.parametrize("other", [diary, partial(diary, " ")])
@pytest.mark.parametrize("program", ["first", "second"])
def test_who_is_forgotten_is_forgotten_in_every_shadow(
    parts, following, as_admin, other, program
) -> None:
    id = register(parts).id
    serving, filling = prepared(following(diary())), following(other(), program=program)
    filling.shadows.begin(filling.models)
    filling.shadows.fill(filling.models)
    assert every_byte(as_admin.views).count(b"outside") >= 2
    parts.keys.fence([id])
    serving.forget([id])
    assert b"outside" not in every_byte(as_admin.views)


def test_who_is_forgotten_while_a_rebuild_runs_leaves_no_word_behind(
    parts, as_admin
) -> None:
    parts.projector.prepare()
    gone = [register(parts, narrative="Lighthouse").id for _ in range(12)]
    kept = register(parts, narrative="Windmill").id
    parts.projector.catch_up()
    with ThreadPoolExecutor(1) as pool:
        rebuilt = [pool.submit(parts.projector.rebuild) for _ in range(2)]
        for id in gone:
            parts.keys.fence([id])
            parts.projector.forget([id])
            parts.keys.shred([id])
        assert [each.result() for each in rebuilt] == [[], []]
    left = every_byte(as_admin.views).lower()
    assert b"lighthouse" not in left
    assert b"windmill" in left
    with parts.reader.transaction() as db:
        shown = db.execute(
            "select contact from contact_search.wording where said <> '{}'"
        )
        assert [row["contact"] for row in shown] == [kept]


def test_who_is_forgotten_is_forgotten_in_what_a_swap_put_aside(
    parts, following, as_admin
) -> None:
    id = register(parts).id
    projector = prepared(following(diary()))
    with psycopg.connect(as_admin.views) as db:  # as if it had not come to drop it
        db.execute("set role genfind_projector; create schema diary_old")
        db.execute("create table diary_old.said as table diary.said")
    parts.keys.fence([id])
    projector.forget([id])
    assert b"outside" not in every_byte(as_admin.views)
