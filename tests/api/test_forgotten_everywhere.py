"""Scenario 21: the words are nowhere, the figures are as they were, and all is proved."""

import subprocess

import psycopg
import pytest

from domain.event import Role
from domain.policies import Policy
from infrastructure.evidence import Forgotten
from infrastructure.journal import export
from infrastructure.verifying import Audit
from infrastructure.verifying_notes import gaps_in_versions, notes_of
from tests.api.filing import file
from tests.api.forgetting import (
    METTE,
    asked_for,
    destroy,
    figures,
    filled,
    request,
    requested,
    said_in,
)
from tests.api.printing import download
from tests.api.telling import HANDLING, party, told
from tests.infrastructure.registering import every_byte


@pytest.fixture
def them(officer, supervisor, read_models):
    return filled(officer, supervisor, read_models)


@pytest.fixture
def erase(custodian, second, seal, them, read_models):
    def erase():
        erasure = requested(custodian, seal, **asked_for(them))
        assert destroy(second, erasure).status_code == 201
        read_models()
        seal.sealer.catch_up()

    return erase


@pytest.fixture
def dumped(server, as_admin):
    """All three databases, as pg_dump writes them."""

    def dumped() -> bytes:
        program = server.install / "bin" / "pg_dump"
        found = [
            subprocess.run([program, address], check=True, capture_output=True).stdout
            for address in (as_admin.archive, as_admin.keys, as_admin.views)
        ]
        return b"".join(found)

    return dumped


def test_every_figure_is_as_it_was(supervisor, at_the_door, read_models, erase, parts):
    authority = at_the_door(Role.AUTHORITY)
    before = figures(supervisor, authority)
    erase()
    assert figures(supervisor, authority) == before
    parts.projector.rebuild()
    read_models()
    assert figures(supervisor, authority) == before


def test_the_words_are_nowhere(
    parts, as_admin, erase, dumped, tmp_path, read_models, capfd
):
    assert said_in(every_byte(as_admin.views))
    assert said_in(dumped())
    capfd.readouterr()
    erase()
    logged = "".join(capfd.readouterr()).encode()
    exported = tmp_path / "export.jsonl"
    list(export(parts.registry, exported, with_words=True))
    list(export(parts.access_log, tmp_path / "reads.jsonl", with_words=True))
    for place in (
        every_byte(as_admin.views),
        every_byte(as_admin.archive),
        every_byte(as_admin.keys),
        dumped(),
        exported.read_bytes(),
        (tmp_path / "reads.jsonl").read_bytes(),
        logged,
    ):
        assert said_in(place) == []
    assert "Vindmøllen" in exported.read_text()
    parts.projector.rebuild()
    parts.access_projector.rebuild()
    read_models()
    assert said_in(every_byte(as_admin.views)) == []


def test_what_happened_is_still_told_and_the_words_are_said_to_be_forgotten(
    officer, supervisor, at_the_door, erase, them
):
    before = supervisor.get(f"/contacts/{them.told}/history", headers=HANDLING)
    erase()
    history = supervisor.get(f"/contacts/{them.told}/history", headers=HANDLING)
    whats = [
        [each["what"] for each in told.json()["items"]] for told in (before, history)
    ]
    assert whats[0] == whats[1]
    assert history.json()["items"][0]["forgotten"] is True
    contact = officer.get(f"/contacts/{them.told}", headers=HANDLING).json()
    assert (contact["narrative"], contact["parties"][0]["name"]) == (None, None)
    citizen = officer.get(f"/citizens/{them.citizen}", headers=HANDLING)
    assert citizen.json()["forgotten"] is True
    seen = officer.get(f"/contacts/{them.unknown}", headers=HANDLING).json()
    assert seen["narrative"] == "Et vidne så det."
    assert seen["parties"][0]["name"] is None
    things = officer.get(f"/citizens/{them.citizen}/history", headers=HANDLING).json()
    assert {them.told, them.unknown} <= {each["id"] for each in things["items"]}
    for client, path in (
        (officer, f"/complaints/{them.complaint}"),
        (supervisor, f"/complaints/{them.complaint}/history"),
        (officer, f"/stalking-courses/{them.course}"),
        (officer, f"/stalking-courses/{them.course}/history"),
        (officer, f"/contacts/{them.told}/similar"),
        (officer, f"/contacts/{them.told}/suggestions"),
        (officer, f"/citizens/{them.citizen}/suggestions"),
    ):
        answer = client.get(path, headers=HANDLING)
        assert answer.status_code == 200, path
        assert said_in(answer.content) == [], path


def test_files_and_court_prints_are_dead_with_their_keys(officer, parts, erase, them):
    course = f"/stalking-courses/{them.course}"
    assert file(officer, them.told).status_code == 200
    assert download(officer, course, them.sha256).status_code == 200
    erase()
    assert file(officer, them.told).status_code == 410
    assert download(officer, course, them.sha256).status_code == 410
    kept = list(parts.evidence.store.everything())
    assert len(kept) == 2  # sealed bytes, in every backup too, and no key to them
    for each in kept:
        with pytest.raises(Forgotten):
            parts.evidence.whole(each.contact, each.sha256)


def test_nobody_finds_her_and_a_citizen_who_returns_is_somebody_new(
    officer, read_models, erase, them, parts
):
    asked = [{"name": "Mette Rønnow"}, {"cpr": METTE["cpr"]}, {"text": "fyrtårn"}]

    def found():
        answers = [
            officer.post("/contacts/search", json=each, headers=HANDLING)
            for each in asked
        ]
        return [bool(answer.json()["items"]) for answer in answers]

    assert found() == [True, True, True]
    erase()
    assert found() == [False, False, False]
    assert parts.blind_index.find(METTE["cpr"]) is None
    back = told(officer, parties=[party(**METTE)]).json()["id"]
    [new] = officer.get(f"/contacts/{back}", headers=HANDLING).json()["parties"]
    assert new["citizen"] not in (None, them.citizen)
    assert new["name"] == "Mette Rønnow"
    old = officer.get(f"/citizens/{them.citizen}", headers=HANDLING)
    assert old.json()["forgotten"] is True


def test_nothing_more_is_sealed_about_who_is_forgotten(officer, erase, them):
    erase()
    for path, command in (
        (f"/contacts/{them.told}/supplement-contact", {"text": "Mere"}),
        (f"/citizens/{them.citizen}/supply-particulars", {"phone": "20304050"}),
    ):
        answer = officer.post(path, json=command)
        assert answer.status_code == 409
        assert "has been erased" in answer.json()["title"]
    case = {"journal_number": "1467-1"}
    refer = officer.post(f"/contacts/{them.told}/refer-to-case", json=case)
    assert refer.status_code == 201


def test_all_proofs_still_hold(seal, as_admin, erase, signer, parts):
    seal.sealer.catch_up()
    before = seal.log.head()
    checkpoint = seal.log.last_signed()
    erase()
    with psycopg.connect(as_admin.archive) as conn:
        notes, audit = notes_of(conn, Policy.of(signer.key)), Audit(conn)
        audit.run()
        found = [*notes.findings, *audit.findings, *gaps_in_versions(conn)]
        assert (found, audit.unsealed) == ([], [])
    assert notes.relied_on >= 2
    assert seal.log.tree(before.size).head() == before
    assert seal.log.signed_from(before.size) == checkpoint


def test_why_she_was_looked_at_is_forgotten_with_her(parts, erase, them, as_admin):
    with psycopg.connect(as_admin.views) as db:
        db.execute(
            "insert into sign_in.session values ('x', 'K-1147', 'OFFICER', '1467',"
            " null, now(), now())"
        )
        for view in (f"/borgere/{them.citizen}", f"/henvendelser/{them.other}"):
            db.execute(
                "insert into sign_in.purpose values ('x', %s, 'FOLLOW_UP', 'Mette R.')",
                (view,),
            )
    erase()
    with psycopg.connect(as_admin.views) as db:
        left = db.execute("select view from sign_in.purpose").fetchall()
    assert left == [(f"/henvendelser/{them.other}",)]


def test_what_was_searched_for_is_forgotten_by_whole_years(
    officer, custodian, second, seal, clock, as_admin, read_models, parts
):
    query = {"text": "hindbær"}
    assert officer.post("/contacts/search", json=query, headers=HANDLING).is_success
    read_models()
    assert said_in(every_byte(as_admin.views)) == ["hindbær"]
    asked = {
        "search_years": [2026],
        "basis": "RETENTION_ENDED",
        "rule": "searches",
    }
    refused = request(custodian, **asked)
    assert refused.json()["title"] == "Searches are forgotten by years that are over."
    clock.goes_on(days=40)
    erasure = requested(custodian, seal, **asked)
    assert destroy(second, erasure).status_code == 201
    assert said_in(every_byte(as_admin.views)) == []
    parts.access_projector.rebuild()
    read_models()
    assert said_in(every_byte(as_admin.views)) == []
    assert officer.post("/contacts/search", json=query, headers=HANDLING).is_success
