"""How a follow-up goes."""

from domain.follow_ups import AttemptKind, Cause, TalkMode

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
