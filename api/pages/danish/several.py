"""What the registry can answer to commands of several topics."""

REFUSALS = {
    "There is no contact with this id.": ("Henvendelsen findes ikke."),
    "The contact is already registered.": ("Henvendelsen er allerede registreret."),
    "There is no citizen with this id.": ("Borgeren findes ikke."),
    "A party needs an id of its own, used for nothing else.": (
        "Personen kan ikke tilføjes sådan. Åbn siden igen, og prøv en gang til."
    ),
    "The contact can't have been received in the future.": (
        "Henvendelsen kan ikke være modtaget i fremtiden. Ret dato og klokkeslæt."
    ),
    "It was received more than 24 hours ago: give a late_reason.": (
        "Henvendelsen er modtaget for mere end 24 timer siden."
        " Vælg, hvorfor den først registreres nu."
    ),
    "The birthday can't be in the future.": ("Fødselsdagen kan ikke være i fremtiden."),
    "The CPR begins with another birthday: correct one of them.": (
        "CPR-nummeret begynder med en anden fødselsdag. Ret en af dem."
    ),
    "Others are changing this at the same time: send it again.": (
        "Andre ændrer dette på samme tid. Send igen."
    ),
    "What this is about has been erased: register it under a new id.": (
        "Det, som dette handler om, er slettet. Der kan ikke føjes mere til."
    ),
    "Something else is recorded under this id or key.": (
        "Formularen er allerede sendt med et andet indhold. Åbn siden igen."
    ),
    "The id is more than a day ahead of the clock: make a new one.": (
        "Formularen er lavet på en enhed, hvis ur går forkert. Åbn siden igen."
    ),
    "This CPR belongs to another citizen.": ("CPR-nummeret tilhører en anden borger."),
    "There is no intake with this id.": ("Opkaldet eller mailen findes ikke."),
    "A contact is already registered for this intake.": (
        "En kollega har allerede registreret dette opkald eller denne mail."
    ),
    "The intake is already settled.": (
        "Opkaldet eller mailen er allerede afsluttet uden henvendelse."
    ),
}
