"""Why a registration is refused."""

REFUSALS = {
    "It was received more than 24 hours ago: give a late_reason.": (
        "Henvendelsen er modtaget for mere end 24 timer siden."
        " Vælg, hvorfor den først registreres nu."
    ),
    "The contact can't have been received in the future.": (
        "Henvendelsen kan ikke være modtaget i fremtiden. Ret dato og klokkeslæt."
    ),
    "A contact is already registered for this intake.": (
        "En kollega har allerede registreret det modtagne, som du har valgt."
    ),
    "The intake is already settled.": (
        "Det modtagne, som du har valgt, er allerede afsluttet uden henvendelse."
    ),
    "There is no intake with this id.": "Det modtagne, som du har valgt, findes ikke.",
    "A party needs an id of its own, used for nothing else.": (
        "En part kan ikke registreres under dette id. Begynd en ny henvendelse."
    ),
    "Two citizens can't have the same CPR.": "To borgere kan ikke have samme CPR.",
    "This citizen is known under another CPR: supply it to the citizen first.": (
        "Borgeren er kendt under et andet CPR. Ret det først på borgeren."
    ),
    "The contact is already registered.": "Henvendelsen er allerede registreret.",
    "Something else is recorded under this id or key.": (
        "Denne formular er allerede registreret med et andet indhold."
        " Ret den registrerede henvendelse, eller begynd en ny."
    ),
    "The id is more than a day ahead of the clock: make a new one.": (
        "Formularen er lavet på en enhed, hvis ur går forkert. Begynd en ny."
    ),
    "What this is about has been erased: register it under a new id.": (
        "Det, som dette handler om, er slettet. Begynd en ny henvendelse."
    ),
    "Others are changing this at the same time: send it again.": (
        "Andre skriver det samme i samme øjeblik. Send igen."
    ),
}
