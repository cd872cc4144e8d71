"""What a contact is about, and what became of it."""

from domain.kinds import ActKind, Channel, ContactKind, Decision, LateReason, Patrol
from domain.purposes import Regime

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
CHANNELS = {
    Channel.PHONE_114: "114",
    Channel.PHONE_112: "112",
    Channel.STATION: "Politistation",
    Channel.MOBILE_STATION: "Mobil politistation",
    Channel.PATROL: "Patrulje",
    Channel.EMAIL: "E-mail",
    Channel.LETTER: "Brev",
    Channel.ONLINE: "Online",
    Channel.OTHER_AUTHORITY: "Anden myndighed",
}
PATROLS = {
    Patrol.NOT_NEEDED: "Ikke nødvendig",
    Patrol.SENT: "Sendt",
    Patrol.NO_UNIT_AVAILABLE: "Ingen ledig patrulje",
    Patrol.OTHER_PRIORITY: "Andre opgaver gik forud",
}
ACTS = {
    ActKind.SMS: "Sms",
    ActKind.PHONE_CALL: "Opkald",
    ActKind.MESSAGE: "Besked",
    ActKind.EMAIL: "E-mail",
    ActKind.LETTER: "Brev",
    ActKind.PRESENCE_HOME: "Opholdt sig ved hjemmet",
    ActKind.PRESENCE_WORKPLACE: "Opholdt sig ved arbejdspladsen",
    ActKind.FOLLOWING: "Fulgte efter",
    ActKind.UNWANTED_GIFT: "Uønsket gave",
    ActKind.VIA_THIRD_PARTY: "Gennem andre",
    ActKind.THREAT: "Trussel",
    ActKind.VANDALISM: "Hærværk",
    ActKind.FAKE_PROFILE: "Falsk profil",
    ActKind.SURVEILLANCE_GPS: "Overvågning med gps",
    ActKind.SURVEILLANCE_OTHER: "Anden overvågning",
    ActKind.OTHER: "Andet",
}
LATE_REASONS = {
    LateReason.PAPER_NOTE: "Noteret på papir",
    LateReason.SYSTEM_DOWN: "Systemet var nede",
    LateReason.NOT_REGISTERED_AT_TIME: "Ikke registreret dengang",
    LateReason.CITIZEN_STATEMENT: "Oplyst af borgeren senere",
    LateReason.OTHER: "Andet",
}
DECISIONS = {
    Decision.PATROL_SENT: "Patrulje sendt",
    Decision.REPORT_TAKEN: "Anmeldelse optaget",
    Decision.REPORT_REFUSED: "Anmeldelse afvist",
    Decision.ADVICE_GIVEN: "Rådgivning givet",
    Decision.REFERRED: "Henvist",
    Decision.FOLLOW_UP_PLANNED: "Opfølgning planlagt",
    Decision.NO_ACTION: "Ingen handling",
}
REGIMES = {
    Regime.LED: "Retshåndhævelsesloven",
    Regime.GDPR: "Databeskyttelsesforordningen",
}
REFUSALS = {
    "The contact is withdrawn: reinstate it first.": (
        "Henvendelsen er trukket tilbage. Den skal først genindsættes."
    ),
    "The contact is withdrawn or a duplicate.": (
        "Henvendelsen er trukket tilbage eller en dublet."
    ),
    "Only a withdrawn contact can be reinstated.": (
        "Kun en henvendelse, der er trukket tilbage, kan genindsættes."
    ),
    "The contact is not marked as a duplicate.": (
        "Henvendelsen er ikke markeret som dublet."
    ),
    "A contact can't be a duplicate of itself.": (
        "En henvendelse kan ikke være dublet af sig selv."
    ),
    "The contact is marked as a duplicate: withdraw the mark first.": (
        "Henvendelsen er allerede markeret som dublet. Træk først markeringen tilbage."
    ),
    "Another contact is marked as a duplicate of this one.": (
        "En anden henvendelse er markeret som dublet af denne."
    ),
    "The other contact is itself withdrawn or a duplicate.": (
        "Den anden henvendelse er selv trukket tilbage eller en dublet."
    ),
    "There is no party with this id in the contact.": (
        "Personen findes ikke i henvendelsen."
    ),
    "This party is identified: withdraw the identification first.": (
        "Personen er identificeret. Træk først identifikationen tilbage."
    ),
    "This party is not identified.": "Personen er ikke identificeret.",
    "The old value is not what stands: read the contact again.": (
        "Der står ikke længere det, du ville rette. Se, hvad der nu står."
    ),
    "The new value is what stands already.": "Det nye er det samme som det, der står.",
    "A correction can't change who a party is:"
    " identify the party, or withdraw the identification.": (
        "En rettelse kan ikke ændre, hvem en person er."
        " Identificér personen, eller træk identifikationen tilbage."
    ),
    "There is a file under this annex: take another number.": (
        "Bilaget har allerede en fil. Vælg et andet nummer."
    ),
    "This annex is told to be another file: take another number.": (
        "Bilaget er oplyst at være en anden fil. Vælg et andet nummer."
    ),
    "A contact has at most 200 annexes.": "En henvendelse har højst 200 bilag.",
    "An attached file keeps its annex: correct its description.": (
        "En vedhæftet fil beholder sit bilagsnummer. Ret beskrivelsen."
    ),
    "RULE_1 is the registry's own: give another cause.": (
        "Reglen er registrets egen. Vælg en anden grund."
    ),
    "Rule 1 opens one follow-up for each contact.": (
        "Registret åbner selv én opfølgning for hver henvendelse."
    ),
}
