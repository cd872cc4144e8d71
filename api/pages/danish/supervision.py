"""What supervision finds, and how reading is watched."""

from domain.disclosures import Operation, Result
from domain.known_intake import SettledAs
from domain.supervision import Finding

FINDINGS = {
    Finding.CORRECT: "Korrekt",
    Finding.INCOMPLETE: "Ufuldstændig",
    Finding.WRONG: "Forkert",
    Finding.LATE: "For sent",
    Finding.UNFINDABLE: "Kan ikke genfindes",
}
OPERATIONS = {
    Operation.COLLECTION: "Indsamlet",
    Operation.ALTERATION: "Ændret",
    Operation.CONSULTATION: "Set",
    Operation.DISCLOSURE: "Videregivet",
    Operation.COMBINATION: "Samkørt",
    Operation.ERASURE: "Slettet",
}
RESULTS = {
    Result.SHOWN: "Vist",
    Result.NONE: "Intet fundet",
    Result.REFUSED: "Afvist",
}
SETTLED_AS = {
    SettledAs.WRONG_NUMBER: "Forkert nummer",
    SettledAs.NOT_A_CONTACT: "Ikke en henvendelse",
    SettledAs.ANSWERED_ELSEWHERE: "Besvaret et andet sted",
}
