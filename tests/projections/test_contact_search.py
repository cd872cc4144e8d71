"""What is found follows what becomes of a contact: corrections, identities, keys."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.citizens import (
    IdentifyCitizen,
    LiftAddressProtection,
    ProtectAddress,
    SupplyParticulars,
    citizens,
)
from domain.contacts import (
    AttachEvidence,
    CorrectContact,
    IdentifyParty,
    RecordDisposition,
    SupplementContact,
    WithdrawIdentification,
    contacts,
)
from domain.kinds import Decision
from domain.media import MediaType
from projections.contact_criteria import Criteria
from projections.contact_finding import search

NOON = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
FILE = "ab" * 32
TABLES = (
    "contact",
    "wording",
    "party",
    "particular",
    "known_name",
    "protected_citizen",
    "direct_only_citizen",
)


def found(read_models, **criteria):
    page = search(read_models.db, Criteria(**criteria))
    return [item.id for item in page.items]


def parties(read_models, id):
    [item] = [i for i in search(read_models.db, Criteria()).items if i.id == id]
    return item.parties


def correct(read_models, id, field, old, new):
    command = CorrectContact(field=field, old=old, new=new, reason="Tastefejl")
    read_models.record(contacts, id, command)


@pytest.fixture
def party(read_models):
    return str(read_models.new_id())


@pytest.fixture
def mette(read_models):
    id = read_models.new_id()
    read_models.record(
        citizens, id, IdentifyCitizen(name="Mette Rønnow", phone="22334455")
    )
    return id


@pytest.mark.parametrize(
    ("field", "old", "new", "mistaken", "right"),
    [
        (
            "narrative",
            "Hunden gør.",
            "Katten mjaver.",
            {"text": "hunde"},
            {"text": "katte"},
        ),
        ("place", "Havnen", "Torvet", {"text": "havn"}, {"text": "torve"}),
        ("source", "A-1", "B-2", {"source": "A-1"}, {"source": "B-2"}),
        ("kind", "THEFT", "FRAUD", {"kind": "THEFT"}, {"kind": "FRAUD"}),
        ("channel", "EMAIL", "LETTER", {"channel": "EMAIL"}, {"channel": "LETTER"}),
        (
            "municipality",
            "0265",
            "0259",
            {"municipality": "0265"},
            {"municipality": "0259"},
        ),
        ("district", "1467", "1466", {"district": "1467"}, {"district": "1466"}),
        (
            "district",
            "1467",
            "1466",
            {"district": "1467", "text": "uden for huset"},
            {"district": "1466", "text": "uden for huset"},
        ),
        (
            "received_at",
            "2019-06-03T10:00:00Z",
            "2019-05-31T21:30:00Z",
            {"received_from": "2019-06-01", "text": "uden for huset"},
            {
                "received_from": "2019-05-31",
                "received_to": "2019-06-01",
                "text": "uden for huset",
            },
        ),
        (
            "received_at",
            "2019-06-03T10:00:00Z",
            "2019-06-02T10:00:00Z",
            {"received_from": "2019-06-03"},
            {"received_to": "2019-06-03"},
        ),
        (
            "evidence",
            [{"annex": 1, "description": "En kniv", "sha256": None}],
            [{"annex": 1, "description": "En hammer", "sha256": None}],
            {"text": "kniv"},
            {"text": "hammeren"},
        ),
    ],
)
def test_a_contact_is_found_by_what_is_right_and_not_by_the_mistake(
    read_models, field, old, new, mistaken, right
):
    id = read_models.contact(at=NOON, **{field: old})
    assert (found(read_models, **mistaken), found(read_models, **right)) == ([id], [])
    correct(read_models, id, field, old, new)
    assert (found(read_models, **mistaken), found(read_models, **right)) == ([], [id])


def attach(read_models, id, annex: int, description: str) -> None:
    command = AttachEvidence(
        annex=annex,
        description=description,
        sha256=FILE,
        size=1,
        media_type=MediaType.PDF,
    )
    read_models.record(contacts, id, command)


def test_a_contact_is_found_by_what_a_file_is_said_to_be(read_models):
    told = [{"annex": 1, "description": "En kniv"}]
    id = read_models.contact(at=NOON, evidence=told)
    attach(read_models, id, 2, "Opkaldslisten")
    assert found(read_models, text="opkaldsliste kniv") == [id]
    attach(read_models, id, 1, "Et billede af en hammer")
    assert found(read_models, text="kniv") == []
    assert found(read_models, text="hammeren opkaldsliste") == [id]


def test_a_corrected_description_of_a_file_takes_the_place_of_the_mistaken(read_models):
    id = read_models.contact(at=NOON)
    attach(read_models, id, 2, "En kniv")
    line = {"annex": 2, "sha256": FILE, "description": "En kniv"}
    right = [line | {"description": "En hammer"}]
    correct(read_models, id, "evidence", [line], right)
    assert found(read_models, text="kniv") == []
    assert found(read_models, text="hammeren") == [id]


def test_a_party_is_found_by_its_corrected_name_and_role(read_models, party):
    her = {"id": party, "role": "REPORTER", "name": "Mete Ranum"}
    id = read_models.contact(parties=[her])
    correct(read_models, id, f"parties.{party}.name", "Mete Ranum", "Ida Lund")
    correct(read_models, id, f"parties.{party}.role", "REPORTER", "VICTIM")
    assert found(read_models, name="Mete Ranum") == []
    assert found(read_models, name="Ida Lund") == [id]
    [shown] = parties(read_models, id)
    assert (shown.name, shown.role) == ("Ida Lund", "VICTIM")


def test_a_name_is_known_as_long_as_somebody_has_it(read_models, party):
    def known():
        db = read_models.db
        db.execute("select folded from contact_search.known_name order by 1")
        return [row["folded"] for row in db]

    her = {"id": party, "role": "REPORTER", "name": "Ida Lund"}
    read_models.contact(parties=[her])
    citizen = read_models.citizen(name="Idda Lund")
    him = {"id": str(read_models.new_id()), "role": "REPORTER", "name": "Peter Holm"}
    other = read_models.contact(parties=[him])
    assert known() == ["ida lund", "peter holm"]
    correct(read_models, other, f"parties.{him['id']}.name", "Peter Holm", "Kaj Holm")
    assert known() == ["ida lund", "kaj holm"]
    read_models.forget(UUID(party), UUID(him["id"]))
    assert known() == ["ida lund"]
    read_models.forget(citizen)
    assert known() == []


def test_parties_can_be_replaced_as_a_whole(read_models, party):
    her = {
        "id": party,
        "role": "REPORTER",
        "name": "Mete Ranum",
        "phone": "11 22 33 44",
    }
    id = read_models.contact(parties=[her])
    other = str(read_models.new_id())
    old = [
        {
            **her,
            "citizen": None,
            "cpr": None,
            "email": None,
            "address": None,
            "address_protected": False,
            "safe_contact": "ANY",
        }
    ]
    new = [{"id": other, "role": "WITNESS", "name": "Ida Lund", "email": "ida@post.dk"}]
    correct(read_models, id, "parties", old, new)
    assert found(read_models, phone="11223344") == []
    assert found(read_models, email="IDA@post.dk") == [id]
    assert [party.name for party in parties(read_models, id)] == ["Ida Lund"]
    assert found(read_models, name="Mete Ranum") == []
    assert "mete ranum" not in contents(read_models)


def test_what_was_added_is_searched(read_models):
    id = read_models.contact()
    read_models.record(contacts, id, SupplementContact(text="En kniv blev fundet."))
    read_models.record(
        contacts,
        id,
        RecordDisposition(
            decision=Decision.ADVICE_GIVEN, reason="Vejledt", text="Henvist til retten."
        ),
    )
    assert found(read_models, text="knive") == [id]
    assert found(read_models, text="henvise retten") == [id]


def test_an_identified_party_is_found_by_all_that_is_known_of_the_citizen(
    read_models, party, mette
):
    id = read_models.contact(parties=[{"id": party, "role": "REPORTER", "name": "M."}])
    assert found(read_models, name="Rønnow Mette") == []
    read_models.record(
        contacts, id, IdentifyParty(party=party, citizen=mette, basis="CPR")
    )
    read_models.record(citizens, mette, SupplyParticulars(email="mette@post.dk"))
    for sought in (
        {"citizen": mette},
        {"name": "Rønnow Mette"},
        {"phone": "2233 4455"},
        {"email": "mette@post"},
    ):
        assert found(read_models, **sought) == [id]
    withdrawal = WithdrawIdentification(party=party, reason="En anden Mette")
    read_models.record(contacts, id, withdrawal)
    assert found(read_models, citizen=mette) == []
    assert found(read_models, phone="22334455") == []


def test_whoever_was_not_named_in_the_contact_is_shown_by_her_name(
    read_models, party, mette
):
    her = {"id": party, "role": "REPORTER", "citizen": str(mette)}
    id = read_models.contact(parties=[her])
    assert parties(read_models, id)[0].name == "Mette Rønnow"
    read_models.record(citizens, mette, SupplyParticulars(name="Mette Dahl"))
    assert parties(read_models, id)[0].name == "Mette Dahl"
    assert found(read_models, name="Mette Rønnow") == [id]


def test_a_citizen_with_a_secret_address_is_not_found_by_it(read_models, party, mette):
    her = {"id": party, "role": "VICTIM", "citizen": str(mette), "address": "Algade 1"}
    id = read_models.contact(parties=[her])
    assert found(read_models, address="Algade 1") == [id]
    read_models.record(citizens, mette, ProtectAddress())
    assert found(read_models, address="Algade 1") == []
    assert parties(read_models, id)[0].address_protected
    read_models.record(citizens, mette, LiftAddressProtection())
    assert found(read_models, address="Algade 1") == [id]


def test_forgotten_words_find_nothing_and_are_not_shown(read_models, party, mette):
    her = {"id": party, "role": "REPORTER", "citizen": str(mette), "name": "Mette R"}
    id = read_models.contact(narrative="En hund gør.", parties=[her], source="H-1")
    read_models.record(contacts, id, SupplementContact(text="Den bider."))
    assert found(read_models, text="hund") == [id]
    read_models.forget(id, mette)
    for words in (
        {"text": "hund"},
        {"text": "bide"},
        {"name": "Mette"},
        {"phone": "2233"},
    ):
        assert found(read_models, **words) == []
    assert found(read_models, source="H-1", citizen=mette) == [id]
    assert parties(read_models, id)[0].name is None
    live = contents(read_models)
    assert "hund" not in live
    read_models.rebuild()
    assert contents(read_models) == live


def test_long_words_and_many_of_them_stop_nothing(read_models):
    id = read_models.contact(narrative="x" * 19_990 + " hund")
    for number in range(12):
        words = " ".join(f"ord{number}x{n}" for n in range(1900))
        read_models.record(contacts, id, SupplementContact(text=words))
    assert found(read_models, text="hunde") == [id]
    assert found(read_models, text="ord3x77") == [id]


def contents(read_models):
    """Every row of every table, but for the numbers that PostgreSQL gives."""
    db, rows = read_models.db, []
    for table in TABLES:
        db.execute(
            f"select to_jsonb(t) - 'nth' as row from contact_search.{table} as t order by 1"
        )
        rows += [table, *(row["row"] for row in db)]
    return str(rows)
