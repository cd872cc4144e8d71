"""Who and what the tests of the domain tell of. All of them are invented."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.citizens import CitizenIdentified
from domain.contacts import ContactRegistered, Duplicate, RegisterContact, Standing
from domain.event import Personal
from domain.kinds import Channel, ContactKind
from domain.known_intake import Open
from domain.people import KnownCitizen, Party, PartyRole
from domain.told_people import ToldParty
from tests.specification import THING

METTE, KASPER, ANNE = (UUID(int=7 << 76 | 2 << 62 | n) for n in (1, 2, 3))
VICTIM, OFFENDER = (UUID(int=7 << 76 | 2 << 62 | n) for n in (11, 12))
OTHER = UUID("016b1f48-e780-7962-8b61-30237394c4b2")
CPR = "1503885014"

EVENING = datetime(2019, 6, 3, 20, 14, tzinfo=UTC)


def about_contact(text: str | None) -> Personal:
    return Personal(about=THING, text=text)


def told(**more: Any) -> RegisterContact:
    return RegisterContact.model_validate(
        {
            "received_at": EVENING,
            "channel": Channel.PHONE_114,
            "district": "1467",
            "kind": ContactKind.UNSETTLING_BEHAVIOUR,
            "narrative": "Somebody stands outside.",
        }
        | more
    )


def registered(*parties: Party, **more: Any) -> ContactRegistered:
    return ContactRegistered.model_validate(
        {
            "number": "H-19",
            "received_at": EVENING,
            "channel": Channel.PHONE_114,
            "district": "1467",
            "kind": ContactKind.UNSETTLING_BEHAVIOUR,
            "narrative": about_contact("Somebody stands outside."),
            "parties": parties,
        }
        | more
    )


def victim(**more: Any) -> Party:
    return Party.model_validate({"id": VICTIM, "role": PartyRole.VICTIM} | more)


def told_victim(**more: Any) -> ToldParty:
    return ToldParty.model_validate({"id": VICTIM, "role": PartyRole.VICTIM} | more)


mette = KnownCitizen(name=Personal(about=METTE, text="Mette Rønnow"))
identified = CitizenIdentified(name=Personal(about=METTE, text="Mette Rønnow"))
standing = Standing(facts=registered())
unanswered = Open(
    source="TC1-42", channel=Channel.PHONE_114, district="1467", at=EVENING
)
duplicate = Duplicate(facts=registered(), of=KASPER)
