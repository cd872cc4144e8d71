"""What a page says when a command is recorded."""

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
    "ReceiveComplaint": "Klagen er registreret.",
    "AddAllegation": "Klagepunktet er tilføjet.",
    "ForwardComplaint": "Videresendelsen er registreret.",
    "WaiveDeadline": "Dispensationen er registreret.",
    "OfferNoteProcedure": "Tilbuddet om notitssag er registreret.",
    "ConsentToNoteProcedure": "Klagerens samtykke er registreret.",
    "RefuseNoteProcedure": "Klagerens afslag er registreret.",
    "HoldNoteProcedure": "Samtalen med klageren er registreret.",
    "SendNoteCopy": "Kopien af notitsen er registreret som sendt.",
    "InvestigateComplaint": "Undersøgelsen er registreret.",
    "SendDelayNotice": "Underretningen er registreret.",
    "ConcludeComplaint": "Klagen er afsluttet.",
    "ReopenComplaint": "Klagen er genoptaget.",
    "LodgeAppeal": "Påklagen er registreret.",
    "DecideAppeal": "Afgørelsen af påklagen er registreret.",
}
