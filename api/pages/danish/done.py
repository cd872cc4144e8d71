"""What a page says when a command is recorded."""

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
    "PlanFollowUp": "Opfølgningen er planlagt.",
    "DeclineFollowUp": "Det er registreret, at borgeren ikke ønsker opfølgning.",
    "CloseFollowUp": "Opfølgningen er afsluttet.",
    "IdentifyCitizen": "Borgeren er registreret.",
    "SupplyParticulars": "Oplysningerne er registreret.",
    "ProtectAddress": "Adressen er beskyttet.",
    "LiftAddressProtection": "Adressebeskyttelsen er ophævet.",
    "InstructSafeContact": "Kontaktanvisningen er registreret.",
    "LinkCitizen": "Borgerne er koblet.",
    "UnlinkCitizen": "Koblingen er fjernet.",
    "KeepCitizensApart": "Borgerne holdes adskilt.",
    "RegisterContact": "Henvendelsen er registreret.",
}
