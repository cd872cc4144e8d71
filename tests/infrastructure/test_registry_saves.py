"""What a command leads to is saved with it; what fails takes nothing else along."""

from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import OperationalError

from domain.citizens import LinkCitizen, citizens
from domain.contacts import ContactRegistered, MarkDuplicate, contacts
from domain.decider import Command, Reaction, Refused
from domain.event import Recorded, Role
from domain.follow_ups import Cause, OpenFollowUp, follow_ups
from domain.ids import follow_up_of
from domain.reactions import TOPICS
from infrastructure.asked import Asked, MovedOn, Receipt, Unknown
from infrastructure.registry import Registry
from tests.domain.cast import CPR, told, told_victim
from tests.infrastructure.appending import held, until, wait_for_the_lock
from tests.infrastructure.registering import METTE, all_stored, more, register, say
from tests.specification import OFFICER

WRITERS = """
select pg_terminate_backend(pid) from pg_stat_activity
where wait_event_type = 'Lock' and datname = current_database()
"""


def test_a_contact_its_citizen_and_its_follow_up_are_one_save(parts):
    receipt = register(parts, parties=(METTE,))
    found = [
        each
        for row in all_stored(parts)
        for each in [parts.registry.mapper.to_domain_event(row)]
    ]
    contact, citizen, follow_up = found
    assert parts.registry.recorder.batch_count == 1
    assert (contact.position, receipt.version) == (receipt.position, 1)
    assert follow_up.id == follow_up_of(contact.id)
    for effect in (citizen, follow_up):
        assert (effect.by.id, effect.by.role) == ("genfind", Role.REGISTRY)
        assert effect.by.district == OFFICER.district
        assert effect.by.unit is None
        assert effect.request is None
        assert effect.body not in (None, contact.body)
        assert effect.at == contact.at


def test_when_a_save_is_killed_neither_cause_nor_effect_is_there(parts, as_admin):
    id = parts.new_id()
    outcome: list[object] = []

    def ask() -> None:
        try:
            register(parts, id, parties=(METTE,))
        except OperationalError as error:
            outcome.append(error)

    with held(as_admin.archive) as holder:
        asking = Thread(target=ask)
        asking.start()
        wait_for_the_lock(holder)
        holder.execute(WRITERS)
        asking.join()
    assert len(outcome) == 1
    assert all_stored(parts) == []
    register(parts, id, parties=(METTE,))  # the same again settles it
    assert [row.topic for row in all_stored(parts)] == [
        "ContactRegistered",
        "CitizenIdentified",
        "FollowUpOpened",
    ]


def test_when_the_answer_is_lost_the_same_command_settles_it(parts, another):
    forgetful = another()
    append = forgetful.registry.recorder.insert_events

    def lost(*args: Any, **kwargs: Any) -> None:
        append(*args, **kwargs)
        raise OperationalError("the connection was lost")

    forgetful.registry.recorder.insert_events = lost
    id = parts.new_id()
    with pytest.raises(OperationalError):
        register(forgetful, id)
    settled = register(parts, id)
    assert settled.repeated
    assert (settled.version, settled.position) == (1, 1)


def test_the_other_side_of_a_fact_tells_who_but_not_what_was_asked(parts):
    of, id = register(parts).id, register(parts).id
    receipt = say(parts, id, MarkDuplicate(of=of, reason="Same call"), request="key")
    [mark, note] = all_stored(parts)[2:]
    note = parts.registry.mapper.to_domain_event(note)
    mark = parts.registry.mapper.to_domain_event(mark)
    assert (note.id, note.version, note.position) == (of, 2, receipt.position + 1)
    assert (note.by, note.at) == (OFFICER, mark.at)
    assert (note.request, note.body) == (None, None)
    assert (mark.request, mark.body is None) == ("key", False)


def test_linked_citizens_know_it_of_each_other(parts):
    register(parts, parties=(METTE, told_victim(id=UUID(int=5), cpr="0101015017")))
    one, other = (
        row.originator_id
        for row in all_stored(parts)
        if row.topic == "CitizenIdentified"
    )
    link = LinkCitizen(other=other, basis="Same voice")
    parts.registry.execute(citizens, one, link, OFFICER)
    told_on = [parts.registry.history(id)[-1].event.other for id in (one, other)]
    assert told_on == [other, one]


def asked(command: Command, id: UUID, **more: Any) -> Asked:
    return Asked(contacts, id, command, OFFICER, **more)


def test_each_command_of_a_batch_has_its_own_answer_in_its_place(parts):
    before, new, other = register(parts), parts.new_id(), parts.new_id()
    batch = [
        asked(told(), before.id),  # known before
        asked(told(), new),
        asked(more(), new, request="once"),  # in the same save
        asked(more(), new, request="once"),  # repeated in the same save
        asked(more("Other."), new, request="once"),
        asked(more(), other),  # not yet there
        asked(told(received_at=datetime(2030, 1, 1, tzinfo=UTC)), other),  # not yet
        asked(more(), new, expected=1),
        asked(told(), other),
    ]
    answers = parts.registry.execute_all(batch)
    assert [type(answer) for answer in answers] == [
        Receipt, Receipt, Receipt, Receipt, Refused, Unknown, Refused, MovedOn, Receipt
    ]  # fmt: skip
    told_again = [answers[n] for n in (0, 3)]
    assert [each.repeated for each in told_again] == [True, True]
    assert answers[0].model_dump() == before.model_dump()
    assert answers[3].model_dump() == answers[2].model_dump()
    assert [answers[n].position for n in (1, 2, 8)] == [2, 3, 4]
    assert parts.registry.recorder.batch_count == 2
    assert parts.registry.execute_all([]) == []


def test_what_a_refused_command_would_have_led_to_is_taken_back(parts, clock):
    def refuse_a_bad_source(recorded: Recorded[ContactRegistered], _: object) -> Any:
        if recorded.event.source == "bad":
            opened = OpenFollowUp(
                contact=recorded.id, district="1467", cause=Cause.OFFICER
            )
            yield Reaction(follow_ups, clock.new_id(), opened)

    registry = Registry(
        parts.registry.recorder,
        parts.keys,
        parts.blind_index,
        TOPICS,
        {ContactRegistered: refuse_a_bad_source},
        clock=clock,
        new_id=clock.new_id,
    )
    mette = told(parties=(told_victim(cpr=CPR),), source="bad")
    bad, good = clock.new_id(), clock.new_id()
    answers = registry.execute_all([asked(mette, bad), asked(told(), good)])
    assert [type(answer) for answer in answers] == [Refused, Receipt]
    assert [row.originator_id for row in all_stored(parts)] == [good]
    assert parts.blind_index.find(CPR) is None


def test_a_batch_in_conflict_goes_on_one_by_one(parts, as_admin):
    contested, alone = register(parts).id, parts.new_id()
    answers: list[object] = []
    batch = [asked(more("Mine."), contested), asked(told(), alone)]
    with held(as_admin.archive) as holder:
        first = Thread(target=lambda: say(parts, contested, more("First.")))
        first.start()
        wait_for_the_lock(holder)
        second = Thread(
            target=lambda: answers.extend(parts.registry.execute_all(batch))
        )
        second.start()
        until(lambda: parts.registry.recorder._queue)  # noqa: SLF001
    first.join()
    second.join()
    assert [type(answer) for answer in answers] == [Receipt, Receipt]
    assert [answer.version for answer in answers] == [3, 1]


def test_what_is_about_somebody_erased_is_refused_and_all_others_go_on(parts):
    gone = register(parts).id
    parts.keys.fence([gone])
    parts.keys.shred([gone])
    batch = [asked(more(), gone), asked(told(), parts.new_id())]
    refused, receipt = parts.registry.execute_all(batch)
    assert isinstance(refused, Refused)
    assert isinstance(receipt, Receipt)
    with pytest.raises(Refused, match="has been erased"):
        say(parts, gone, more())
