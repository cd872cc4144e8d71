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
VIEWS = {  # of the access log: what was on the screen, or in the answer
    "audited_contact": "Henvendelse i et tilsyn",
    "citizen": "Borger",
    "citizen_history": "Borgerens historik",
    "citizen_suggestions": "Borgere, der kan være den samme",
    "complaint": "Klage",
    "complaint_contact": "Henvendelsen bag en klage",
    "complaint_history": "Klagens historik",
    "complaint_register": "Klageregister",
    "contact": "Henvendelse",
    "contact_history": "Henvendelsens historik",
    "contact_search": "Søgning",
    "contact_suggestions": "Borgere, som en part kan være",
    "court_print": "Retsudskrift",
    "daily_report": "Døgnrapport",
    "evidence": "Bilag",
    "export": "Udtræk af registret",
    "follow_up": "Opfølgning",
    "follow_up_queue": "Opfølgningskø",
    "intake": "Indgået opkald eller mail",
    "intake_list": "Indgåede opkald og mails",
    "receipt": "Kvittering med ord",
    "registration_audit": "Tilsynets notater",
    "similar_contacts": "Mulige dubletter",
    "stalking_alerts": "Personer, der nævnes sammen",
    "stalking_course": "Stalkingforløb",
    "stalking_courses": "Liste over stalkingforløb",
    "stalking_history": "Stalkingforløbets historik",
}
FIELDS = {  # of personal words, as the access log names them
    "address": "adresse",
    "birthday": "fødselsdag",
    "cpr": "CPR",
    "email": "e-mail",
    "evidence": "bilag",
    "name": "navn",
    "narrative": "fortælling",
    "note": "notat",
    "phone": "telefon",
    "place": "sted",
    "rating": "vurdering",
    "text": "tekst",
}
REFUSALS = {
    "The sample of this audit is already drawn.": "Stikprøven er allerede trukket.",
    "The registry has not come to this position yet.": (
        "Registret er ikke nået til denne position endnu. Skriv en tidligere."
    ),
    "This contact is not in the sample of this audit.": (
        "Henvendelsen er ikke i stikprøven."
    ),
    "There is no registration audit with this id.": "Tilsynet findes ikke.",
    "An action is already agreed under this id.": "Aftalen er allerede registreret.",
    "No action is agreed under this id.": "Aftalen findes ikke.",
    "This action is already finished.": "Aftalen er allerede udført.",
    "The intake is already observed.": "Opkaldet eller mailen er allerede meldt.",
    "The intake can't have been observed in the future.": (
        "Opkaldet eller mailen kan ikke være indgået i fremtiden."
    ),
}
