"""Whatever is done in whatever order, every rule holds and every rebuild is equal."""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from operator import itemgetter
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from stdnum.iso7064 import mod_11_10

from domain.citizens import citizens
from domain.contacts import Duplicate, Withdrawn, contacts
from domain.event import CprNumber, Event, Recorded
from domain.ids import follow_up_of
from domain.intake import intake
from infrastructure.mapper import personal_words
from projections import READ_MODELS
from tests.infrastructure.clerks import Clerks
from tests.infrastructure.registering import rows

SCHEMAS = {projection.name for projection in READ_MODELS}
COUNTED = """
select table_schema || '.' || table_name, ordinal_position - 1
from information_schema.columns where is_identity = 'YES'
"""


def run(machine: Callable[[], Clerks], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=[Phase.generate],  # to shrink, all would be done again and again
            suppress_health_check=list(HealthCheck),
        ),
    )


class Examined(Clerks):
    def teardown(self) -> None:
        things = [*self.contacts, *map(follow_up_of, self.contacts), *self.citizens]
        things.append(self.audit)
        things += self.intakes
        things.append(self.course)
        things += self.complaints
        histories = self.parts.registry.histories(things)
        for history in histories.values():
            envelopes_are_whole(history)
        all_and_only_what_was_confirmed(self, histories)
        numbers_are_given_once(histories, self.contacts)
        duplicates_agree(histories, self.contacts)
        victims_are_followed_up_once(histories, self.contacts)
        each_cpr_is_one_citizens(histories)
        links_are_known_on_both_sides(histories, self.citizens)
        a_call_is_answered_once(histories, self.contacts, self.intakes)


Histories = dict[UUID, list[Recorded[Event]]]


def envelopes_are_whole(history: list[Recorded[Event]]) -> None:
    assert [each.version for each in history] == [*range(1, len(history) + 1)]
    for one, next_one in pairwise(history):
        assert one.position < next_one.position
        assert one.at <= next_one.at
    requests = Counter(each.request for each in history if each.request)
    assert set(requests.values()) <= {1}


def all_and_only_what_was_confirmed(clerks: Clerks, histories: Histories) -> None:
    confirmed = Counter((r.id, r.version, r.position) for _, r in clerks.said)
    recorded = Counter(
        (each.id, each.version, each.position)
        for history in histories.values()
        for each in history
        if each.body and each.by.id != "genfind"
    )
    assert confirmed == recorded


def numbers_are_given_once(histories: Histories, ids: list[UUID]) -> None:
    numbers = [histories[id][0].event.number for id in ids if histories[id]]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        mod_11_10.validate(number.removeprefix("H-"))


def duplicates_agree(histories: Histories, ids: list[UUID]) -> None:
    states = {
        id: contacts.state_after(each.event for each in histories[id]) for id in ids
    }
    for id, state in states.items():
        if isinstance(state, Duplicate | Withdrawn) and state.of:
            assert id in states[state.of].duplicates
            assert not isinstance(states[state.of], Duplicate)
        assert all(states[other].of == id for other in state.duplicates)


def victims_are_followed_up_once(histories: Histories, ids: list[UUID]) -> None:
    for id in ids:
        victims = bool(histories[id][0].event.parties)
        opened = [type(each.event).__name__ for each in histories[follow_up_of(id)]]
        assert opened[:1] == ["FollowUpOpened"] * victims
        assert opened.count("FollowUpOpened") == victims


def each_cpr_is_one_citizens(histories: Histories) -> None:
    named = {
        (words.text, words.about)
        for history in histories.values()
        for each in history
        for words in personal_words(each.event)
        if isinstance(words, CprNumber)
    }
    assert len({cpr for cpr, _ in named}) == len(named)


def links_are_known_on_both_sides(histories: Histories, ids: list[UUID]) -> None:
    known = {
        id: citizens.state_after(each.event for each in histories[id]) for id in ids
    }
    for id, state in known.items():
        assert state is None or all(id in known[other].links for other in state.links)
        assert state is None or all(id in known[other].apart for other in state.apart)


def a_call_is_answered_once(
    histories: Histories, ids: list[UUID], intakes: list[UUID]
) -> None:
    answers = {
        histories[id][0].event.intake: id for id in ids if histories[id][0].event.intake
    }
    for call in intakes:
        state = intake.state_after(each.event for each in histories[call])
        assert len(histories[call]) <= 2
        assert getattr(state, "contact", None) == answers.get(call)


def shown(address: str) -> dict[str, list[str]]:
    """What all read models hold. Of numbers that only put rows in order, the order."""
    with psycopg.connect(address) as db:
        counted = dict(db.execute(COUNTED).fetchall())
    tables = defaultdict(list)
    for table, row in rows(address):
        if table.split(".")[0] in SCHEMAS:
            tables[table].append(list(row))
    for table, found in tables.items():
        if table in counted:
            found.sort(key=itemgetter(counted[table]))
            for row in found:
                del row[counted[table]]
        else:
            found.sort(key=str)
    return {table: list(map(str, found)) for table, found in tables.items()}


def test_any_interleaving_of_commands_and_retries_keeps_every_rule(
    parts, clock
) -> None:
    run(lambda: Examined(parts, clock), examples=15, steps=50)


def test_a_rebuild_equals_what_was_followed_live_whatever_was_forgotten(
    parts, clock, as_admin
) -> None:
    class Followed(Clerks):
        @rule()
        def the_projector_follows(self):
            parts.projector.catch_up()

        @precondition(lambda self: self.contacts)
        @rule(one=st.integers(0, 9))
        def somebody_is_forgotten(self, one):
            subjects = [*self.contacts, *self.citizens, *self.intakes, *self.complaints]
            subject = subjects[one % len(subjects)]
            parts.keys.fence([subject])
            parts.blind_index.forget([subject])
            parts.projector.forget([subject])
            parts.keys.shred([subject])

        def teardown(self):
            parts.projector.catch_up()
            live = shown(as_admin.views)
            parts.projector.rebuild()
            parts.projector.catch_up()
            assert shown(as_admin.views) == live

    parts.projector.prepare()
    run(lambda: Followed(parts, clock), examples=6, steps=40)
