"""One door: what was asked is recorded once, whole with all it leads to, or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import OperationalError
from stdnum.iso7064 import mod_11_10

from api.composition import Parts
from domain.citizens import LinkCitizen, ProtectAddress, citizens
from domain.contacts import (
    ContactRegistered,
    CorrectContact,
    MarkDuplicate,
    RegisterContact,
    SupplementContact,
    WithdrawContact,
    contacts,
)
from domain.decider import Command, Reaction, Refused
from domain.event import Recorded, Role
from domain.follow_ups import Cause, ClaimFollowUp, OpenFollowUp, follow_ups
from domain.ids import follow_up_of
from domain.reactions import TOPICS
from infrastructure.registry import Asked, MovedOn, Receipt, Registry, Unknown
from tests.domain.cast import CPR, VICTIM, told, told_victim
from tests.infrastructure.appending import held, wait_for_the_lock
from tests.infrastructure.registering import METTE, all_stored, register
from tests.specification import OFFICER

WRITERS = """
select pg_terminate_backend(pid) from pg_stat_activity
where wait_event_type = 'Lock' and datname = current_database()
"""


def say(parts: Parts, id: UUID, command: Command, **more: Any) -> Receipt:
    return parts.registry.execute(contacts, id, command, OFFICER, **more)


def more(text: str = "More.") -> SupplementContact:
    return SupplementContact(text=text)


def test_an_equal_repeat_gets_the_first_receipt_and_records_nothing(parts, clock):
    first = register(parts)
    clock.goes_on(minutes=5)
    assert not first.repeated
    again = register(parts, first.id)
    assert again.repeated
    assert again.model_dump() == first.model_dump()
    assert len(all_stored(parts)) == 1


def test_a_key_makes_an_equal_repeat_of_any_command_harmless(parts, clock):
    id = register(parts).id
    first = say(parts, id, more(), request="once")
    clock.goes_on(minutes=5)
    assert say(parts, id, more(), request="once").model_dump() == first.model_dump()
    assert len(all_stored(parts)) == 2
    assert say(parts, id, more()).version == 3  # without a key it is said again


def test_a_key_counts_within_its_thing(parts):
    first, second = register(parts).id, register(parts).id
    receipts = [say(parts, id, more(), request="once") for id in (first, second)]
    assert [receipt.repeated for receipt in receipts] == [False, False]


def test_something_else_under_the_same_id_or_key_is_refused(parts):
    id = register(parts).id
    say(parts, id, more(), request="once")
    with pytest.raises(Refused, match="Something else is recorded"):
        register(parts, id, feels_unsafe=True)
    with pytest.raises(Refused, match="Something else is recorded"):
        say(parts, id, more("Otherwise."), request="once")
    with pytest.raises(Refused, match="Something else is recorded"):
        say(parts, id, WithdrawContact(reason="More."), request="once")
    assert len(all_stored(parts)) == 2


def test_order_spelling_and_told_defaults_make_no_difference(parts):
    first = register(parts, parties=(told_victim(cpr=CPR),))
    spelled = RegisterContact.model_validate_json(
        f"""{{"parties": [{{"role": "VICTIM", "cpr": "{CPR[:6]}-{CPR[6:]}",
        "safe_contact": "ANY", "name": null, "id": "{str(VICTIM).upper()}"}}],
        "narrative": "Somebody stands outside.", "kind": "UNSETTLING_BEHAVIOUR",
        "received_at": "2019-06-03T22:14:00+02:00", "district": "1467", "acts": [],
        "channel": "PHONE_114", "feels_unsafe": false, "late_reason": null}}"""
    )
    assert say(parts, first.id, spelled).repeated


def test_a_repeat_gets_the_first_receipt_also_when_the_thing_has_moved_on(parts, clock):
    first = register(parts)
    supplemented = say(parts, first.id, more(), request="once", expected=1)
    say(parts, first.id, WithdrawContact(reason="Wrong."))
    clock.goes_on(days=30)  # by now it would be late as well
    assert register(parts, first.id).model_dump() == first.model_dump()
    again = say(parts, first.id, more(), request="once", expected=1)
    assert again.model_dump() == supplemented.model_dump()


def test_whoever_acts_on_an_old_version_is_told(parts):
    id = register(parts).id
    say(parts, id, more(), expected=1)
    for expected in (1, 3):
        with pytest.raises(MovedOn):
            say(parts, id, more(), expected=expected)
    assert say(parts, id, more(), expected=2).version == 3


def test_an_id_may_be_old_but_not_more_than_a_day_ahead(parts, clock):
    clock.goes_on(days=1)
    ahead = clock.new_id()
    clock.goes_on(days=1, milliseconds=1)
    far_ahead = clock.new_id()
    clock.goes_on(days=-2, milliseconds=-1)
    end_of_time = UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")
    for id in (far_ahead, end_of_time):
        with pytest.raises(Refused, match="more than a day ahead"):
            register(parts, id)
    register(parts, ahead)
    register(parts, UUID("00000000-0000-7000-8000-000000000000"))


def test_an_unknown_id_is_told_from_one_of_another_topic_by_nobody(parts):
    contact = register(parts, parties=(METTE,)).id
    for id in (parts.new_id(), follow_up_of(contact)):
        with pytest.raises(Unknown):
            say(parts, id, more())
    with pytest.raises(Unknown):
        parts.registry.execute(citizens, contact, ProtectAddress(), OFFICER)
    with pytest.raises(Refused, match="Something else is recorded"):
        register(parts, follow_up_of(contact))


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


def test_numbers_have_a_check_digit_and_are_the_first_ones_for_ever(parts):
    receipts = [register(parts) for _ in range(3)]
    for receipt in receipts:
        assert receipt.number
        prefix, digits = receipt.number.split("-")
        assert prefix == "H"
        mod_11_10.validate(digits)
        supplemented = say(parts, receipt.id, more())
        assert supplemented.number == receipt.number
    assert len({receipt.number for receipt in receipts}) == 3


def test_only_what_people_ask_for_by_number_has_one(parts):
    id = register(parts, parties=(METTE,)).id
    receipt = parts.registry.execute(
        follow_ups, follow_up_of(id), ClaimFollowUp(), OFFICER
    )
    assert receipt.number is None


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
        second = Thread(target=lambda: answers.extend(parts.registry.execute_all(batch)))
        second.start()
        wait_until_queued(parts)
    first.join()
    second.join()
    assert [type(answer) for answer in answers] == [Receipt, Receipt]
    assert [answer.version for answer in answers] == [3, 1]


def wait_until_queued(parts: Parts) -> None:
    from tests.infrastructure.appending import until

    until(lambda: parts.registry.recorder._queue)  # noqa: SLF001


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


def test_a_correction_is_told_from_another_one(parts):
    id = register(parts).id
    change: Callable[[str], CorrectContact] = lambda new: CorrectContact(
        field="district", old="1467", new=new, reason="Wrong district"
    )
    first = say(parts, id, change("1456"), request="once")
    assert say(parts, id, change("1456"), request="once") == first.model_copy(
        update={"repeated": True}
    )
    with pytest.raises(Refused, match="Something else"):
        say(parts, id, change("1461"), request="once")
