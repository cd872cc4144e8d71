import pytest
from pydantic import ValidationError

from domain.citizens import (
    AddressProtected,
    AddressProtectionLifted,
    CitizenIdentified,
    IdentifyCitizen,
    InstructSafeContact,
    KeepCitizensApart,
    LiftAddressProtection,
    LinkCitizen,
    ParticularsSupplied,
    ProtectAddress,
    SafeContactInstructed,
    SupplyParticulars,
    UnlinkCitizen,
    citizens,
)
from domain.event import CprNumber, Personal
from domain.people import KnownCitizen, SafeContact
from tests.domain.cast import CPR, METTE, OTHER, mette
from tests.specification import THING, given


def words(text: str) -> Personal:
    return Personal(about=THING, text=text)


named = CitizenIdentified(name=words("Mette Rønnow"))
protected = AddressProtected()


def test_a_citizen_is_known_by_any_particular():
    command = IdentifyCitizen(name="Mette Rønnow")
    given(citizens).when(command).then(named)
    given(citizens, named).when(command).then_refused("already identified")
    for command in (IdentifyCitizen, SupplyParticulars):
        with pytest.raises(ValidationError):
            command(name=None)


def test_a_cpr_that_is_nobodys_or_ones_own_is_taken():
    event = CitizenIdentified(cpr=CprNumber(about=THING, text=CPR))
    for owner in (OTHER, THING):
        given(citizens).where(citizens={CPR: owner}).when(
            IdentifyCitizen(cpr="150388-5014")
        ).then(event)


def test_a_cpr_belongs_to_one_citizen():
    here = given(citizens, named).where(citizens={CPR: METTE}, others={METTE: mette})
    here.when(SupplyParticulars(cpr=CPR)).then_refused("belongs to another citizen")
    here.where(others={}, bound={CPR}).when(SupplyParticulars(cpr=CPR)).then_refused(
        f"reserved for the citizen {METTE}: identify the citizen under that id"
    )


def test_particulars_not_supplied_stay_as_they_are():
    event = ParticularsSupplied(phone=words("20304050"))
    given(citizens, named).when(SupplyParticulars(phone="20304050")).then(event)
    assert given(citizens, named, event).state == KnownCitizen(
        name=words("Mette Rønnow"), phone=words("20304050")
    )


def test_an_address_is_protected_and_its_protection_lifted_once():
    lifted = AddressProtectionLifted()
    given(citizens, named).when(ProtectAddress()).then(protected)
    given(citizens, named).when(LiftAddressProtection()).then_refused("not protected")
    here = given(citizens, named, protected)
    assert here.state.address_protected
    here.when(ProtectAddress()).then_refused("already protected")
    here.when(LiftAddressProtection()).then(lifted)
    assert not given(citizens, named, protected, lifted).state.address_protected


def test_the_last_instruction_on_safe_contact_holds():
    direct, any_way = (
        SafeContactInstructed(safe_contact=how, reason="She asked for it")
        for how in ("DIRECT_ONLY", "ANY")
    )
    given(citizens, named).when(
        InstructSafeContact(safe_contact="DIRECT_ONLY", reason="She asked for it")
    ).then(direct)
    assert given(citizens, named).state.safe_contact is None
    after = given(citizens, named, direct).state
    assert after.safe_contact == SafeContact.DIRECT_ONLY
    after = given(citizens, named, direct, any_way).state
    assert after.safe_contact == SafeContact.ANY


@pytest.mark.parametrize(
    "command",
    [
        SupplyParticulars(name="x"),
        ProtectAddress(),
        LiftAddressProtection(),
        InstructSafeContact(safe_contact="ANY", reason="x"),
        LinkCitizen(other=METTE, basis="x"),
        UnlinkCitizen(other=METTE, reason="x"),
        KeepCitizensApart(other=METTE, reason="x"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_known_of_a_citizen_who_was_never_identified(command):
    given(citizens).when(command).then_refused("no citizen")
