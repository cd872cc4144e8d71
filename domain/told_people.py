"""Whom a contact or a complaint tells of, and which citizens they are."""

from datetime import date
from uuid import UUID

from domain.cpr import Cpr, born_then, holder
from domain.decider import Circumstances, Refused
from domain.event import CprNumber, Frozen, Personal
from domain.people import KnownCitizen, Party, PartyRole, SafeContact
from domain.words import Day, Flag, Line


class ToldParty(Frozen):
    id: UUID
    role: PartyRole
    citizen: UUID | None = None
    name: Line | None = None
    cpr: Cpr | None = None
    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    address_protected: Flag = False
    safe_contact: SafeContact = SafeContact.ANY
    birthday: Day | None = None

    def known_as(self, citizen: UUID | None) -> Party:
        subject = citizen or self.id
        return Party(
            id=self.id,
            role=self.role,
            citizen=citizen,
            name=words(subject, self.name),
            cpr=self.cpr and CprNumber(about=subject, text=self.cpr),
            phone=words(subject, self.phone),
            email=words(subject, self.email),
            address=words(subject, self.address),
            address_protected=self.address_protected,
            safe_contact=self.safe_contact,
            birthday=words(subject, self.birthday),
        )


def words(about: UUID, told: str | date | None) -> Personal | None:
    return None if told is None else Personal(about=about, text=str(told))


def citizens_of(
    parties: tuple[ToldParty, ...], circumstances: Circumstances, *taken: UUID | None
) -> dict[str, UUID]:
    """Whose each CPR is: of a named citizen first, so that all parties agree.

    `taken` are ids that no party may have. Raises Refused.
    """
    found: dict[str, UUID] = {}
    for party in sorted(parties, key=lambda party: party.citizen is None):
        born_then(party.birthday, party.cpr, circumstances.at)
        if party.citizen:
            known = circumstances.the(KnownCitizen, party.citizen, "citizen")
            _no_other_cpr(known, party.cpr)
        if party.cpr:
            named = party.citizen or found.get(party.cpr)
            citizen = holder(party.cpr, named, circumstances)
            if found.setdefault(party.cpr, citizen) != citizen:
                raise Refused("Two citizens can't have the same CPR.")
    own_ids(parties, circumstances.id, *taken, *found.values())
    return found


def own_ids(parties: tuple[ToldParty, ...], *taken: UUID | None) -> None:
    """Raises Refused: words are sealed, and forgotten, by the id they are about."""
    subjects = {*taken, *(party.citizen for party in parties)}
    if any(party.id in subjects for party in parties):
        raise Refused("A party needs an id of its own, used for nothing else.")


def _no_other_cpr(citizen: KnownCitizen, number: str | None) -> None:
    known = citizen.cpr and citizen.cpr.text
    if number and known and number != known:
        raise Refused(
            "This citizen is known under another CPR: supply it to the citizen first."
        )
