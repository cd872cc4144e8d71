"""A read model that can't follow an event stands before it; the others go on."""

from collections.abc import Callable

import psycopg
import pytest
from eventsourcing.persistence import OperationalError

from domain.contacts import ContactReferredToCase
from domain.event import Recorded
from infrastructure.page_turning import PAGE
from infrastructure.projector import Behind, Projector
from infrastructure.sealing import SealBroken
from projections.projection import Projection, Rows
from tests.infrastructure.appending import until
from tests.infrastructure.following import running, seen, tally

GOOD = ["good"]


@pytest.fixture
def following(following) -> Callable[..., Projector]:
    """With tables that are made."""

    def follow(*projections: Projection, program: str = "first") -> Projector:
        projector = following(*projections, program=program)
        projector.prepare()
        return projector

    return follow


def picky(fails: Callable[[Rows, str], None], more: str = "") -> Projection:
    """Writes down what it sees, and then may fail."""
    made = Projection("picky", f"create table seen (position bigint unique {more})")

    @made.on(ContactReferredToCase)
    def note(db: Rows, recorded: Recorded[ContactReferredToCase]) -> None:
        db.execute("insert into picky.seen values (%s)", (recorded.position,))
        fails(db, recorded.event.journal_number)

    return made


def in_python(_: Rows, told: str) -> None:
    if told == "bad":
        raise ArithmeticError(told)


def in_the_database(db: Rows, told: str) -> None:
    if told == "bad":
        db.execute("select %s::int", (told,))


def in_psycopg(db: Rows, told: str) -> None:
    if told == "bad":
        db.execute("select %s::text", ("a\0b",))


def at_the_end(db: Rows, told: str) -> None:
    if told == "bad":  # a constraint that waits until the transaction ends
        db.execute("insert into picky.seen select max(position) from picky.seen")


@pytest.mark.parametrize(
    ("fails", "kind"),
    [
        (in_python, "ArithmeticError"),
        (in_the_database, "InvalidTextRepresentation 22P02"),
        (in_psycopg, "DataError"),
        (at_the_end, "UniqueViolation 23505 seen seen_position_key"),
    ],
)
def test_it_stands_directly_before_the_event_and_all_others_go_on(
    add, following, ask, fails, kind
) -> None:
    projector = following(picky(fails, "deferrable initially deferred"), tally())
    last = add(*GOOD * 3, "bad", *GOOD * 3)
    projector.catch_up()
    assert seen(ask, "tally") == [*range(1, last + 1)]
    assert seen(ask, "picky") == [1, 2, 3]
    [parked] = projector.parked()
    assert (parked.read_model, parked.position) == ("picky", 4)
    assert (parked.event, parked.error) == ("ContactReferredToCase", kind)
    assert parked.attempts == 1
    assert projector.stands().of(projector.models[0]) == 3
    assert projector.stands().of(projector.models[1]) == last
    assert projector.stopped() is None


@pytest.mark.parametrize("bad", [0, 1, PAGE - 1, PAGE, PAGE + 1])
def test_wherever_in_a_page_the_event_is(add, following, ask, bad) -> None:
    projector = following(picky(in_python), tally())
    told = GOOD * (PAGE + 3)
    told[bad] = "bad"
    last = add(*told)
    projector.catch_up()
    assert seen(ask, "picky") == [*range(1, bad + 1)]
    assert seen(ask, "tally") == [*range(1, last + 1)]
    assert [each.position for each in projector.parked()] == [bad + 1]


def test_while_it_is_parked_pages_cost_no_second_try(add, following, ask) -> None:
    tried: list[str] = []

    def counting(_: Rows, told: str) -> None:
        tried.append(told)
        in_python(_, told)

    projector = following(picky(counting), tally())
    add("good", "bad")
    projector.catch_up()
    tried.clear()
    last = add(*GOOD * 5)
    projector.catch_up()
    assert not tried
    assert seen(ask, "tally")[-1] == last


def test_it_is_tried_again_when_somebody_asks_and_goes_on_where_it_stood(
    add, following, ask
) -> None:
    wrong = {"bad"}

    def at_first(_: Rows, told: str) -> None:
        if told in wrong:
            raise ArithmeticError

    projector, somebody = following(picky(at_first), tally()), following(tally())
    with running(projector):
        last = add(*GOOD, "bad", *GOOD * 2 * PAGE)
        until(lambda: seen(ask, "tally")[-1:] == [last])
        assert [each.attempts for each in projector.parked()] == [1]
        somebody.try_again(["picky"])
        until(lambda: [each.attempts for each in projector.parked()] == [2])
        wrong.clear()
        somebody.try_again(["picky"])
        until(lambda: not projector.parked())
    assert seen(ask, "picky") == [*range(1, last + 1)]
    assert projector.position() == last


def test_another_program_tries_it_by_itself(add, following, ask) -> None:
    projections = picky(in_python), tally()
    last = add("good", "bad", "good")
    following(*projections).catch_up()
    again = following(*projections)
    again.catch_up()
    assert [each.attempts for each in again.parked()] == [1]
    broken_still = following(*projections, program="second")
    broken_still.catch_up()
    assert [each.attempts for each in broken_still.parked()] == [2]
    repaired = following(picky(lambda *_: None), tally(), program="third")
    repaired.catch_up()
    assert not repaired.parked()
    assert seen(ask, "picky") == [*range(1, last + 1)]


def test_while_it_catches_up_the_others_do_not_wait_for_it(add, following, ask) -> None:
    wrong = {"bad"}
    projector = following(
        picky(lambda _, told: in_python(_, told) if told in wrong else None), tally()
    )
    add("bad", *GOOD * 3 * PAGE)
    projector.catch_up()
    wrong.clear()
    projector.try_again(["picky"])
    last = add("good")
    with projector._active() as conn:  # noqa: SLF001
        assert projector._turn_page(conn)  # noqa: SLF001
        assert seen(ask, "tally")[-1] == last
        assert len(seen(ask, "picky")) == PAGE
        projector.wait_for(last)
        assert [each.read_model for each in projector.parked()] == ["picky"]
    projector.catch_up()
    assert not projector.parked()


def test_nobody_waits_for_what_is_parked_but_it_is_not_hidden(add, following) -> None:
    projector = following(picky(in_python), tally())
    last = add("good", "bad", "good")
    projector.catch_up()
    projector.wait_for(last)
    assert projector.position() == 1
    assert projector.lag() == 0
    projector.wait_for(last, "tally")
    for asked in ((last + 1,), (last, "picky")):
        with pytest.raises(Behind):
            projector.wait_for(*asked)


def test_what_is_of_the_moment_stops_all_and_parks_nothing(add, following, ask) -> None:
    trouble = {"now": True}

    def lacking(db: Rows, told: str) -> None:
        if told == "bad" and trouble["now"]:
            db.execute("do $$ begin raise sqlstate '53100'; end $$")  # disk full

    projector = following(tally(), picky(lacking))
    last = add("good", "bad", "good")
    with pytest.raises(OperationalError):
        projector.catch_up()
    assert (seen(ask, "tally"), projector.parked()) == ([], [])
    with running(projector):
        until(lambda: projector.stopped() == "OperationalError")
        trouble["now"] = False
        until(lambda: projector.position() == last)
    assert projector.stopped() is None


@pytest.mark.parametrize(
    "state", ["08006", "25006", "42501", "55P03", "57014", "57P01"]
)
def test_a_lost_connection_right_lock_or_server_parks_nothing(
    add, following, state
) -> None:
    def lacking(db: Rows, told: str) -> None:
        db.execute(f"do $$ begin raise sqlstate '{state}'; end $$")

    projector = following(tally(), picky(lacking))
    add("bad")
    with pytest.raises(Exception, match=state):
        projector.catch_up()
    assert not projector.parked()


def test_a_damaged_word_is_an_alarm_and_not_one_read_model_s_affair(
    add, following, ask
) -> None:
    projector = following(tally(), picky(lambda *_: None))
    add("good")

    class Damaged:
        def to_domain_events(self, *_: object, **__: object) -> None:
            raise SealBroken

    projector.pages._mapper = Damaged()  # noqa: SLF001
    with pytest.raises(SealBroken):
        projector.catch_up()
    assert not projector.parked()
    with running(projector):
        until(lambda: projector.stopped() == "SealBroken")
    assert seen(ask, "tally") == []


def test_what_is_told_of_it_holds_no_personal_words(
    add, following, as_admin, capsys
) -> None:
    def quotes(db: Rows, told: str) -> None:
        db.execute("select %s::int", (f"{told} Vibeke Holst",))

    projector = following(picky(quotes))
    add("bad")
    projector.catch_up()
    [parked] = projector.parked()
    with psycopg.connect(as_admin.views) as db:
        rows = db.execute("select parked::text from views.parked parked").fetchall()
    assert "Vibeke" not in f"{parked}{rows}{capsys.readouterr()}"
