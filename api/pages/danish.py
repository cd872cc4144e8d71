"""The trade's words as Danish officers say them; each page keeps its own texts."""

from domain.event import Role
from domain.follow_ups import AttemptKind, Cause, TalkMode
from domain.kinds import ContactKind
from domain.places import DISTRICTS
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
MODES = {TalkMode.PHONE: "Telefon", TalkMode.IN_PERSON: "Personligt"}
ATTEMPTS = {
    AttemptKind.PHONE: "Ringet",
    AttemptKind.VISIT: "Kørt forbi",
    AttemptKind.NEIGHBOUR: "Spurgt nabo",
    AttemptKind.RELATIVE: "Spurgt pårørende",
    AttemptKind.LEAFLET: "Lagt seddel",
}
DIRECT_ATTEMPTS = (AttemptKind.PHONE, AttemptKind.VISIT)
CAUSES = {
    Cause.RULE_1: "Forurettet eller utryg uden patrulje",
    Cause.OFFICER: "Åbnet af en betjent",
    Cause.DAILY_REPORT: "Åbnet fra døgnrapporten",
}
KINDS = {
    ContactKind.UNSETTLING_BEHAVIOUR: "Utryghedsskabende adfærd",
    ContactKind.BURGLARY: "Indbrud",
    ContactKind.THEFT: "Tyveri",
    ContactKind.TRICK_THEFT: "Tricktyveri",
    ContactKind.VANDALISM: "Hærværk",
    ContactKind.ASSAULT: "Vold",
    ContactKind.THREAT: "Trusler",
    ContactKind.DOMESTIC: "Husspektakler",
    ContactKind.STALKING: "Stalking",
    ContactKind.FRAUD: "Bedrageri",
    ContactKind.TRAFFIC: "Færdsel",
    ContactKind.NEIGHBOUR_DISPUTE: "Nabostrid",
    ContactKind.LOST_PROPERTY: "Hittegods",
    ContactKind.WITNESS_ENQUIRY: "Henvendelse fra vidne",
    ContactKind.VICTIM_ENQUIRY: "Henvendelse fra forurettet",
    ContactKind.COMPLAINT: "Klage",
    ContactKind.BOOKING_REQUEST: "Tidsbestilling",
    ContactKind.OTHER: "Andet",
}
REFUSALS = {
    "You have claimed this follow-up already.": "Du har allerede taget opfølgningen.",
    "There is no follow-up with this id.": "Opfølgningen findes ikke.",
    "The follow-up has ended: only a talk can be recorded.": (
        "Opfølgningen er afsluttet. Kun en samtale kan registreres."
    ),
    "The contact is withdrawn or a duplicate: only a talk can be recorded.": (
        "Henvendelsen er trukket tilbage eller en dublet."
        " Kun en samtale kan registreres."
    ),
    "Somebody else has claimed this follow-up.": "En kollega har taget opfølgningen.",
    "Nobody has claimed this follow-up.": "Ingen har taget opfølgningen.",
    "The follow-up is already open.": "Opfølgningen er allerede åben.",
    "DIRECT_ONLY: a neighbour, a relative or a leaflet could reveal her."
    " Call or visit her herself.": (
        "Kun direkte kontakt: nabo, pårørende eller seddel kan afsløre borgeren."
        " Ring til eller besøg borgeren selv."
    ),
}


def district(number: str | None) -> str:
    return DISTRICTS[number] if number else ""


def refusal(sentence: str) -> str:
    return REFUSALS.get(sentence, f"Afvist af registret: {sentence}")
