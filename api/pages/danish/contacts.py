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
