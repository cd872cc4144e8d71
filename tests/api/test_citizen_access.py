"""A citizen sees all that is held about her, and nothing of anybody else."""

import json
from dataclasses import replace
from stat import S_IMODE
from uuid import UUID

import pytest
from eventsourcing.persistence import OperationalError

from api.handing_out import hand_out
from domain.disclosures import DisclosePersonalWords, disclosures
from domain.event import By, Role
from domain.purposes import Purpose
from infrastructure.projector import Behind
from tests.api.complaining import complain
from tests.api.printing import text_of
from tests.api.telling import HANDLING, party, told
from tests.ids import new_id

ACCESS = {"Access-Purpose": "CITIZEN_ACCESS", "Access-Reference": "Indsigt 26-17"}
METTE = {"name": "Mette Rønnow", "phone": "+4572588888", "cpr": "1503885014"}
HIM, SISTER = "Kasper Dahl", "Anne Rønnowsdatter"
OF_OTHERS = (
    HIM,
    "Kasper",
    SISTER,
    "+4520304050",
    "Dahlvej 3",
    "Han stod ved hendes dør",
    "Hans mor ringede",
    "Sms fra ham",
    "Hun ser bange ud",
    "Kendt fra før",
    "Set på Kaspers pas",
    "Hun truede ham",
)


def put(client, path, **body):
    answer = client.put(path, json=body)
    assert answer.status_code == 201, answer.json()
    return path.rpartition("/")[2]


def post(client, path, **body):
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.json()


@pytest.fixture
def her(officer, read_models):
    """Mette, who phoned alone, was followed, complained, and was told of by him."""
    mette, kasper = (
        put(officer, f"/citizens/{new_id()}", **each)
        for each in (METTE, {"name": HIM, "address": "Dahlvej 3"})
    )
    alone = told(
        officer,
        narrative="Min cykel er væk.",
        received_at="2026-11-22T12:50:00+01:00",
        kind="THEFT",
        parties=[party("REPORTER", citizen=mette, phone="+4572588888")],
    ).json()["id"]
    post(officer, f"/contacts/{alone}/supplement-contact", text="Den er rød.")
    victim, him = party(citizen=mette), party("POSSIBLE_OFFENDER", citizen=kasper)
    sister = party("REPORTER", name=SISTER, phone="+4520304050")
    stalked = told(
        officer,
        narrative="Han stod ved hendes dør.",
        kind="STALKING",
        parties=[victim, him, sister],
        evidence=[{"annex": 1, "description": "Sms fra ham"}],
    ).json()["id"]
    post(officer, f"/contacts/{stalked}/supplement-contact", text="Hans mor ringede.")
    post(
        officer,
        f"/contacts/{stalked}/record-disposition",
        decision="ADVICE_GIVEN",
        reason="Kendt fra før",
        text="Hun ser bange ud.",
    )
    by_him = told(
        officer,
        narrative="Hun truede ham.",
        kind="THREAT",
        parties=[party("REPORTER", citizen=kasper), party("RELATIVE", citizen=mette)],
    ).json()
    course = f"/stalking-courses/{new_id()}"
    put(officer, course, victim=mette, suspect=kasper, district="1467")
    post(officer, f"{course}/link-contact", contact=stalked, basis="Set på Kaspers pas")
    suspected = f"/stalking-courses/{new_id()}"
    put(officer, suspected, victim=kasper, suspect=mette, district="1467")
    complainant = {"id": str(new_id()), "citizen": mette}
    complain(officer, complainant=complainant, text="Ingen ringede tilbage.")
    read_models()
    for path in (f"/citizens/{mette}", f"/contacts/{alone}"):
        officer.get(path, headers=HANDLING)
    read_models()
    return {"id": mette, "by_him": by_him["number"], "him": kasper}


@pytest.fixture
def handed(parts, her, tmp_path, followed_by_hand, clock):
    clock.goes_on(microseconds=7)  # as real clocks show
    folder = tmp_path / "indsigt"
    handed = hand_out(
        parts,
        UUID(her["id"]),
        folder,
        "DK-01",
        "Indsigt 26-17",
        Purpose.CITIZEN_ACCESS,
    )
    read = (folder / "indsigt.json").read_text("utf-8")
    return handed, read, text_of((folder / "indsigt.pdf").read_bytes()), folder


@pytest.fixture
def followed_by_hand(read_models):
    read_models()


def test_it_holds_what_is_hers(handed):
    (things, left_out), read, paper, _ = handed
    held = json.loads(read)
    assert held["citizen"]["name"] == "Mette Rønnow"
    assert [each["narrative"] for each in held["contacts"]] == [
        None,
        "Min cykel er væk.",
    ]
    assert [each["withheld"] for each in held["contacts"]] == [True, False]
    assert held["contacts"][1]["supplements"] == ["Den er rød."]
    assert held["contacts"][0]["evidence"] == 1
    assert len(held["follow_ups"]) == 2
    [course] = held["courses"]
    assert course["contacts"] == [held["contacts"][0]["number"]]
    [complaint] = held["complaints"]
    assert complaint["text"] == "Ingen ringede tilbage."
    assert {each["operation"] for each in held["written"]} == {
        "COLLECTION",
        "ALTERATION",
    }
    assert (things, left_out) == (7, 3)  # her, 2 contacts, 2 follow-ups, course, klage
    for words in (
        "Mette Rønnow",
        "Min cykel er væk.",
        "Den er rød.",
        "CPR: 1503885014",
        "K-1147",
        "Klager",
    ):
        assert words in paper, words
    for number in (complaint["number"], *course["contacts"]):
        assert number in paper


def test_it_holds_nothing_of_anybody_else(handed, her):
    _, read, paper, _ = handed
    for told_in in (read, paper):
        for words in (*OF_OTHERS, her["by_him"], her["him"], "RELATIVE", "Pårørende"):
            assert words not in told_in, words
        assert "Mette Rønnow" in told_in  # it is read at all


def test_she_sees_who_looked_but_not_what_the_authority_reads(
    her, parts, at_the_door, supervisor, read_models
):
    custodian = at_the_door(Role.CUSTODIAN)
    path = f"/citizens/{her['id']}/access"
    looked = custodian.get(path, headers=ACCESS).json()["looked"]
    assert [(each["officer"], each["view"]) for each in looked] == [
        ("K-1147", "citizen"),
        ("K-1147", "contact"),
    ]
    assert "reference" not in looked[0]
    dup = By(id="DUP-01", role=Role.AUTHORITY, district=None)
    command = DisclosePersonalWords(
        view="complaint_contact", subjects=[her["id"]], count=1, purpose="COMPLAINT"
    )
    parts.access_log.execute(disclosures, new_id(), command, dup)
    read_models()
    answer = custodian.get(path, headers=ACCESS)
    assert "DUP-01" not in answer.text
    again = answer.json()["looked"]
    assert [each["view"] for each in again] == ["citizen", "contact", "citizen_access"]
    assert again[2]["recipient"] == "the citizen herself"
    assert again[2]["operation"] == "DISCLOSURE"


def test_it_is_on_record_before_the_first_byte(handed, parts, her):
    entries = parts.access_log.recorder.select_notifications(1, 100)
    made = parts.access_log.mapper.to_domain_events(entries[-1:])[0]
    assert type(made.event).__name__ == "ExportMade"
    assert made.event.recipient == "the citizen herself"
    assert made.event.subjects == (UUID(her["id"]),)
    assert (made.event.reference, made.by.id) == ("Indsigt 26-17", "DK-01")


class Down:
    """An access log that can be read, and takes nothing."""

    def __init__(self, log):
        self.recorder = log.recorder

    def execute(self, *_):
        raise OperationalError("the log is down")


def test_where_it_cannot_be_recorded_there_is_no_file(
    her, parts, tmp_path, followed_by_hand
):
    down = replace(parts, access_log=Down(parts.access_log))
    folder = tmp_path / "indsigt"
    asked = (UUID(her["id"]), folder, "DK-01", "x", Purpose.CITIZEN_ACCESS)
    with pytest.raises(OperationalError):
        hand_out(down, *asked)
    assert list(tmp_path.glob("indsigt*")) == []


def test_the_files_are_private(handed):
    folder = handed[3]
    modes = {path.name: S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"indsigt.json": 0o600, "indsigt.pdf": 0o600}
    assert S_IMODE(folder.stat().st_mode) == 0o700


def test_what_the_read_models_lack_is_not_held_back(her, parts, officer, tmp_path):
    officer.put(f"/citizens/{new_id()}", json={"name": "Bo"})
    asked = (UUID(her["id"]), tmp_path / "x", "DK-01", "x", Purpose.CITIZEN_ACCESS)
    with pytest.raises(Behind):
        hand_out(parts, *asked)


def test_a_protected_address_is_on_no_paper(officer, at_the_door, read_models):
    her = new_id()
    officer.put(f"/citizens/{her}", json={"name": "Ane", "address": "Bygaden 9"})
    officer.post(f"/citizens/{her}/protect-address", json={})
    read_models()
    answer = at_the_door(Role.CUSTODIAN).get(f"/citizens/{her}/access", headers=ACCESS)
    assert answer.json()["citizen"]["address_protected"] is True
    assert "Bygaden" not in answer.text


def test_the_processing_of_her_data_is_told_newest_first(her, at_the_door):
    custodian = at_the_door(Role.CUSTODIAN)
    path = f"/citizens/{her['id']}/processing"
    seen, cursor = [], None
    while True:
        params = {"limit": 5} | ({"cursor": cursor} if cursor else {})
        page = custodian.get(path, params=params).json()
        seen += page["items"]
        if not (cursor := page["next"]):
            break
    positions = [each["position"] for each in seen]
    assert positions == sorted(positions, reverse=True)
    told = {each["what"]: each["operation"] for each in seen}
    assert told["CitizenIdentified"] == told["ContactRegistered"] == "COLLECTION"
    assert told["ContactLinkedToCourse"] == "ALTERATION"
    assert HIM not in custodian.get(path).text
