"""What supervision finds, and how reading is watched."""

from domain.break_glass import Verdict
from domain.disclosures import Operation, Result, StandsOut
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
STANDS_OUT = {
    StandsOut.OWN_RECORD: "Egen sag",
    StandsOut.SAME_SURNAME: "Samme efternavn",
}
VERDICTS = {
    Verdict.JUSTIFIED: "Begrundet",
    Verdict.NOT_JUSTIFIED: "Ikke begrundet",
}
RECEIVERS = {  # of disclosures, where the registry itself names them
    "the citizen herself": "borgeren selv",
    "the court and the other party": "retten og den anden part",
    "the court and the victim": "retten og forurettede",
    "whoever turned to the police": "den, der henvendte sig",
}
VIEWS = {  # of the access log: what was on the screen, or in the answer
    "audited_contact": "Henvendelse i et tilsyn",
    "break_glass": "Nødadgang",
    "citizen": "Borger",
    "citizen_access": "Indsigt til borgeren selv",
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
    "This glass is already broken: break another under a new id.": (
        "Nødadgangen er allerede registreret. Prøv igen."
    ),
    "No glass was broken under this id.": "Nødadgangen findes ikke.",
    "This has been reviewed already.": "Nødadgangen er allerede gennemgået.",
    "You broke this glass yourself: another supervisor reviews it.": (
        "Du har selv brugt nødadgangen. En anden leder gennemgår den."
    ),
    "A supervisor of the officer's own district reviews this.": (
        "En leder i betjentens egen politikreds gennemgår nødadgangen."
    ),
    "There is nobody with this id: name a citizen, or a contact and its party.": (
        "Personen findes ikke i henvendelsen."
    ),
    "This address is not protected: read it without breaking any glass.": (
        "Adressen er ikke beskyttet. Den vises uden nødadgang."
    ),
    "This action is already finished.": "Aftalen er allerede udført.",
    "The intake is already observed.": "Opkaldet eller mailen er allerede meldt.",
    "The intake can't have been observed in the future.": (
        "Opkaldet eller mailen kan ikke være indgået i fremtiden."
    ),
}
