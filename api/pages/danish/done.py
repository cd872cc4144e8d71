"""What a page says when a command is recorded."""

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
    "IssueCourtPrint": "Retsudskriften er udstedt. Hent den øverst i listen.",
    "PlanFollowUp": "Opfølgningen er planlagt.",
    "DeclineFollowUp": "Det er registreret, at borgeren ikke ønsker opfølgning.",
    "CloseFollowUp": "Opfølgningen er afsluttet.",
}
