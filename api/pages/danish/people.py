"""Who somebody is, to the police and in a matter."""

from domain.event import Role
from domain.people import PartyRole, SafeContact
from domain.purposes import Purpose

ROLES = {
    Role.OFFICER: "Betjent",
    Role.SUPERVISOR: "Leder",
    Role.AUTHORITY: "Den Uafhængige Politiklagemyndighed",
    Role.CUSTODIAN: "Dataansvarlig",
    Role.GATEWAY: "Omstilling",
    Role.REGISTRY: "Registret",
}
PURPOSES = {
    Purpose.FOLLOW_UP: "Opfølgning",
    Purpose.CONTACT_HANDLING: "Behandling af henvendelse",
    Purpose.PROTECTION: "Beskyttelse",
    Purpose.INVESTIGATION: "Efterforskning",
    Purpose.SUPERVISION: "Tilsyn",
    Purpose.COMPLAINT: "Klage",
    Purpose.CITIZEN_ACCESS: "Borgerens indsigt",
}
PARTY_ROLES = {
    PartyRole.REPORTER: "Anmelder",
    PartyRole.VICTIM: "Forurettet",
    PartyRole.WITNESS: "Vidne",
    PartyRole.POSSIBLE_OFFENDER: "Mulig gerningsperson",
    PartyRole.ENQUIRER: "Spørger",
    PartyRole.COMPLAINANT: "Klager",
    PartyRole.RELATIVE: "Pårørende",
}
SAFE_CONTACT = {
    SafeContact.ANY: "Ingen særlige hensyn",
    SafeContact.DIRECT_ONLY: "Kun direkte kontakt",
}
