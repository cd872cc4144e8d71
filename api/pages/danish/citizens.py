"""Who a citizen is, what is looked for, and what speaks for two being one."""

from domain.sameness import SWAPPED, Basis
from domain.sought import Term

TERMS = {
    Term.NUMBER: "henvendelsens nummer",
    Term.CPR: "CPR-nummer",
    Term.PHONE: "telefonnummer",
    Term.EMAIL: "e-mail",
    Term.NAME: "navn",
    Term.TEXT: "ord",
}
CHAPTERS = {
    "CONTACT": "Henvendelse",
    "FOLLOW_UP": "Tryghedsopfølgning",
    "COURSE": "Stalkingforløb",
    "COMPLAINT": "Klage",
}
FOLLOWED_UP = {  # how far, in a history
    "NOT_STARTED": "Ikke begyndt",
    "ATTEMPT_ONLY": "Forsøgt, ikke truffet",
    "DECLINED": "Afslået af borgeren",
    "PHONE": "Samtale i telefon",
    "IN_PERSON": "Samtale ansigt til ansigt",
}
STRONG, CLEAR = 85, 65  # of 100
SIGNS = {  # what speaks for it, and against
    "name": ("Navnene ligner hinanden", "Fornavnene er forskellige"),
    "phone": ("Samme telefonnummer", "Forskellige telefonnumre"),
    "birthday": ("Samme fødselsdag", "Forskellige fødselsdage"),
    "address": ("Samme adresse", "Forskellige adresser"),
    "email": ("Samme e-mail", "Forskellige e-mails"),
}
DAY_AND_MONTH_SWAPPED = "Fødselsdagene er ens, hvis dag og måned er byttet om"
REFUSALS = {
    "The citizen is already identified.": "Borgeren er allerede registreret.",
    "The address is already protected.": "Adressen er allerede beskyttet.",
    "The address is not protected.": "Adressen er ikke beskyttet.",
    "This CPR is reserved for the citizen …: identify the citizen under that id.": (
        "CPR-nummeret er reserveret til en borger, hvis registrering blev afbrudt."
        " Bed den dataansvarlige om hjælp."
    ),
    "These citizens are not linked.": "Borgerne er ikke koblet.",
    "These citizens are linked already.": "Borgerne er allerede koblet.",
    "These citizens are kept apart already.": "Borgerne holdes allerede adskilt.",
    "A citizen can't be linked with herself.": "En borger kan ikke kobles med sig selv.",
    "A citizen can't be kept apart from herself.": (
        "En borger kan ikke holdes adskilt fra sig selv."
    ),
}


def likeness(score: int) -> str:
    """The score, from 50 to 100, in a word: it sorts, and is no probability."""
    if score >= STRONG:
        return "Stærk lighed"
    return "Tydelig lighed" if score >= CLEAR else "Nogen lighed"


def signs(basis: Basis) -> list[str]:
    """What two have in common, and what speaks against their being one."""
    said = []
    for name, points in basis:
        pro, against = SIGNS[name]
        if name == "birthday" and points == SWAPPED:
            said.append(DAY_AND_MONTH_SWAPPED)
        elif points:
            said.append(pro if points > 0 else against)
    return said
