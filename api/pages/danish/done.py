"""What a page says when a command is recorded."""

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
    "SettleIntake": "Opkaldet eller mailen er afsluttet.",
    "DrawSample": "Stikprøven er trukket.",
    "RecordFinding": "Fundet er registreret.",
    "AgreeAction": "Aftalen er registreret.",
    "FinishAction": "Aftalen er registreret som udført.",
}
