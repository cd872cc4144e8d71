"""Which contacts are followed up: rule 1 sees to it, or an officer does."""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from domain.calendar import danish_day
from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Role
from domain.facts import KnownContact
from domain.ids import follow_up_of
from domain.people import PartyRole
from domain.places import District
from domain.words import Day, Flag


class Cause(StrEnum):
    RULE_1 = "RULE_1"  # a victim, or unsafe and no patrol although one was wanted
    OFFICER = "OFFICER"
    DAILY_REPORT = "DAILY_REPORT"


class FollowUpOpened(Event):
    contact: UUID
    party: UUID | None = None
    district: str
    victim: bool
    cause: Cause
    due: date


class OpenFollowUp(Command):
    """`victim` is by default whether the party, or else any party, is a victim."""

    contact: UUID
    party: UUID | None = None
    district: District
    victim: Flag | None = None
    cause: Cause
    due: Day | None = None


def opened(command: OpenFollowUp, circumstances: Circumstances) -> FollowUpOpened:
    contact = circumstances.the(KnownContact, command.contact, "contact")
    if not contact.effective:
        raise Refused("The contact is withdrawn or a duplicate.")
    party = command.party and contact.facts.party(command.party)
    if command.party and not party:
        raise Refused("There is no party with this id in the contact.")
    by_rule = circumstances.by.role == Role.REGISTRY
    if (command.cause == Cause.RULE_1) != by_rule:
        raise Refused("RULE_1 is the registry's own: give another cause.")
    if by_rule and circumstances.id != follow_up_of(command.contact):
        raise Refused("Rule 1 opens one follow-up for each contact.")
    parties = (party,) if party else contact.facts.parties
    victim = any(each.role == PartyRole.VICTIM for each in parties)
    days = timedelta(days=circumstances.follow_up_days)
    return FollowUpOpened(
        contact=command.contact,
        party=command.party,
        district=command.district,
        victim=victim if command.victim is None else command.victim,
        cause=command.cause,
        due=command.due or danish_day(circumstances.at) + days,
    )
