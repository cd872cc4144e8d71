"""Two officers register the same call: one contact answers it, the other is told."""

from functools import partial
from uuid import UUID

import pytest

from api.composition import Parts
from domain.contacts import contacts
from domain.decider import Refused
from domain.event import By
from domain.intake import IntakeObserved, ObserveIntake, SettleIntake, intake
from infrastructure.asked import Asked, Receipt
from tests.domain.cast import EVENING, told
from tests.infrastructure.registering import all_stored, at_once, register
from tests.specification import OFFICER

GATEWAY = By(id="GW-01", role="GATEWAY", district=None)
WRONG = SettleIntake(reason="WRONG_NUMBER")
CALL = ObserveIntake(source="TC1-42", channel="PHONE_114", district="1467", at=EVENING)


@pytest.fixture
def call(parts: Parts) -> UUID:
    return parts.registry.execute(intake, parts.new_id(), CALL, GATEWAY).id


def topics(parts: Parts) -> list[str]:
    return [row.topic for row in all_stored(parts)]


def test_of_sixteen_who_register_one_call_one_has_it(parts, another, call) -> None:
    processes = [parts, another()]
    outcomes = at_once(
        [lambda n=n: register(processes[n % 2], intake=call) for n in range(16)]
    )
    [receipt] = [each for each in outcomes if isinstance(each, Receipt)]
    assert {type(each) for each in outcomes} == {Receipt, Refused}
    assert topics(parts) == ["IntakeObserved", "ContactRegistered", "IntakeRegistered"]
    [_, answered] = parts.registry.history(call)
    assert answered.event.contact == receipt.id
    assert (answered.by, answered.request, answered.body) == (OFFICER, None, None)


def test_a_call_is_registered_or_settled_and_never_both(parts, another, call) -> None:
    there = another()
    settle = partial(there.registry.execute, intake, call, WRONG, OFFICER)
    outcomes = at_once([lambda: register(parts, intake=call), settle])
    assert {type(each) for each in outcomes} == {Receipt, Refused}
    assert len(parts.registry.history(call)) == 2


def test_two_of_one_batch_do_not_answer_the_same_call(parts, call) -> None:
    batch = [
        Asked(contacts, parts.new_id(), told(intake=call), OFFICER) for _ in range(2)
    ]
    first, second = parts.registry.execute_all(batch)
    assert isinstance(first, Receipt)
    assert "already registered" in str(second)
    assert topics(parts).count("ContactRegistered") == 1


def test_a_journal_may_tell_of_a_call_and_its_answer_in_one_save(parts) -> None:
    call, id = parts.new_id(), parts.new_id()
    receipts = parts.registry.execute_all(
        [
            Asked(intake, call, CALL, GATEWAY),
            Asked(contacts, id, told(intake=call), OFFICER),
        ]
    )
    assert [receipt.version for receipt in receipts] == [1, 1]
    assert topics(parts) == ["IntakeObserved", "ContactRegistered", "IntakeRegistered"]


def test_a_registration_that_is_sent_again_answers_it_once(parts, call) -> None:
    id = parts.new_id()
    receipts = [register(parts, id, intake=call) for _ in range(2)]
    assert [receipt.repeated for receipt in receipts] == [False, True]
    assert len(parts.registry.history(call)) == 2


def test_an_exchange_that_sends_a_call_again_observes_it_once(parts, call) -> None:
    again = parts.registry.execute(intake, call, CALL, GATEWAY)
    assert again.repeated
    [observed] = parts.registry.history(call)
    assert isinstance(observed.event, IntakeObserved)
