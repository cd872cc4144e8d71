"""The people of a contact: parties, and the citizens that they may turn out to be."""

from enum import StrEnum
from uuid import UUID

from domain.event import CprNumber, Frozen, Personal


class PartyRole(StrEnum):
    """What somebody is in one contact; it says nothing about the next."""

    REPORTER = "REPORTER"
    VICTIM = "VICTIM"
    WITNESS = "WITNESS"
    POSSIBLE_OFFENDER = "POSSIBLE_OFFENDER"
    ENQUIRER = "ENQUIRER"
    COMPLAINANT = "COMPLAINANT"
    RELATIVE = "RELATIVE"


class SafeContact(StrEnum):
    ANY = "ANY"
    DIRECT_ONLY = "DIRECT_ONLY"  # neighbours, relatives and leaflets could betray her


class Party(Frozen):
    """Somebody in one contact. Without a citizen unidentified, and never used again."""

    id: UUID
    role: PartyRole
    citizen: UUID | None = None
    name: Personal | None = None
    cpr: CprNumber | None = None
    phone: Personal | None = None
    email: Personal | None = None
    address: Personal | None = None
    address_protected: bool = False
    safe_contact: SafeContact = SafeContact.ANY
    birthday: Personal | None = None

    @property
    def subject(self) -> UUID:
        """Whose words these are: the citizen's if there is one, else the party's."""
        return self.citizen or self.id


class Particulars(Frozen):
    cpr: CprNumber | None = None
    name: Personal | None = None
    phone: Personal | None = None
    email: Personal | None = None
    address: Personal | None = None
    birthday: Personal | None = None


class KnownCitizen(Particulars):
    """What is now known of a citizen."""

    address_protected: bool = False
    safe_contact: SafeContact | None = None  # None: nobody has given an instruction
    links: frozenset[UUID] = frozenset()  # citizens who may be the same person
    apart: frozenset[UUID] = frozenset()  # citizens who are somebody else
