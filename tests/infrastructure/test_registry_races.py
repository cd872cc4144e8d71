"""Many want the same at once: one wins, the others are told, and no rule gives way."""

from functools import partial
from uuid import UUID

from stdnum.iso7064 import mod_11_10

from api.composition import Parts
from domain.contacts import MarkDuplicate, contacts
from domain.decider import Refused
from domain.event import By
from domain.facts import KnownContact
from domain.follow_ups import ClaimFollowUp, follow_ups
from domain.ids import follow_up_of
from infrastructure.asked import Asked, MovedOn, Receipt
from tests.domain.cast import told, told_victim
from tests.infrastructure.registering import (
    METTE,
    all_stored,
    at_once,
    more,
    register,
    say,
)
from tests.specification import OFFICER


def receipts_in(outcomes: list[object]) -> list[Receipt]:
    return [outcome for outcome in outcomes if isinstance(outcome, Receipt)]


def marks(parts: Parts, pair: tuple[UUID, UUID]) -> Receipt:
    id, of = pair
    return say(parts, id, MarkDuplicate(of=of, reason="Same call"))


def contact(parts: Parts, id: UUID) -> KnownContact:
    state = contacts.state_after(each.event for each in parts.registry.history(id))
    assert isinstance(state, KnownContact)
    return state


def test_sixteen_who_send_one_registration_ten_times_have_one_contact(
    parts, another
) -> None:
    id, processes = parts.new_id(), [parts, another()]

    def insist(process: Parts) -> list[Receipt]:
        return [register(process, id, parties=(METTE,)) for _ in range(10)]

    outcomes = at_once([lambda n=n: insist(processes[n % 2]) for n in range(16)])
    receipts = [receipt for outcome in outcomes for receipt in outcome]
    assert len({receipt.model_dump_json() for receipt in receipts}) == 1
    assert [row.topic for row in all_stored(parts)] == [
        "ContactRegistered",
        "CitizenIdentified",
        "FollowUpOpened",
    ]


def test_of_sixteen_who_claim_a_follow_up_one_has_it(parts) -> None:
    id = follow_up_of(register(parts, parties=(told_victim(),)).id)
    officers = [By(id=f"K-{n}", role="OFFICER", district="1467") for n in range(16)]
    outcomes = at_once(
        [
            lambda by=by: parts.registry.execute(follow_ups, id, ClaimFollowUp(), by)
            for by in officers
        ]
    )
    assert len(receipts_in(outcomes)) == 1
    assert {type(outcome) for outcome in outcomes} == {Receipt, Refused}
    [claimed] = [row for row in all_stored(parts) if row.topic == "FollowUpClaimed"]
    winner = officers[outcomes.index(receipts_in(outcomes)[0])]
    assert parts.registry.history(id)[-1].by == winner
    assert claimed.originator_version == 2


def test_two_contacts_never_become_duplicates_of_each_other(parts, another) -> None:
    processes = [parts, another()]
    for _ in range(10):
        one, other = register(parts).id, register(parts).id
        pairs = [(one, other), (other, one)]
        outcomes = at_once(
            [partial(marks, *each) for each in zip(processes, pairs, strict=True)]
        )
        assert len(receipts_in(outcomes)) == 1
        marked = [pair for pair in pairs if not contact(parts, pair[0]).effective]
        assert marked == [pairs[outcomes.index(receipts_in(outcomes)[0])]]


def test_a_chain_of_duplicates_never_comes_about(parts) -> None:
    for _ in range(10):
        a, b, c = (register(parts).id for _ in range(3))
        outcomes = at_once([partial(marks, parts, pair) for pair in ((a, b), (b, c))])
        assert len(receipts_in(outcomes)) == 1


def test_numbers_are_given_to_one_contact_each(parts, another) -> None:
    processes = [parts, another()]

    def some(process: Parts) -> list[Receipt | Exception]:
        batch = [Asked(contacts, process.new_id(), told(), OFFICER) for _ in range(5)]
        return [register(process), *process.registry.execute_all(batch)]

    outcomes = at_once([lambda n=n: some(processes[n % 2]) for n in range(8)])
    numbers = [receipt.number for receipts in outcomes for receipt in receipts]
    assert len(set(numbers)) == len(numbers) == 48
    for number in numbers:
        assert number.startswith("H-")
        mod_11_10.validate(number.removeprefix("H-"))


def test_of_sixteen_with_the_same_version_in_hand_one_goes_on(parts) -> None:
    id = register(parts).id
    outcomes = at_once(
        [
            lambda text=f"Said {n}.": say(parts, id, more(text), expected=1)
            for n in range(16)
        ]
    )
    assert len(receipts_in(outcomes)) == 1
    assert {type(outcome) for outcome in outcomes} == {Receipt, MovedOn}


def test_what_many_say_at_once_is_all_recorded_or_refused(parts) -> None:
    id = register(parts).id
    outcomes = at_once(
        [lambda text=f"Said {n}.": say(parts, id, more(text)) for n in range(8)]
    )
    versions = sorted(receipt.version for receipt in receipts_in(outcomes))
    assert versions == [*range(2, 2 + len(versions))]
    history = parts.registry.history(id)
    said = {each.event.text.text for each in history[1:]}
    assert len(said) == len(versions) >= 1
    assert all(
        isinstance(outcome, Receipt) or "send it again" in str(outcome)
        for outcome in outcomes
    )


def test_one_key_said_by_many_at_once_is_said_once(parts) -> None:
    id = register(parts).id
    outcomes = at_once([lambda: say(parts, id, more(), request="once")] * 16)
    assert len(receipts_in(outcomes)) == 16
    assert sum(not receipt.repeated for receipt in outcomes) == 1
    assert len(all_stored(parts)) == 2


def test_batches_with_the_same_commands_record_each_once(parts, another) -> None:
    """As when a journal is imported twice at the same time."""
    ids = [parts.new_id() for _ in range(20)]
    batch = [Asked(contacts, id, told(parties=(told_victim(),)), OFFICER) for id in ids]
    processes = [parts, another()]
    outcomes = at_once(
        [lambda p=process: p.registry.execute_all(batch) for process in processes]
    )
    assert outcomes[0] == [
        mine.model_copy(update={"repeated": other.repeated})
        for mine, other in zip(outcomes[1], outcomes[0], strict=True)
    ]
    assert len(all_stored(parts)) == 40
