"""What a person has decided about two who look alike is not asked again."""

from domain.citizens import (
    KeepCitizensApart,
    LinkCitizen,
    SupplyParticulars,
    UnlinkCitizen,
)
from domain.contacts import WithdrawIdentification, contacts

CPR, OTHER_CPR = "1503885014", "1503885022"


def test_two_cprs_are_two_persons(known, decided, suggested):
    one, other = (known(name="Jens Holm", phone="20304050") for _ in range(2))
    assert suggested(one) == [other]
    decided(one, SupplyParticulars(cpr=CPR))
    assert suggested(one) == [other]
    decided(other, SupplyParticulars(cpr=OTHER_CPR))
    assert suggested(one) == suggested(other) == []


def test_a_cpr_told_in_a_contact_counts_until_the_identification_is_withdrawn(
    read_models, known, told, suggested
):
    one, other = known(name="Jens Holm"), known(name="Jens Holm", cpr=OTHER_CPR)
    contact, party = told(name="Jens Holm", cpr=CPR, citizen=one)
    assert suggested(one) == suggested(other) == []
    withdraw = WithdrawIdentification(party=party, reason="Navnesammenfald")
    read_models.record(contacts, contact, withdraw)
    assert (suggested(one), suggested(other)) == ([other], [one])


def test_who_is_linked_is_not_suggested_again_nor_whom_they_are_linked_with(
    known, decided, suggested
):
    one, two, three = (known(name="Jens Holm") for _ in range(3))
    decided(one, LinkCitizen(other=two, basis="Samme telefon"))
    assert suggested(one) == suggested(two) == [three]
    assert set(suggested(three)) == {one, two}
    decided(two, LinkCitizen(other=three, basis="Samme stemme"))
    assert suggested(one) == suggested(two) == suggested(three) == []


def test_linked_citizens_are_compared_as_one(known, decided, suggested):
    jens = known(name="Jens Holm")
    other = known(phone="20304050", email="j@example.dk")
    third = known(name="Jens", phone="20304050")
    assert third not in suggested(jens)
    decided(jens, LinkCitizen(other=other, basis="Han sagde det"))
    assert suggested(jens) == [third]
    decided(other, SupplyParticulars(cpr=CPR))
    decided(third, SupplyParticulars(cpr=OTHER_CPR))
    assert suggested(jens) == suggested(third) == []


def test_who_is_kept_apart_is_not_suggested_until_linked_after_all(
    known, decided, suggested
):
    father, son = (known(name="Jens Holm") for _ in range(2))
    decided(father, KeepCitizensApart(other=son, reason="Far og søn"))
    assert suggested(father) == suggested(son) == []
    decided(son, LinkCitizen(other=father, basis="Dog den samme"))
    decided(father, UnlinkCitizen(other=son, reason="Alligevel ikke"))
    assert suggested(father) == suggested(son) == []


def test_whoever_is_kept_apart_from_one_is_so_from_all_linked_with_her(
    known, decided, suggested
):
    one, two, son = (known(name="Jens Holm") for _ in range(3))
    decided(one, KeepCitizensApart(other=son, reason="Far og søn"))
    assert (suggested(one), suggested(son)) == ([two], [two])
    decided(one, LinkCitizen(other=two, basis="Samme telefon"))
    assert suggested(one) == suggested(two) == suggested(son) == []
