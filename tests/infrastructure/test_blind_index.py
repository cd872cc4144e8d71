"""A CPR finds one citizen, and is itself nowhere to be found."""

from uuid import uuid4

import pytest
from stdnum.dk import cpr as danish

from domain.citizens import IdentifyCitizen, SupplyParticulars, citizens
from domain.contacts import contacts
from domain.decider import Refused
from domain.event import CprNumber
from infrastructure.asked import Asked, Receipt
from infrastructure.blind_index import BlindIndex
from tests.domain.cast import CPR, told, told_victim
from tests.infrastructure.registering import (
    METTE,
    all_stored,
    at_once,
    every_byte,
    register,
)
from tests.specification import OFFICER

OTHER_CPR = "0101015017"


def citizens_of(parts) -> list:
    return [
        row.originator_id
        for row in all_stored(parts)
        if row.topic == "CitizenIdentified"
    ]


def named_in(parts, id) -> object:
    return parts.registry.history(id)[0].event.parties[0].citizen


def test_sixteen_who_name_one_cpr_at_once_name_one_citizen(parts) -> None:
    def of_anybody() -> Receipt:
        party = told_victim(id=uuid4(), cpr=CPR)
        return register(parts, parties=(party,))

    receipts = at_once([of_anybody] * 16)
    [citizen] = citizens_of(parts)
    assert {named_in(parts, receipt.id) for receipt in receipts} == {citizen}
    assert parts.blind_index.find(CPR) == citizen


def test_two_processes_agree_whose_a_cpr_is(parts, another) -> None:
    mine, hers = uuid4(), uuid4()
    indexes = [parts.blind_index, another().blind_index] * 4
    took = at_once(
        [
            lambda index=index, whose=whose: index.reserve({CPR: whose})
            for index, whose in zip(indexes, [mine, hers] * 4, strict=True)
        ]
    )
    won = parts.blind_index.find(CPR)
    assert took == [whose == won for whose in [mine, hers] * 4]


def test_who_reserves_the_same_in_another_order_waits_and_gets_them(parts) -> None:
    wanted = {f"{n:010}": uuid4() for n in range(1000)}
    backwards = dict(reversed(wanted.items()))
    for _ in range(5):
        took = at_once(
            [
                lambda order=order: parts.blind_index.reserve(order)
                for order in (wanted, backwards)
            ]
        )
        assert took == [True, True]
        parts.blind_index.forget(wanted.values())


def test_a_cpr_is_nowhere_in_clear(parts, as_admin) -> None:
    register(parts, parties=(METTE,))
    dashed = danish.format(CPR)
    for address in (as_admin.archive, as_admin.keys):
        stolen = every_byte(address)
        assert CPR.encode() not in stolen
        assert dashed.encode() not in stolen


def test_another_secret_finds_nobody(parts, addresses, another) -> None:
    register(parts, parties=(METTE,))
    assert another().blind_index.find(CPR)
    foreign = BlindIndex(parts.blind_index._db, bytes(32))  # noqa: SLF001
    assert foreign.find(CPR) is None


def test_who_is_forgotten_is_not_found_and_all_others_are(parts) -> None:
    mette, anne = uuid4(), uuid4()
    assert parts.blind_index.reserve({CPR: mette, OTHER_CPR: anne})
    parts.blind_index.forget([mette])
    assert parts.blind_index.find(CPR) is None
    assert parts.blind_index.find(OTHER_CPR) == anne


def test_a_cpr_that_nobody_registered_yet_waits_for_the_next_who_names_it(
    parts,
) -> None:
    """As after a crash between the index and the event."""
    reserved = parts.new_id()
    assert parts.blind_index.reserve({CPR: reserved})
    id = register(parts, parties=(METTE,)).id
    assert named_in(parts, id) == reserved
    assert citizens_of(parts) == [reserved]


def test_who_identifies_a_citizen_under_another_id_than_the_reserved_one_is_told(
    parts,
) -> None:
    reserved, other = parts.new_id(), parts.new_id()
    assert parts.blind_index.reserve({CPR: reserved})
    command = IdentifyCitizen(cpr=CPR)
    with pytest.raises(Refused, match=f"reserved for the citizen {reserved}"):
        parts.registry.execute(citizens, other, command, OFFICER)
    parts.registry.execute(citizens, reserved, command, OFFICER)
    assert citizens_of(parts) == [reserved]


def test_two_who_identify_themselves_by_one_cpr_at_once_are_not_both_believed(
    parts,
) -> None:
    ids = [parts.new_id() for _ in range(8)]
    command = IdentifyCitizen(cpr=CPR)
    outcomes = at_once(
        [
            lambda one=one: parts.registry.execute(citizens, one, command, OFFICER)
            for one in ids
        ]
    )
    assert sum(isinstance(outcome, Receipt) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 7
    assert citizens_of(parts) == [parts.blind_index.find(CPR)]


def test_a_second_cpr_of_a_citizen_finds_her_too(parts) -> None:
    id = register(parts, parties=(METTE,)).id
    mette = named_in(parts, id)
    parts.registry.execute(citizens, mette, SupplyParticulars(cpr=OTHER_CPR), OFFICER)
    assert parts.blind_index.find(CPR) == parts.blind_index.find(OTHER_CPR) == mette
    again = register(parts, parties=(told_victim(cpr=OTHER_CPR),)).id
    assert named_in(parts, again) == mette


@pytest.mark.parametrize("first_comes", ["a citizen", "a contact"])
def test_commands_of_one_save_agree_whose_a_cpr_is(parts, first_comes: str) -> None:
    identify = Asked(citizens, parts.new_id(), IdentifyCitizen(cpr=CPR), OFFICER)
    again = Asked(citizens, parts.new_id(), IdentifyCitizen(cpr=CPR), OFFICER)
    contact = Asked(contacts, parts.new_id(), told(parties=(METTE,)), OFFICER)
    batch = [identify, contact] if first_comes == "a citizen" else [contact, identify]
    first, second, third = parts.registry.execute_all([*batch, again])
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt if first_comes == "a citizen" else Refused)
    assert isinstance(third, Refused)
    assert citizens_of(parts) == [named_in(parts, contact.id)]
    assert parts.blind_index.find(CPR) == named_in(parts, contact.id)
    assert isinstance(
        parts.registry.history(contact.id)[0].event.parties[0].cpr, CprNumber
    )
