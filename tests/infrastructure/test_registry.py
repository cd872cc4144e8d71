"""One door: what was asked is recorded once, whole with all it leads to, or not at all."""

from base64 import b64encode
from uuid import UUID

import pytest
from stdnum.iso7064 import mod_11_10

from domain.canonical import canonical
from domain.citizens import ProtectAddress, citizens
from domain.contacts import (
    RegisterContact,
    WithdrawContact,
)
from domain.decider import Refused
from domain.follow_ups import ClaimFollowUp, follow_ups
from domain.ids import follow_up_of
from infrastructure.asked import MovedOn, Unknown
from tests.domain.cast import CPR, VICTIM, told_victim
from tests.infrastructure.registering import METTE, all_stored, more, register, say
from tests.specification import OFFICER


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


def test_the_digest_leaves_out_defaults_so_that_new_fields_change_nothing(parts):
    id = register(parts).id
    asked = {
        "channel": "PHONE_114",
        "district": "1467",
        "kind": "UNSETTLING_BEHAVIOUR",
        "narrative": "Somebody stands outside.",
        "received_at": "2019-06-03T20:14:00Z",
    }
    digest = parts.keys.digest(canonical({"do": "RegisterContact", "with": asked}))
    assert parts.registry.history(id)[0].body == b64encode(digest).decode()


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
