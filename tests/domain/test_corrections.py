from typing import Any

import pytest
from pydantic import ValidationError

from domain.contacts import ContactCorrected, CorrectContact, contacts
from domain.corrections import as_it_stands
from domain.event import CprNumber, Personal
from domain.facts import Act
from domain.kinds import ActKind
from domain.people import SafeContact
from tests.domain.cast import (
    CPR,
    METTE,
    OFFENDER,
    VICTIM,
    about_contact,
    registered,
    victim,
)
from tests.specification import THING, given

LEFT_OUT = dict.fromkeys(
    ["citizen", "name", "cpr", "phone", "email", "address", "birthday"]
)
stranger = victim(name=Personal(about=VICTIM, text="Mette Rønow"))
known = victim(
    citizen=METTE,
    name=Personal(about=METTE, text="Mette Rønow"),
    cpr=CprNumber(about=METTE, text=CPR),
)
SHOWN = {"id": str(VICTIM), "role": "VICTIM", "name": "Mette Rønow"}
WHOLE = LEFT_OUT | SHOWN | {"address_protected": False, "safe_contact": "ANY"}


def correct(field: str, old: Any, new: Any) -> CorrectContact:
    return CorrectContact(field=field, old=old, new=new, reason="Heard wrong")


def corrected(field: str, old: Any, new: Any) -> ContactCorrected:
    return ContactCorrected(field=field, old=old, new=new, reason="Heard wrong")


def test_scenario_8_a_corrected_municipality_shows_both_values():
    before = registered(municipality="0265")
    event = corrected("municipality", "0265", "0259")
    given(contacts, before).when(correct("municipality", "0265", "0259")).then(event)
    after = given(contacts, before, event).state
    assert dict(after.facts) == dict(before) | {"municipality": "0259"}
    assert (after.facts.number, after.facts.district) == ("H-19", "1467")


def test_a_corrected_narrative_stays_personal():
    old, new = "Somebody stands outside.", "Somebody stood outside."
    event = corrected("narrative", about_contact(old), about_contact(new))
    given(contacts, registered()).when(correct("narrative", old, new)).then(event)
    after = given(contacts, registered(), event).state
    assert after.facts.narrative == about_contact(new)


def test_a_corrected_name_is_about_the_citizen_if_the_party_is_one():
    field = f"parties.{VICTIM}.name"
    command = correct(field, "Mette Rønow", "Mette Rønnow")
    for party, subject in ((stranger, VICTIM), (known, METTE)):
        new = Personal(about=subject, text="Mette Rønnow")
        event = corrected(field, party.name, new)
        given(contacts, registered(party)).when(command).then(event)
        [after] = given(contacts, registered(party), event).state.facts.parties
        assert after == party.model_copy(update={"name": new})


def test_a_party_is_named_in_one_spelling_in_the_archive():
    loud = f"parties.{VICTIM}".upper().replace("PARTIES", "parties") + ".safe_contact"
    event = corrected(f"parties.{VICTIM}.safe_contact", "ANY", "DIRECT_ONLY")
    before = registered(stranger)
    given(contacts, before).when(correct(loud, "ANY", "DIRECT_ONLY")).then(event)
    [after] = given(contacts, before, event).state.facts.parties
    assert after.safe_contact == SafeContact.DIRECT_ONLY


def test_lists_are_replaced_whole():
    before = registered(acts=(Act(kind=ActKind.SMS, count=14),))
    old, new = [{"kind": "SMS", "count": 14}], [{"kind": "SMS", "count": 41}]
    event = corrected("acts", old, new)
    given(contacts, before).when(correct("acts", old, new)).then(event)
    after = given(contacts, before, event).state
    assert after.facts.acts == (Act(kind=ActKind.SMS, count=41),)


def test_a_forgotten_party_is_added_and_a_wrong_one_left_out():
    before = registered(stranger)
    event = (
        given(contacts, before)
        .when(correct("parties", [SHOWN], [SHOWN | {"id": str(OFFENDER)}]))
        .decided()
    )
    assert event == corrected(
        "parties",
        [WHOLE | {"name": stranger.name}],
        [
            WHOLE
            | {
                "id": str(OFFENDER),
                "name": Personal(about=OFFENDER, text="Mette Rønow"),
            }
        ],
    )
    [party] = given(contacts, before, event).state.facts.parties
    assert party == stranger.model_copy(
        update={"id": OFFENDER, "name": Personal(about=OFFENDER, text="Mette Rønow")}
    )


def test_who_a_party_is_changes_by_identification_only():
    shown = SHOWN | {"citizen": str(METTE), "cpr": CPR}
    here = given(contacts, registered(known))
    because = "identify the party"
    for new in ([], [SHOWN], [shown | {"cpr": None}], [SHOWN | {"id": str(OFFENDER)}]):
        here.when(correct("parties", [shown], new)).then_refused(because)
    kept = correct("parties", [shown], [shown | {"name": "Mette Rønnow"}])
    event = here.when(kept).decided()
    [party] = given(contacts, registered(known), event).state.facts.parties
    assert party == known.model_copy(
        update={"name": Personal(about=METTE, text="Mette Rønnow")}
    )


def test_a_new_party_has_an_id_of_its_own():
    new = [{"id": str(THING), "role": "WITNESS"}]
    given(contacts, registered()).when(correct("parties", [], new)).then_refused(
        "id of its own"
    )


def test_a_time_is_compared_not_its_spelling():
    command = correct(
        "received_at", "2019-06-03T22:14:00+02:00", "2019-06-03T22:15:00+02:00"
    )
    event = corrected("received_at", "2019-06-03T20:14:00Z", "2019-06-03T20:15:00Z")
    given(contacts, registered()).when(command).then(event)


def test_a_corrected_contact_is_not_received_in_the_future_either():
    given(contacts, registered()).when(
        correct("received_at", "2019-06-03T20:14:00Z", "2019-06-03T20:24:01Z")
    ).then_refused("in the future")


def test_the_old_value_is_what_stands():
    here = given(contacts, registered())
    here.when(correct("kind", "THEFT", "BURGLARY")).then_refused("not what stands")
    here.when(correct("narrative", 7, "x")).then_refused("not what stands")


def test_a_correction_changes_something():
    given(contacts, registered()).when(correct("acts", [], ())).then_refused(
        "stands already"
    )


def test_forgotten_words_are_corrected_as_null():
    before = registered(narrative=about_contact(None))
    event = corrected("narrative", about_contact(None), about_contact("Told again"))
    given(contacts, before).when(correct("narrative", None, "Told again")).then(event)


def test_only_a_party_of_the_contact_is_corrected():
    given(contacts, registered()).when(
        correct(f"parties.{VICTIM}.role", "VICTIM", "WITNESS")
    ).then_refused("no party")


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("number", "H-2"),
        ("intake", None),
        ("colour", "red"),
        ("parties.me.name", "x"),
        (f"parties.{VICTIM}.citizen", str(METTE)),
        (f"parties.{VICTIM}.cpr", CPR),
        (f"parties.{VICTIM}.id", str(OFFENDER)),
        (f"parties.{VICTIM}", {}),
        ("district", "1472"),
        ("district", None),
        ("feels_unsafe", "true"),
        ("feels_unsafe", 1),
        ("acts", [{"kind": "SMS", "count": 1.5}]),
        ("parties", [SHOWN, SHOWN]),
        ("narrative", "a\x00b"),
    ],
)
def test_what_can_never_stand_in_a_field_is_not_even_asked(field: str, new: Any):
    with pytest.raises(ValidationError):
        correct(field, None, new)


def test_a_bottomless_value_is_not_even_asked():
    bottomless: Any = []
    for _ in range(500):
        bottomless = [bottomless]
    with pytest.raises(ValidationError):
        correct("acts", bottomless, [])


@pytest.mark.parametrize(
    ("field", "stands"),
    [
        ("narrative", "Somebody stands outside."),
        ("received_at", "2019-06-03T20:14:00Z"),
        (f"parties.{VICTIM}.name", "Mette Rønow"),
        ("parties", [WHOLE]),
        ("acts", []),
    ],
)
def test_what_stands_is_what_a_correction_must_name(field, stands):
    before = registered(parties=(stranger,))
    assert as_it_stands(before, field) == stands


@pytest.mark.parametrize(
    "field", ["intake", "parties.me.name", f"parties.{OFFENDER}.name", "x.y.z"]
)
def test_nothing_stands_in_a_field_that_is_not_there(field):
    with pytest.raises(LookupError):
        as_it_stands(registered(parties=(stranger,)), field)
