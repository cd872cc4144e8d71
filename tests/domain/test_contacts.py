import pytest

from domain.contacts import (
    ContactMarkedDuplicate,
    ContactReferredToCase,
    ContactReinstated,
    ContactSupplemented,
    ContactWithdrawn,
    CorrectContact,
    DispositionRecorded,
    Duplicate,
    DuplicateMarkWithdrawn,
    DuplicateNoted,
    DuplicateNoteWithdrawn,
    MarkDuplicate,
    RecordDisposition,
    ReferToCase,
    ReinstateContact,
    Standing,
    SupplementContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    Withdrawn,
    contacts,
)
from domain.event import CprNumber, Personal
from domain.identification import (
    IdentificationWithdrawn,
    IdentifyParty,
    PartyIdentified,
    WithdrawIdentification,
)
from domain.kinds import Decision
from tests.domain.cast import (
    CPR,
    KASPER,
    METTE,
    OTHER,
    VICTIM,
    about_contact,
    duplicate,
    mette,
    registered,
    standing,
    victim,
)
from tests.specification import THING, given

marked = ContactMarkedDuplicate(of=OTHER, reason="Asked about it again")
unmarked = DuplicateMarkWithdrawn(of=OTHER, reason="Another evening")
withdrawn = ContactWithdrawn(reason="A test call")
reinstated = ContactReinstated(reason="No test call")
noted = DuplicateNoted(contact=OTHER, reason="Asked about it again")

ADDITIONS = [
    SupplementContact(text="He came back."),
    CorrectContact(field="kind", old="UNSETTLING_BEHAVIOUR", new="THREAT", reason="x"),
    RecordDisposition(decision="NO_ACTION", reason="Nobody free"),
    ReferToCase(journal_number="0700-70000-00001-19"),
]
OTHERS_ON_STANDING = [
    IdentifyParty(party=VICTIM, citizen=METTE, basis="Passport"),
    WithdrawIdentification(party=VICTIM, reason="Namesake"),
    MarkDuplicate(of=OTHER, reason="Asked about it again"),
    WithdrawDuplicateMark(reason="Another evening"),
    WithdrawContact(reason="A test call"),
]


def test_a_contact_can_be_supplemented():
    event = ContactSupplemented(text=about_contact("He came back."))
    given(contacts, registered()).when(ADDITIONS[0]).then(event)
    after = given(contacts, registered(), event, event).state
    assert after.supplements == (event.text, event.text)


def test_nothing_done_is_a_decision_too():
    event = DispositionRecorded(
        decision=Decision.NO_ACTION,
        reason="Nobody free",
        text=about_contact("She was told."),
    )
    command = RecordDisposition(
        decision="NO_ACTION", reason="Nobody free", text="She was told."
    )
    given(contacts, registered()).when(command).then(event)
    assert given(contacts, registered(), event).state.dispositions == (event,)


def test_a_contact_is_referred_to_several_cases():
    events = [ContactReferredToCase(journal_number=number) for number in ("1", "2")]
    given(contacts, registered(), events[0]).when(ReferToCase(journal_number="2")).then(
        events[1]
    )
    after = given(contacts, registered(), *events).state
    assert after.journal_numbers == ("1", "2")


def test_a_withdrawn_contact_stays_readable_and_is_not_effective():
    given(contacts, registered()).when(WithdrawContact(reason="A test call")).then(
        withdrawn
    )
    after = given(contacts, registered(), withdrawn).state
    assert after == Withdrawn(facts=registered(), of=None, reason="A test call")
    assert not after.effective


@pytest.mark.parametrize(
    "command", ADDITIONS + OTHERS_ON_STANDING, ids=lambda c: type(c).__name__
)
def test_a_withdrawn_contact_takes_nothing_but_reinstatement(command):
    here = given(contacts, registered(victim()), withdrawn)
    here.where(others={METTE: mette, OTHER: standing}).when(command).then_refused(
        "withdrawn"
    )


@pytest.mark.parametrize(
    "command", ADDITIONS + OTHERS_ON_STANDING, ids=lambda c: type(c).__name__
)
def test_nothing_is_added_to_what_was_never_registered(command):
    given(contacts).when(command).then_refused("no contact")


@pytest.mark.parametrize("command", ADDITIONS, ids=lambda c: type(c).__name__)
def test_a_duplicate_still_takes_additions(command):
    given(contacts, registered(), marked).when(command).decided()


def test_a_reinstated_contact_is_as_it_was():
    command = ReinstateContact(reason="No test call")
    given(contacts, registered(), withdrawn).when(command).then(reinstated)
    for past in ([registered()], [registered(), marked]):
        assert (
            given(contacts, *past, withdrawn, reinstated).state
            == given(contacts, *past).state
        )


def test_only_a_withdrawn_contact_is_reinstated():
    given(contacts, registered()).when(ReinstateContact(reason="x")).then_refused(
        "Only a withdrawn"
    )


def test_a_duplicate_points_to_the_other_contact():
    given(contacts, registered()).where(others={OTHER: standing}).when(
        MarkDuplicate(of=OTHER, reason="Asked about it again")
    ).then(marked)
    after = given(contacts, registered(), marked).state
    assert after == Duplicate(facts=registered(), of=OTHER)
    assert not after.effective


def test_a_mark_can_be_withdrawn():
    command = WithdrawDuplicateMark(reason="Another evening")
    given(contacts, registered(), marked).when(command).then(unmarked)
    assert given(contacts, registered(), marked, unmarked).state == standing
    given(contacts, registered()).when(command).then_refused("not marked")


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (None, "no contact"),
        (mette, "no contact"),
        (duplicate, "itself withdrawn or a duplicate"),
        (Withdrawn(facts=registered(), of=None, reason="x"), "itself withdrawn"),
    ],
)
def test_a_duplicate_points_to_a_contact_that_stands(other, because):
    others = {OTHER: other} if other else {}
    given(contacts, registered()).where(others=others).when(
        MarkDuplicate(of=OTHER, reason="x")
    ).then_refused(because)


def test_duplicates_make_no_chains_and_no_circles():
    here = given(contacts, registered()).where(
        others={OTHER: standing, KASPER: standing}
    )
    here.when(MarkDuplicate(of=THING, reason="x")).then_refused("of itself")
    for past, because in ((noted, "duplicate of this one"), (marked, "mark first")):
        given(contacts, registered(), past).where(others={KASPER: standing}).when(
            MarkDuplicate(of=KASPER, reason="x")
        ).then_refused(because)


def test_a_contact_notes_its_duplicates_even_when_it_is_withdrawn():
    undone = DuplicateNoteWithdrawn(contact=OTHER, reason="Another evening")
    assert given(contacts, registered(), noted).state == Standing(
        facts=registered(), duplicates={OTHER}
    )
    past = (registered(), noted, withdrawn, undone, reinstated)
    assert given(contacts, *past).state == standing


def test_scenario_9_a_namesake_is_identified_and_that_is_withdrawn():
    party = victim(name=Personal(about=VICTIM, text="Metthe Rønnow"))
    identify = IdentifyParty(party=VICTIM, citizen=METTE, basis="Name", score=40)
    event = PartyIdentified(party=VICTIM, citizen=METTE, basis="Name", score=40)
    undone = IdentificationWithdrawn(party=VICTIM, citizen=METTE, reason="Namesake")
    here = given(contacts, registered(party)).where(others={METTE: mette})
    here.when(identify).then(event)
    [known] = given(contacts, registered(party), event).state.facts.parties
    assert known == party.model_copy(update={"citizen": METTE})
    given(contacts, registered(party), event).when(
        WithdrawIdentification(party=VICTIM, reason="Namesake")
    ).then(undone)
    assert given(contacts, registered(party), event, undone).state == Standing(
        facts=registered(party)
    )


def test_a_party_is_identified_as_one_citizen_who_exists():
    identify = IdentifyParty(party=VICTIM, citizen=METTE, basis="Name")
    here = given(contacts, registered(victim()))
    here.when(identify).then_refused("no citizen")
    here.where(others={METTE: standing}).when(identify).then_refused("no citizen")
    known = given(contacts, registered(victim(citizen=KASPER)))
    known.where(others={METTE: mette}).when(identify).then_refused("is identified")
    given(contacts, registered()).when(identify).then_refused("no party")


def test_an_identification_by_cpr_can_be_withdrawn_too_and_takes_the_cpr_along():
    party = victim(citizen=METTE, cpr=CprNumber(about=METTE, text=CPR))
    undone = IdentificationWithdrawn(party=VICTIM, citizen=METTE, reason="Wrong card")
    command = WithdrawIdentification(party=VICTIM, reason="Wrong card")
    given(contacts, registered(party)).when(command).then(undone)
    after = given(contacts, registered(party), undone)
    assert after.state.facts.parties == (victim(),)
    after.when(command).then_refused("not identified")
