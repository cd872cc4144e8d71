"""What a page says when a command is recorded."""

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
    "PlanFollowUp": "Opfølgningen er planlagt.",
    "DeclineFollowUp": "Det er registreret, at borgeren ikke ønsker opfølgning.",
    "CloseFollowUp": "Opfølgningen er afsluttet.",
    "SettleIntake": "Opkaldet eller mailen er afsluttet.",
    "DrawSample": "Stikprøven er trukket.",
    "RecordFinding": "Fundet er registreret.",
    "AgreeAction": "Aftalen er registreret.",
    "FinishAction": "Aftalen er registreret som udført.",
}
