"""Erasures as custodians, and those whom they concern, are told of them."""

from domain.erasure import Basis, Progress

BASES = {
    Basis.CITIZEN_REQUEST: "Borgeren har bedt om det",
    Basis.UNLAWFUL_PROCESSING: "Oplysningerne må ikke behandles",
    Basis.LEGAL_OBLIGATION: "Retlig forpligtelse, fx en dom",
    Basis.RETENTION_ENDED: "Opbevaringsperioden er slut",
}
PROGRESS = {
    Progress.REQUESTED: "Anmodet",
    Progress.UNDER_WAY: "I gang",
    Progress.REFUSED: "Afslået",
    Progress.DESTROYED: "Slettet",
}
REFUSALS = {
    "This erasure is already requested.": "Sletningen er der allerede anmodet om.",
    "There is no erasure with this id.": "Sletningen findes ikke.",
    "There is no contact, complaint, course or intake with this id.": (
        "Henvendelsen, klagen, forløbet eller det indgåede findes ikke."
    ),
    "Searches are forgotten by years that are over.": (
        "Søgninger slettes for hele år, som er gået. Vælg et tidligere år."
    ),
    "Nothing is sealed about these any more: there is no key left.": (
        "Der er intet tilbage at slette."
    ),
    "This erasure was refused: make a new request.": (
        "Anmodningen er afslået. Lav en ny."
    ),
    "The keys are destroyed.": "Nøglerne er allerede ødelagt.",
    "Another custodian than the one who asked must destroy the keys.": (
        "En anden dataansvarlig end den, der har anmodet, skal ødelægge nøglerne."
    ),
    "The keys are still there: they are destroyed at the door alone.": (
        "Nøglerne er der endnu. De ødelægges kun herfra."
    ),
    "The request is not yet sealed, and signed as the policy asks: send the same again"
    " in a moment.": (
        "Anmodningen er ikke forseglet og bevidnet endnu. Prøv igen om lidt."
    ),
    "More has been recorded about this since: refuse the request, and make a new one.": (
        "Der er registreret mere siden. Afslå anmodningen, og lav en ny."
    ),
    "The waiting period is not over: it ends ….": "Ventetiden er ikke slut.",
    "The keys are being destroyed: it can't be refused any more.": (
        "Nøglerne er ved at blive ødelagt. Det kan ikke afslås mere."
    ),
    "This erasure is being worked on: send it again in a moment.": (
        "Nogen arbejder på sletningen lige nu. Prøv igen om lidt."
    ),
}
