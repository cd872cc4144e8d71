"""What holds over several contacts and citizens, whatever is asked of them."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.citizens import (
    IdentifyCitizen,
    KeepCitizensApart,
    LinkCitizen,
    SupplyParticulars,
    UnlinkCitizen,
    citizens,
)
from domain.contacts import (
    ContactReinstated,
    Duplicate,
    DuplicateNoteWithdrawn,
    IdentifyParty,
    MarkDuplicate,
    RecordDisposition,
    ReferToCase,
    RegisterContact,
    ReinstateContact,
    SupplementContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    WithdrawIdentification,
    Withdrawn,
    contacts,
)
from domain.decider import Refused
from domain.event import By
from domain.follow_ups import FollowUp
from tests.domain.cast import ANNE, CPR, KASPER, METTE, VICTIM, told, told_victim
from tests.specification import World

JOURNAL = Path(__file__).parents[2] / "api/samples/contacts-2019.jsonl"
THREE = [UUID(int=(n << 80) + (7 << 76) + (2 << 62)) for n in (1, 2, 3)]
any_of_three = st.sampled_from(THREE)
reason = st.just("x")
mark = st.builds(MarkDuplicate, of=any_of_three, reason=reason)
unmark = st.builds(WithdrawDuplicateMark, reason=reason)
withdraw = st.builds(WithdrawContact, reason=reason)
reinstate = st.builds(ReinstateContact, reason=reason)
identify = st.builds(
    IdentifyParty, party=st.just(VICTIM), citizen=st.just(METTE), basis=reason
)
others = st.sampled_from(
    [
        SupplementContact(text="x"),
        RecordDisposition(decision="NO_ACTION", reason="x"),
        ReferToCase(journal_number="x"),
        WithdrawIdentification(party=VICTIM, reason="x"),
        told(),
    ]
)
anything = mark | mark | unmark | withdraw | reinstate | identify | others
link = st.builds(
    LinkCitizen, other=st.sampled_from([METTE, KASPER, ANNE]), basis=reason
)
unlink, keep_apart = (
    st.builds(kind, other=st.sampled_from([METTE, KASPER, ANNE]), reason=reason)
    for kind in (UnlinkCitizen, KeepCitizensApart)
)


def a_world_with_three_contacts() -> World:
    world = World()
    world.tell(citizens, IdentifyCitizen(name="Mette Rønnow"), id=METTE)
    for id in THREE:
        world.tell(contacts, told(parties=[told_victim()]), id=id)
    return world


@settings(max_examples=50)
@given(st.lists(st.tuples(any_of_three, anything), max_size=25))
def test_whatever_is_asked_the_rules_of_contacts_hold(asked):
    world = a_world_with_three_contacts()
    for id, command in asked:
        before = {each: world.state(each) for each in THREE}
        seen = {each: len(world.history[each]) for each in THREE}
        with suppress(Refused):
            world.tell(contacts, command, id=id)
        for each in THREE:
            if isinstance(before[each], Withdrawn):
                for event in world.history[each][seen[each] :]:
                    assert isinstance(event, ContactReinstated | DuplicateNoteWithdrawn)
    marks = {
        id: state.of
        for id in THREE
        if isinstance(state := world.state(id), Duplicate | Withdrawn) and state.of
    }
    assert not marks.keys() & set(marks.values()), "a duplicate of a duplicate"
    for id in THREE:
        noted = {other for other, original in marks.items() if original == id}
        assert world.state(id).duplicates == noted


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from([METTE, KASPER, ANNE]), link | unlink | keep_apart),
        max_size=20,
    )
)
def test_a_link_between_citizens_has_two_ends(asked):
    world = World()
    everybody = [METTE, KASPER, ANNE]
    for id in everybody:
        world.tell(citizens, IdentifyCitizen(name="x"), id=id)
    for id, command in asked:
        with suppress(Refused):
            world.tell(citizens, command, id=id)
    for id in everybody:
        for other in everybody:
            assert (other in world.state(id).links) == (id in world.state(other).links)
            assert (other in world.state(id).apart) == (id in world.state(other).apart)
        known = world.state(id)
        assert id not in known.links | known.apart
        assert not known.links & known.apart


def test_scenario_5_rule_1_finds_the_five_who_need_a_talk():
    world, numbers = World(), {}
    for line in JOURNAL.read_text().splitlines():
        each = json.loads(line)
        command = RegisterContact.model_validate(each["with"])
        numbers[UUID(each["id"])] = command.source
        world.tell(
            contacts,
            command,
            id=UUID(each["id"]),
            at=datetime.fromisoformat(each["at"]),
            by=By(**each["by"]),
        )
    queue = [state for state in world.states.values() if isinstance(state, FollowUp)]
    queue.sort(
        key=lambda each: (
            not each.victim,
            world.state(each.contact).facts.received_at,
        )
    )
    assert [numbers[each.contact] for each in queue] == [
        "H-0002",
        "H-0007",
        "H-0001",
        "H-0009",
        "H-0012",
    ]


def test_a_citizen_who_comes_with_a_cpr_is_there_for_the_next_contact():
    world = World()
    party = told_victim(name="Mette Rønnow", cpr=CPR)
    for id in THREE[:2]:
        world.tell(contacts, told(parties=[party]), id=id, citizens={CPR: METTE})
        assert world.state(id).facts.parties[0].citizen == METTE
    [identified] = world.history[METTE]
    assert identified.name.text == "Mette Rønnow"
    world.tell(citizens, SupplyParticulars(phone="20304050"), id=METTE)
