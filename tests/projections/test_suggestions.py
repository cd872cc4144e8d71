"""Who may be the same person is suggested, with what speaks for it."""

import pytest

from domain.citizens import ProtectAddress, SupplyParticulars
from domain.contacts import (
    CorrectContact,
    IdentifyParty,
    ReinstateContact,
    WithdrawContact,
    WithdrawIdentification,
    contacts,
)
from domain.event import By, Role
from projections.suggestions import of_citizen, of_contact

SUPERVISOR = By(id="K-1", role=Role.SUPERVISOR, district="1467")
CPR = "1503885014"


@pytest.fixture
def identified(read_models):
    def identified(contact, party, citizen):
        command = IdentifyParty(party=party, citizen=citizen, basis="Stemmen", score=80)
        read_models.record(contacts, contact, command)

    return identified


def test_each_sign_that_two_share_is_in_the_score(read_models, known):
    address, email = "Algade 12, 4000 Roskilde", "mette@example.dk"
    mette = known(
        cpr=CPR, name="Mette Rønnow", phone="20304050", address=address, email=email
    )
    other = known(
        name="Roennow, Metthe",
        phone="+45 20 30 40 50",
        address="ALGADE 12",
        email=email.upper(),
    )
    known(name="Kasper Rønnow", phone="20304050", address=address)
    [suggestion] = of_citizen(read_models.db, mette)
    assert (suggestion.citizen, suggestion.name) == (other, "Roennow, Metthe")
    assert suggestion.score == 100
    assert suggestion.basis.name >= 50
    parts = {"phone": 35, "birthday": 0, "address": 20, "email": 35}
    assert suggestion.basis.model_dump(exclude={"name"}) == parts
    [back] = of_citizen(read_models.db, other)
    assert (back.citizen, back.basis) == (mette, suggestion.basis)


def test_who_shares_most_comes_first_and_at_most_twenty_are_shown(
    read_models, known, suggested
):
    mette = known(name="Mette Rønnow", phone="20304050")
    namesakes = [known(name="Mette Rønnow") for _ in range(25)]
    best = known(name="Mette Rønow", phone="20304050")
    assert suggested(mette) == [best, *sorted(namesakes)[:19]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Charlotte Lund"}, {"name": "Lotte Lund"}),
        ({"name": "Anne Marie Holm"}, {"name": "Annemarie Holm"}),
        ({"name": "Søren Kirkegaard"}, {"name": "Sören Kierkegård"}),
        (
            {"name": "Mette Hansen", "phone": "20304050"},
            {"name": "Mette Rønnow", "phone": "004520304050"},
        ),
        (
            {"phone": "20304050", "email": "m@example.dk"},
            {"phone": "20 30 40 50", "email": "m@example.dk"},
        ),
        (
            {"name": "Mette Hansen", "birthday": "1988-03-15"},
            {"name": "Mette Rønnow", "birthday": "1988-03-15"},
        ),
        (
            {"name": "Mette", "birthday": "1950-03-15"},
            {"name": "Rønnow, Metthe", "cpr": "1503500001"},
        ),
        (
            {"name": "Bodhil Thmosen", "address": "Ågade 3"},
            {"name": "Bodil Thomsen", "address": "Aagade 3, 5000 Odense"},
        ),
    ],
)
def test_the_indexes_find_whoever_reaches_the_score(known, suggested, one, other):
    first, second = known(**one), known(**other)
    assert suggested(first) == [second]
    assert suggested(second) == [first]


def test_a_secret_address_is_compared_with_none(read_models, known, decided):
    one, other = (known(name="Jens Holm", address="Algade 12") for _ in range(2))
    [suggestion] = of_citizen(read_models.db, one)
    assert suggestion.basis.address == 20
    decided(other, ProtectAddress())
    for citizen in (one, other):
        [suggestion] = of_citizen(read_models.db, citizen)
        assert suggestion.basis.address == 0


def test_what_a_citizen_is_called_in_her_contacts_counts(
    read_models, known, told, identified, suggested
):
    hansen, mette = known(name="Mette Hansen"), known(name="Mette Rønnow")
    contact, party = told(name="Mette Rønow", phone="20304050")
    assert suggested(hansen) == []
    identified(contact, party, hansen)
    assert suggested(hansen) == [mette]
    for command in (WithdrawContact, ReinstateContact):
        read_models.record(contacts, contact, command(reason="Fejl"), by=SUPERVISOR)
        assert suggested(hansen) == ([mette] if command is ReinstateContact else [])
    field = f"parties.{party}.name"
    corrected = CorrectContact(
        field=field, old="Mette Rønow", new="Mette Hansen", reason="Hørt forkert"
    )
    read_models.record(contacts, contact, corrected)
    assert suggested(hansen) == []


def test_a_party_may_be_any_citizen_whom_nobody_has_ruled_out(
    read_models, known, told, identified, may_be
):
    contact, party = told(name="Metthe Roennow", phone="+45 20304050")
    mette = known(name="Mette Rønnow", phone="20304050")
    namesake = known(name="Mette Rønnow")
    known(name="Kasper Dahl", phone="20304050")
    [item] = of_contact(read_models.db, contact)
    assert (item.party, item.role, item.name) == (party, "VICTIM", "Metthe Roennow")
    assert [each.citizen for each in item.suggestions] == [mette, namesake]
    identified(contact, party, namesake)
    assert may_be(contact) == []
    withdraw = WithdrawIdentification(party=party, reason="Navnesammenfald")
    read_models.record(contacts, contact, withdraw)
    assert may_be(contact) == [mette]
    identified(contact, party, namesake)
    read_models.record(contacts, contact, withdraw)
    assert may_be(contact) == [mette]


def test_a_withdrawn_contact_asks_nobody(read_models, known, told, may_be):
    known(name="Mette Rønnow")
    contact, _ = told(name="Mette Rønnow")
    withdraw = WithdrawContact(reason="Øvelse")
    read_models.record(contacts, contact, withdraw, by=SUPERVISOR)
    assert may_be(contact) == []


def test_particulars_supplied_later_are_compared(known, decided, suggested):
    one, other = known(name="Mette Hansen"), known(name="Mette Rønnow")
    assert suggested(one) == []
    decided(one, SupplyParticulars(name="Mette Hansen Rønnow"))
    assert suggested(one) == [other]


def test_the_forgotten_are_like_nobody(read_models, known, told, suggested, may_be):
    mette, other = known(cpr=CPR, name="Mette Rønnow"), known(name="Mette Rønnow")
    contact, _ = told(name="Mette Rønnow")
    assert set(may_be(contact)) == {mette, other}
    read_models.forget(mette)
    for _ in ("live", "rebuilt"):
        assert suggested(mette) == suggested(other) == []
        assert may_be(contact) == [other]
        read_models.rebuild()


def test_nobody_is_like_somebody_unknown(read_models, suggested, may_be):
    unknown = read_models.new_id()
    assert suggested(unknown) == may_be(unknown) == []
