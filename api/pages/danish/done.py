"""What a page says when a command is recorded."""

from api.pages.danish import stalking

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
    "PlanFollowUp": "Opfølgningen er planlagt.",
    "DeclineFollowUp": "Det er registreret, at borgeren ikke ønsker opfølgning.",
    "CloseFollowUp": "Opfølgningen er afsluttet.",
} | stalking.DONE
