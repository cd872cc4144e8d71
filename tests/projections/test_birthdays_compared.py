"""Whoever has told a birthday is compared by it, and a birthday never lists anybody."""

from domain.citizens import LinkCitizen, SupplyParticulars
from domain.contacts import (
    CorrectContact,
    IdentifyParty,
    WithdrawContact,
    contacts,
)
from domain.event import By, Role
from projections.suggestions import of_citizen

SUPERVISOR = By(id="K-1", role=Role.SUPERVISOR, district="1467")
BORN, ANOTHER = "1988-03-15", "1961-02-03"
CPR = "1503880001"  # of somebody born then


def test_one_birthday_and_a_misspelt_name_are_one_person(read_models, known):
    mette = known(name="Mette Rønnow", birthday=BORN)
    other = known(name="Metthe Roennow", birthday=BORN)
    [suggestion] = of_citizen(read_models.db, mette)
    assert (suggestion.citizen, suggestion.basis.birthday) == (other, 25)
    assert suggestion.score > 60  # more than a name can say


def test_one_name_and_two_birthdays_are_two(known, suggested):
    father, son = (known(name="Jens Holm", birthday=day) for day in (ANOTHER, BORN))
    assert suggested(father) == suggested(son) == []


def test_twins_are_two(known, suggested):
    shared = {"birthday": BORN, "address": "Algade 12", "phone": "20304050"}
    emma, ida = (known(name=f"{given} Lund", **shared) for given in ("Emma", "Ida"))
    assert suggested(emma) == suggested(ida) == []


def test_a_birthday_alone_says_nothing(known, suggested):
    one, other = known(birthday=BORN), known(birthday=BORN)
    assert suggested(one) == suggested(other) == []
    both = [known(birthday=BORN, address="Algade 12") for _ in range(2)]
    assert suggested(both[0]) == []


def test_a_birthday_is_told_or_is_in_the_cpr(read_models, known, suggested):
    mette, other = known(name="Mette", cpr=CPR), known(name="Mette Rønnow")
    assert suggested(mette) == suggested(other) == []
    third = known(name="Mette Dahl", birthday=BORN)
    assert suggested(mette) == [third]
    assert suggested(third) == [mette]
    namesake = known(name="Mette Rønnow", birthday=ANOTHER)
    assert suggested(namesake) == [other]


def test_who_has_told_a_birthday_but_no_cpr_may_be_somebody_with_a_cpr(
    known, decided, suggested
):
    mette, told = known(name="Mette", cpr=CPR), known(name="Mette", birthday=BORN)
    assert (suggested(mette), suggested(told)) == ([told], [mette])
    decided(told, SupplyParticulars(cpr="1503880002"))
    assert suggested(mette) == suggested(told) == []


def test_linked_citizens_share_their_birthday(known, decided, suggested):
    mette, unborn = known(name="Mette Hansen", birthday=BORN), known(name="Mette Riis")
    third = known(name="Mette Rønnow", birthday=BORN)
    assert suggested(unborn) == []
    decided(unborn, LinkCitizen(other=mette, basis="Hun sagde det"))
    assert suggested(unborn) == [third]


def test_the_birthday_of_a_party_is_compared_until_it_is_corrected(
    read_models, known, told, may_be
):
    mette = known(name="Mette Rønnow", birthday=BORN)
    contact, party = told(name="Mette Hansen", birthday=BORN)
    assert may_be(contact) == [mette]
    field = f"parties.{party}.birthday"
    for old, new, found in ((BORN, ANOTHER, []), (ANOTHER, BORN, [mette])):
        command = CorrectContact(field=field, old=old, new=new, reason="Hørt forkert")
        read_models.record(contacts, contact, command)
        assert may_be(contact) == found


def test_a_birthday_told_in_a_contact_is_the_citizens_while_it_is_effective(
    read_models, known, told, suggested
):
    hansen = known(name="Mette Hansen")
    mette = known(name="Mette Rønnow", birthday=BORN)
    contact, party = told(birthday=BORN)
    identify = IdentifyParty(party=party, citizen=hansen, basis="Stemmen")
    read_models.record(contacts, contact, identify)
    assert suggested(hansen) == [mette]
    withdraw = WithdrawContact(reason="Fejl")
    read_models.record(contacts, contact, withdraw, by=SUPERVISOR)
    assert suggested(hansen) == []


def test_the_birthday_of_the_forgotten_is_nowhere(read_models, known, told, suggested):
    mette, other = (known(name="Mette", birthday=BORN) for _ in range(2))
    _, party = told(birthday=BORN)
    assert suggested(other) == [mette]
    read_models.forget(mette, party)
    for _ in ("live", "rebuilt"):
        assert suggested(other) == suggested(mette) == []
        read_models.db.execute(
            "select citizen, party from contact_search.particular where folded = %s",
            (BORN,),
        )
        [row] = read_models.db.fetchall()
        assert (row["citizen"], row["party"]) == (other, None)
        read_models.rebuild()
