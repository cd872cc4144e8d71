"""What a page says when a command is recorded."""

from api.pages.danish import stalking

DONE = {
    "ClaimFollowUp": "Du har taget opfølgningen.",
    "ReleaseFollowUp": "Opfølgningen er frigivet.",
    "RecordAttempt": "Forsøget er registreret.",
    "RecordTalk": "Samtalen er registreret.",
} | stalking.DONE
