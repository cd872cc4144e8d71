"""Clerks who do all kinds of things in any order, and some of them twice."""

from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from api.composition import Parts
from domain.attempts import RecordAttempt
from domain.citizens import (
    IdentifyCitizen,
    InstructSafeContact,
    KeepCitizensApart,
    LinkCitizen,
    ProtectAddress,
    SupplyParticulars,
    UnlinkCitizen,
    citizens,
)
from domain.complaints import ForwardComplaint, complaints
from domain.contacts import (
    AttachEvidence,
    CorrectContact,
    IdentifyParty,
    MarkDuplicate,
    RecordDisposition,
    ReferToCase,
    ReinstateContact,
    SupplementContact,
    WithdrawContact,
    WithdrawDuplicateMark,
    WithdrawIdentification,
    contacts,
)
from domain.decider import Command, Decider, Refused
from domain.event import By
from domain.follow_ups import (
    ClaimFollowUp,
    DeclineFollowUp,
    RecordTalk,
    ReleaseFollowUp,
    follow_ups,
)
from domain.ids import follow_up_of
from domain.intake import ObserveIntake, SettleIntake, intake
from domain.media import MediaType
from domain.stalking_courses import (
    LinkContact,
    NameSuspect,
    OpenStalkingCourse,
    UnlinkContact,
    stalking_courses,
)
from domain.supervision import DrawSample, RecordFinding, registration_audits
from infrastructure.asked import Asked, Receipt
from tests.domain.cast import told, told_victim
from tests.infrastructure.complaining import ABOUT_A_COMPLAINT, complaint_of
from tests.infrastructure.registering import Clock

FEW = 4  # contacts, so that they have much to do with one another
WHY = {"reason": "So it is"}
ABOUT_A_CONTACT: list[Command] = [
    SupplementContact(text="Two words."),
    WithdrawContact(**WHY),
    ReinstateContact(**WHY),
    WithdrawDuplicateMark(**WHY),
    RecordDisposition(decision="ADVICE_GIVEN", text="Lock the door.", **WHY),
    ReferToCase(journal_number="1-19"),
    AttachEvidence(
        annex=1,
        description="A list of calls.",
        sha256="ab" * 32,
        size=1,
        media_type=MediaType.PDF,
    ),
    CorrectContact(field="district", old="1467", new="1470", **WHY),
    CorrectContact(field="district", old="1470", new="1467", **WHY),
    CorrectContact(
        field="narrative", old="Somebody stands outside.", new="Nobody.", **WHY
    ),
]
ABOUT_A_FOLLOW_UP: list[Command] = [
    ClaimFollowUp(),
    ReleaseFollowUp(),
    RecordAttempt(kind="PHONE"),
    RecordTalk(mode="IN_PERSON", note="A note."),
    DeclineFollowUp(),
]
any_one = st.integers(0, FEW - 1)
officers = st.sampled_from(
    [By(id=id, role="OFFICER", district="1467") for id in ("K-1", "K-2")]
)
GATEWAY = By(id="GW-01", role="GATEWAY", district=None)
complained = st.sampled_from(
    [
        By(id="L-1", role="SUPERVISOR", district="1467"),
        By(id="DUP-1", role="AUTHORITY", district=None),
    ]
)
keys = st.sampled_from([None, "a", "b"])
families = count()


class Clerks(RuleBasedStateMachine):
    """Remembers each command and what it was answered."""

    def __init__(self, parts: Parts, clock: Clock) -> None:
        super().__init__()
        self.parts, self.clock = parts, clock
        self.contacts: list[UUID] = []
        self.parties: list[UUID] = []  # one for each contact
        self.citizens = [parts.new_id()]
        self.audit = parts.new_id()
        self.intakes: list[UUID] = []
        self.course = parts.new_id()
        self.complaints: list[UUID] = []
        family = next(families)  # nobody of whom an earlier run told
        self.cprs = [f"010150{2 * family + n:04}" for n in (0, 1)]
        self.said: list[tuple[Asked, Receipt]] = []

    def ask(self, decider: Decider, id: UUID, command: Command, by: By, key: Any):
        self.clock.goes_on(seconds=1)
        asked = Asked(decider, id, command, by, key)
        [answer] = self.parts.registry.execute_all([asked])
        if isinstance(answer, Receipt) and not answer.repeated:
            self.said.append((asked, answer))

    @rule()
    def somebody_calls(self):
        self.intakes.append(self.parts.new_id())
        call = ObserveIntake(
            source=f"TC1-{len(self.intakes)}",
            channel="PHONE_114",
            district="1467",
            at=self.clock(),
        )
        self.ask(intake, self.intakes[-1], call, GATEWAY, None)

    @precondition(lambda self: self.intakes)
    @rule(by=officers, key=keys)
    def it_was_a_wrong_number(self, by, key):
        command = SettleIntake(reason="WRONG_NUMBER", note="A fax.")
        self.ask(intake, self.intakes[-1], command, by, key)

    @precondition(lambda self: len(self.contacts) < FEW)
    @rule(
        by=officers,
        about=st.sampled_from(["nobody", "a name", "a CPR", "another", "a birthday"]),
        answers=st.booleans(),
    )
    def somebody_registers(self, by, about, answers):
        id, party = self.parts.new_id(), self.parts.new_id()
        victims = {
            "nobody": (),
            "a name": (
                told_victim(id=party, name="Mette Rønnow", phone="20 30 40 50"),
            ),
            "a CPR": (told_victim(id=party, name="Mette", cpr=self.cprs[0]),),
            "another": (told_victim(id=party, name="Anne", cpr=self.cprs[1]),),
            "a birthday": (told_victim(id=party, name="Anne", birthday="1950-01-01"),),
        }
        call = self.intakes[-1] if answers and self.intakes else None
        self.ask(contacts, id, told(parties=victims[about], intake=call), by, None)
        history = self.parts.registry.history(id)
        if not history:  # the call was answered already
            return
        self.contacts.append(id)
        self.parties.append(party)
        for party in history[0].event.parties:
            if party.citizen and party.citizen not in self.citizens:
                self.citizens.append(party.citizen)

    @precondition(lambda self: self.contacts)
    @rule(one=any_one, command=st.sampled_from(ABOUT_A_CONTACT), by=officers, key=keys)
    def somebody_adds(self, one, command, by, key):
        self.ask(contacts, self._one(one), command, by, key)

    @precondition(lambda self: len(self.contacts) > 1)
    @rule(one=any_one, other=any_one, by=officers)
    def somebody_sees_a_duplicate(self, one, other, by):
        command = MarkDuplicate(of=self._one(other), **WHY)
        self.ask(contacts, self._one(one), command, by, None)

    @precondition(lambda self: self.contacts)
    @rule(one=any_one, who=st.integers(0, 3), known=st.booleans(), by=officers)
    def somebody_looks_who_it_is(self, one, who, known, by):
        party = self.parties[one % len(self.parties)]
        citizen = self.citizens[who % len(self.citizens)]
        command = (
            IdentifyParty(party=party, citizen=citizen, basis="Voice")
            if known
            else WithdrawIdentification(party=party, **WHY)
        )
        self.ask(contacts, self._one(one), command, by, None)

    @precondition(lambda self: self.contacts)
    @rule(
        one=any_one, command=st.sampled_from(ABOUT_A_FOLLOW_UP), by=officers, key=keys
    )
    def somebody_follows_up(self, one, command, by, key):
        self.ask(follow_ups, follow_up_of(self._one(one)), command, by, key)

    @precondition(lambda self: self.contacts)
    @rule(one=any_one, phone=st.sampled_from([None, "11 22 33 44"]), by=officers)
    def somebody_has_another_phone(self, one, phone, by):
        field = f"parties.{self.parties[one % len(self.parties)]}.phone"
        for old in {None, "11 22 33 44", "20 30 40 50"} - {phone}:
            command = CorrectContact(field=field, old=old, new=phone, **WHY)
            self.ask(contacts, self._one(one), command, by, None)

    @rule(who=st.integers(0, 3), what=st.integers(0, 9), by=officers, key=keys)
    def somebody_comes_in(self, who, what, by, key):
        id = self.citizens[who % len(self.citizens)]
        command = [
            ProtectAddress(),
            InstructSafeContact(safe_contact="DIRECT_ONLY", **WHY),
            LinkCitizen(other=self.citizens[-1], basis="Voice"),
            UnlinkCitizen(other=self.citizens[-1], **WHY),
            KeepCitizensApart(other=self.citizens[-1], **WHY),
            SupplyParticulars(name="Anne Holm", phone="20 30 40 51"),
            SupplyParticulars(cpr=self.cprs[0]),
            SupplyParticulars(cpr=self.cprs[1]),
            IdentifyCitizen(cpr=self.cprs[0]),
            SupplyParticulars(birthday="1950-01-01"),
        ][what]
        self.ask(citizens, id, command, by, key)

    @rule(one=any_one, finding=st.sampled_from(["WRONG", "LATE"]), by=officers)
    def somebody_audits(self, one, finding, by):
        sample = {"seed": "S", "from": "2019-06-01", "to": "2019-07-01", "size": 2}
        sample["position"] = self.parts.registry.recorder.newest()
        draw = DrawSample.model_validate(sample)
        self.ask(registration_audits, self.audit, draw, by, None)
        if self.contacts:
            command = RecordFinding(contact=self._one(one), finding=finding, note="!")
            self.ask(registration_audits, self.audit, command, by, None)

    @precondition(lambda self: self.contacts)
    @rule(one=any_one, who=st.integers(0, 3), what=st.integers(0, 3), by=officers)
    def somebody_sees_that_it_goes_on(self, one, who, what, by):
        contact, citizen = self._one(one), self.citizens[who % len(self.citizens)]
        command = [
            OpenStalkingCourse(victim=citizen, district="1467"),
            LinkContact(contact=contact, basis="Alike"),
            UnlinkContact(contact=contact, **WHY),
            NameSuspect(suspect=citizen),
        ][what]
        self.ask(stalking_courses, self.course, command, by, None)

    @precondition(lambda self: len(self.complaints) < FEW)
    @rule(who=st.integers(0, 2), kind=st.integers(0, 1), by=officers)
    def somebody_complains(self, who, kind, by):
        id, party = self.parts.new_id(), self.parts.new_id()
        self.complaints.append(id)
        told = complaint_of(party, [None, *self.cprs][who], kind)
        self.ask(complaints, id, told, by, None)
        for event in (each.event for each in self.parts.registry.history(id)):
            if (citizen := event.complainant.citizen) not in {None, *self.citizens}:
                self.citizens.append(citizen)

    @precondition(lambda self: self.complaints)
    @rule(
        one=any_one, command=st.sampled_from(ABOUT_A_COMPLAINT), by=complained, key=keys
    )
    def somebody_goes_on_with_a_complaint(self, one, command, by, key):
        id = self.complaints[one % len(self.complaints)]
        self.ask(complaints, id, command, by, key)

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0, 99), by=officers)
    def an_answer_was_lost_and_the_same_is_sent_again(self, which, by):
        asked, receipt = self.said[which % len(self.said)]
        if asked.request or isinstance(asked.command, asked.decider.first):
            again = self.parts.registry.execute(
                asked.decider, asked.id, asked.command, by, asked.request
            )
            assert again.repeated
            assert again.model_dump() == receipt.model_dump()

    @precondition(lambda self: any(asked.request for asked, _ in self.said))
    @rule(which=st.integers(0, 99), by=officers)
    def a_key_is_used_for_something_else(self, which, by):
        keyed = [asked for asked, _ in self.said if asked.request]
        asked = keyed[which % len(keyed)]
        other = {
            contacts: SupplementContact(text="Something else."),
            follow_ups: RecordTalk(mode="PHONE"),
            citizens: SupplyParticulars(email="anne@example.dk"),
            intake: SettleIntake(reason="NOT_A_CONTACT"),
            complaints: ForwardComplaint(to="NATIONAL_POLICE"),
        }[asked.decider]
        try:
            self.parts.registry.execute(
                asked.decider, asked.id, other, by, asked.request
            )
        except Refused as refused:
            assert "Something else is recorded" in str(refused)  # noqa: PT017
        else:
            raise AssertionError("a key was taken for two commands")

    def _one(self, number: int) -> UUID:
        return self.contacts[number % len(self.contacts)]
