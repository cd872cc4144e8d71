"""A citizen is told what became of each erasure about her, and nothing of anybody else's."""

import json
from uuid import UUID

import pytest

from api.handing_out import hand_out
from domain.purposes import Purpose
from tests.api.forgetting import asked_for, destroy, request, requested
from tests.api.printing import issued, text_of
from tests.api.telling import party, told
from tests.ids import new_id

ACCESS = {"Access-Purpose": "CITIZEN_ACCESS", "Access-Reference": "Indsigt 26-17"}
WHY_NOT = "Straffesagen er ikke afgjort"


@pytest.fixture
def held(custodian, read_models):
    """What a citizen is handed, as it is now."""

    def held(citizen):
        read_models()
        answer = custodian.get(f"/citizens/{citizen}/access", headers=ACCESS)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return held


@pytest.fixture
def handed(parts, read_models, tmp_path):
    """The two files that the command writes: the JSON, and the paper's text."""

    def handed(citizen):
        read_models()
        folder = tmp_path / "indsigt"
        asked = (folder, "DK-01", "Indsigt 26-17", Purpose.CITIZEN_ACCESS)
        hand_out(parts, UUID(citizen), *asked)
        paper = text_of((folder / "indsigt.pdf").read_bytes())
        return json.loads((folder / "indsigt.json").read_text("utf-8")), paper

    return handed


@pytest.fixture
def pair(officer):
    """Mette and Kasper, whom she names; both are in a course and in one contact."""
    ids = []
    for name in ("Mette Rønnow", "Kasper Dahl"):
        ids.append(str(new_id()))
        answer = officer.put(f"/citizens/{ids[-1]}", json={"name": name})
        assert answer.status_code == 201
    mette, kasper = ids
    two = [party(citizen=mette), party("POSSIBLE_OFFENDER", citizen=kasper)]
    contact = told(officer, kind="STALKING", parties=two).json()["id"]
    course = f"/stalking-courses/{new_id()}"
    opened = {"victim": mette, "suspect": kasper, "district": "1467"}
    assert officer.put(course, json=opened).is_success
    issued(officer, course)
    return mette, kasper, contact


def refuse(client, erasure, reason=WHY_NOT):
    answer = client.post(f"{erasure}/refuse-erasure", json={"reason": reason})
    assert answer.status_code == 201, answer.text


def test_nobody_asked_and_nothing_is_told(them, handed):
    held, paper = handed(them.citizen)
    assert held["erasures"] == []
    assert "Sletning" in paper
    assert "Ingen har bedt om sletning af oplysninger om dig." in paper


def test_what_is_asked_for_is_told_with_its_basis(them, erasure, handed):
    held, paper = handed(them.citizen)
    [told_of] = held["erasures"]
    numbers = {each["number"] for each in held["contacts"]}
    assert told_of["progress"] == "REQUESTED"
    assert told_of["basis"] == "CITIZEN_REQUEST"
    assert told_of["requested_at"] == "2026-11-22T12:00:00Z"
    assert (told_of["herself"], told_of["courses"]) == (True, 1)
    assert set(told_of["contacts"]) < numbers  # the one whose narrative was named
    assert told_of["complaints"] == [held["complaints"][0]["number"]]
    assert (told_of["decided_at"], told_of["refused_because"]) == (None, None)
    assert told_of["withheld"] is False
    for said in ("Borgeren har bedt om det", "Anmodet", "§ 17", "artikel 17"):
        assert said in paper, said


def test_why_it_was_refused_is_told(custodian, them, erasure, clock, handed):
    clock.goes_on(days=2)
    refuse(custodian, erasure)
    held, paper = handed(them.citizen)
    [told_of] = held["erasures"]
    assert told_of["progress"] == "REFUSED"
    assert told_of["decided_at"] == "2026-11-24T12:00:00Z"
    assert told_of["refused_because"] == WHY_NOT
    for said in ("Afslået", "24. nov. 2026", WHY_NOT, "Datatilsynet"):
        assert said in paper, said


def test_what_was_carried_out_is_told_and_counts_as_an_erasure(
    custodian, second, them, erasure, clock, handed
):
    clock.goes_on(days=1)
    assert destroy(second, erasure).status_code == 201
    held, paper = handed(them.citizen)
    [told_of] = held["erasures"]
    assert told_of["progress"] == "DESTROYED"
    assert told_of["no_backup_from"] == "2026-12-23"
    [erased] = [each for each in held["written"] if each["operation"] == "ERASURE"]
    assert (erased["what"], erased["officer"]) == ("KeysDestroyed", "D-0012")
    assert erased["at"] == "2026-11-23T12:00:00Z"
    assert "23. dec. 2026" in paper
    assert "D-0012" in paper


def test_processing_counts_it_as_well(custodian, second, them, erasure, read_models):
    assert destroy(second, erasure).status_code == 201
    read_models()
    answer = custodian.get(f"/citizens/{them.citizen}/processing")
    newest = answer.json()["items"][0]
    assert (newest["operation"], newest["what"]) == ("ERASURE", "KeysDestroyed")
    assert newest["thing"] == erasure.rpartition("/")[2]
    assert newest["by"]["id"] == "D-0012"
    asked = [each["what"] for each in answer.json()["items"]]
    assert "ErasureRequested" in asked


def test_what_another_asked_for_is_not_told_before_her_words_are_gone(
    custodian, second, pair, seal, held
):
    """Nor who asked, and why: only that words in her course went."""
    mette, kasper, _ = pair
    asked = {"citizens": [kasper], "basis": "CITIZEN_REQUEST"}
    refused = requested(custodian, seal, **asked)
    refuse(custodian, refused, "Kasper er sigtet")
    erasure = requested(custodian, seal, **asked)
    assert held(mette)["erasures"] == []
    assert destroy(second, erasure).status_code == 201
    [told_of] = held(mette)["erasures"]
    assert (told_of["progress"], told_of["courses"]) == ("DESTROYED", 1)
    assert (told_of["herself"], told_of["contacts"]) == (False, [])
    assert (told_of["basis"], told_of["withheld"]) == (None, True)
    [erased] = [e for e in held(mette)["written"] if e["operation"] == "ERASURE"]
    assert erased["officer"] == "D-0012"
    about_him = held(kasper)["erasures"]
    assert [each["refused_because"] for each in about_him] == ["Kasper er sigtet", None]
    assert [each["courses"] for each in about_him] == [0, 0]  # it is not his


def test_a_reason_that_may_be_about_others_is_withheld(custodian, pair, held):
    mette, kasper, contact = pair
    both = {"citizens": [mette, kasper], "basis": "UNLAWFUL_PROCESSING"}
    refuse(custodian, f"/erasures/{request(custodian, **both).json()['id']}")
    [told_of] = held(mette)["erasures"]
    assert (told_of["basis"], told_of["progress"]) == ("UNLAWFUL_PROCESSING", "REFUSED")
    assert (told_of["refused_because"], told_of["withheld"]) == (None, True)
    hers = {"narratives": [contact], "basis": "LEGAL_OBLIGATION"}
    refuse(custodian, f"/erasures/{request(custodian, **hers).json()['id']}")
    assert held(mette)["erasures"][1]["refused_because"] == WHY_NOT
    assert len(held(kasper)["erasures"]) == 1  # nothing says that there is this contact


def test_an_erasure_by_the_rules_is_told_of_her_things_alone(
    officer, custodian, them, held
):
    ended = {"basis": "RETENTION_ENDED", "rule": "contacts-led"}
    both = [them.told, them.other]
    assert request(custodian, narratives=both, **ended).status_code == 201
    [told_of] = held(them.citizen)["erasures"]
    assert (told_of["basis"], told_of["rule"]) == ("RETENTION_ENDED", "contacts-led")
    assert len(told_of["contacts"]) == 1


def test_reference_and_ids_of_an_erasure_stay_with_the_custodians(them, erasure, held):
    told_of = json.dumps(held(them.citizen)["erasures"])
    assert asked_for(them)["reference"] not in told_of
    assert them.told not in told_of
