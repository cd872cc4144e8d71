"""What a page says when a command is recorded."""

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
    "SupplementContact": "Supplementet er registreret.",
    "CorrectContact": "Rettelsen er registreret.",
    "RecordDisposition": "Dispositionen er registreret.",
    "IdentifyParty": "Personen er identificeret.",
    "WithdrawIdentification": "Identifikationen er trukket tilbage.",
    "MarkDuplicate": "Henvendelsen er markeret som dublet.",
    "WithdrawDuplicateMark": "Markeringen som dublet er trukket tilbage.",
    "WithdrawContact": "Henvendelsen er trukket tilbage.",
    "ReinstateContact": "Henvendelsen er genindsat.",
    "ReferToCase": "Henvendelsen er henvist til sagen.",
    "AttachEvidence": "Bilaget er vedhæftet.",
    "OpenFollowUp": "Tryghedsopfølgningen er åbnet.",
    "PlanFollowUp": "Opfølgningen er planlagt.",
    "DeclineFollowUp": "Det er registreret, at borgeren ikke ønsker opfølgning.",
    "CloseFollowUp": "Opfølgningen er afsluttet.",
}
