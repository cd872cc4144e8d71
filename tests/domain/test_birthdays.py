"""Whoever tells her birthday is known by it; it fits her CPR and the calendar."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from domain.citizens import (
    CitizenIdentified,
    IdentifyCitizen,
    ParticularsSupplied,
    SupplyParticulars,
    citizens,
)
from domain.complaints import complaints
from domain.contacts import ContactCorrected, CorrectContact, contacts
from domain.event import CprNumber, Personal
from tests.domain.cast import (
    CPR,
    METTE,
    VICTIM,
    mette,
    registered,
    told,
    told_victim,
    victim,
)
from tests.domain.complaining import AT
from tests.domain.complaining import told as told_complaint
from tests.specification import NOW, THING, given

BORN, OTHER_DAY = "1988-03-15", "1988-03-16"
ANOTHER = "another birthday"


def born(about, day=BORN):
    return Personal(about=about, text=day)


def correct(field, old, new):
    return CorrectContact(field=field, old=old, new=new, reason="Heard wrong")


def test_a_citizen_is_known_by_her_birthday_alone():
    event = CitizenIdentified(birthday=born(THING))
    given(citizens).when(IdentifyCitizen(birthday=BORN)).then(event)
    assert given(citizens, event).state.birthday == born(THING)
    later = ParticularsSupplied(birthday=born(THING, OTHER_DAY))
    given(citizens, event).when(SupplyParticulars(birthday=OTHER_DAY)).then(later)


def test_the_birthday_of_a_party_is_about_the_citizen_if_there_is_one():
    given(contacts).when(told(parties=[told_victim(birthday=BORN)])).then(
        registered(victim(birthday=born(VICTIM)))
    )
    here = given(contacts).where(others={METTE: mette})
    here.when(told(parties=[told_victim(citizen=METTE, birthday=BORN)])).then(
        registered(victim(citizen=METTE, birthday=born(METTE)))
    )


@pytest.mark.parametrize("day", ["15-03-1988", "1988-02-30", "1899-12-31", 19880315])
def test_what_is_no_day_is_nobodys_birthday(day):
    for asked in (IdentifyCitizen, SupplyParticulars, told_victim):
        with pytest.raises(ValidationError):
            asked(birthday=day)
    with pytest.raises(ValidationError):
        correct(f"parties.{VICTIM}.birthday", None, day)


def test_a_cpr_begins_with_the_birthday_that_is_told_with_it():
    here = given(citizens).where(citizens={CPR: THING})
    here.when(IdentifyCitizen(cpr=CPR, birthday=BORN)).decided()
    for other in (OTHER_DAY, "1988-04-15", "1989-03-15"):
        here.when(IdentifyCitizen(cpr=CPR, birthday=other)).then_refused(ANOTHER)
    here = given(contacts).where(citizens={CPR: METTE})
    party = told_victim(cpr=CPR, birthday=OTHER_DAY)
    here.when(told(parties=[party])).then_refused(ANOTHER)
    here = given(complaints).where(citizens={CPR: METTE}, at=AT)
    complainant = {"id": VICTIM, "cpr": CPR, "birthday": OTHER_DAY}
    here.when(told_complaint(complainant=complainant)).then_refused(ANOTHER)


def test_the_century_is_not_read_from_a_cpr():
    party = told_victim(cpr=CPR, birthday="1988-03-15")  # stdnum takes it for 1888
    event = given(contacts).where(citizens={CPR: METTE}).when(told(parties=[party]))
    [known] = event.decided().parties
    assert known.birthday == born(METTE)


def test_what_is_known_of_a_citizen_and_what_is_supplied_fit_together():
    known = CitizenIdentified(cpr=CprNumber(about=THING, text=CPR))
    here = given(citizens, known)
    here.when(SupplyParticulars(birthday=OTHER_DAY)).then_refused(ANOTHER)
    here.when(SupplyParticulars(birthday=BORN)).decided()
    slip = CitizenIdentified(birthday=born(THING, OTHER_DAY))
    here = given(citizens, slip).where(citizens={CPR: THING})
    here.when(SupplyParticulars(cpr=CPR)).then_refused(ANOTHER)
    here.when(SupplyParticulars(cpr=CPR, birthday=BORN)).decided()
    forgotten = CitizenIdentified(birthday=born(THING, None))
    here = given(citizens, forgotten).where(citizens={CPR: THING})
    here.when(SupplyParticulars(cpr=CPR)).decided()


def test_nobody_is_born_tomorrow_as_denmark_counts_days():
    midnight = datetime(2019, 6, 3, 22, tzinfo=UTC)  # the 4th begins in Denmark
    party = told(received_at=NOW.at, parties=[told_victim(birthday="2019-06-04")])
    given(citizens).where(at=midnight).when(
        IdentifyCitizen(birthday="2019-06-04")
    ).decided()
    for day in ("2019-06-05", "2190-01-01"):
        given(citizens).where(at=midnight).when(
            IdentifyCitizen(birthday=day)
        ).then_refused("in the future")
    given(contacts).when(party).then_refused("in the future")


def test_a_birthday_is_corrected_and_stays_personal():
    field = f"parties.{VICTIM}.birthday"
    for party, subject in ((victim(), VICTIM), (victim(citizen=METTE), METTE)):
        before = registered(party.model_copy(update={"birthday": born(subject)}))
        event = ContactCorrected(
            field=field,
            old=born(subject),
            new=born(subject, OTHER_DAY),
            reason="Heard wrong",
        )
        here = given(contacts, before)
        here.when(correct(field, BORN, OTHER_DAY)).then(event)
        here.when(correct(field, OTHER_DAY, BORN)).then_refused("not what stands")
        here.when(correct(field, BORN, "2190-01-01")).then_refused("in the future")
        [after] = given(contacts, before, event).state.facts.parties
        assert after == party.model_copy(update={"birthday": born(subject, OTHER_DAY)})


def test_a_corrected_birthday_fits_the_cpr_of_the_party_too():
    cpr = CprNumber(about=METTE, text=CPR)
    here = given(contacts, registered(victim(citizen=METTE, cpr=cpr)))
    field = f"parties.{VICTIM}.birthday"
    here.when(correct(field, None, OTHER_DAY)).then_refused(ANOTHER)
    here.when(correct(field, None, BORN)).decided()
    shown = {"id": str(VICTIM), "role": "VICTIM", "citizen": str(METTE), "cpr": CPR}
    other = shown | {"birthday": OTHER_DAY}
    here.when(correct("parties", [shown], [other])).then_refused(ANOTHER)
    event = here.when(
        correct("parties", [shown], [shown | {"birthday": BORN}])
    ).decided()
    assert event.new[0].get("birthday") == born(METTE)


def test_a_complaint_keeps_the_birthday_of_whoever_complains():
    complainant = {"id": VICTIM, "birthday": BORN}
    here = given(complaints).where(at=AT)
    event = here.when(told_complaint(complainant=complainant)).decided()
    assert event.complainant.birthday == born(VICTIM)
