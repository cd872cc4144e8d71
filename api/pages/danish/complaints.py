"""What is complained of, and how it ends."""

from api.complaint_shown import Status
from domain.complaint_facts import NoteProcedure
from domain.complaint_kinds import (
    AppealOutcome,
    ComplaintKind,
    CopyRecipient,
    Group,
    NoticeRecipient,
    Outcome,
    Recipient,
    Via,
)
from domain.folding import fold
from projections.complaint_clocks import Clock

COMPLAINT_KINDS = {
    ComplaintKind.BEHAVIOUR: "Adfærdsklage",
    ComplaintKind.DISPOSITION_ADMINISTRATIVE: "Dispositionsklage (forvaltning)",
    ComplaintKind.DISPOSITION_CRIMINAL_PROCEDURE: "Dispositionsklage (strafferetspleje)",
    ComplaintKind.CRIMINAL_OFFENCE: "Straffesag mod politipersonale",
    ComplaintKind.TRAFFIC_OFFENCE: "Færdselssag mod politipersonale",
    ComplaintKind.OTHER: "Anden klage",
}
COMPLAINT_GROUPS = {
    Group.BEHAVIOUR: "Adfærd",
    Group.DISPOSITION: "Dispositioner",
    Group.OTHER: "Andet",
}
FILED_AT = {Via.DISTRICT: "Politikredsen", Via.AUTHORITY: "Politiklagemyndigheden"}
RECIPIENTS = {
    Recipient.AUTHORITY: "Politiklagemyndigheden",
    Recipient.POLICE_DIRECTOR: "Politidirektøren",
    Recipient.NATIONAL_POLICE: "Rigspolitiet",
    Recipient.PROSECUTOR: "Statsadvokaten",
}
COPY_RECIPIENTS = {
    CopyRecipient.AUTHORITY: "Politiklagemyndigheden",
    CopyRecipient.PROSECUTOR: "Statsadvokaten",
    CopyRecipient.NATIONAL_POLICE: "Rigspolitiet",
}
NOTICE_RECIPIENTS = {
    NoticeRecipient.COMPLAINANT: "Klageren",
    NoticeRecipient.OFFICER: "Polititjenestemanden",
}
OUTCOMES = {
    Outcome.MOST_SEVERELY_CRITICISABLE: "Særdeles kritisabelt",
    Outcome.VERY_CRITICISABLE: "Meget kritisabelt",
    Outcome.CRITICISABLE: "Kritisabelt",
    Outcome.INAPPROPRIATE: "Uhensigtsmæssigt",
    Outcome.REGRETTABLE: "Beklageligt",
    Outcome.NO_CRITICISM: "Ingen kritik",
    Outcome.REVERSED: "Omgjort",
    Outcome.PARTLY_REVERSED: "Delvist omgjort",
    Outcome.CONFIRMED: "Stadfæstet",
    Outcome.NOTE_PROCEDURE: "Notitssag",
    Outcome.UNFOUNDED: "Grundløs",
    Outcome.TIME_BARRED: "Forældet",
    Outcome.WITHDRAWN_BY_COMPLAINANT: "Tilbagekaldt",
    Outcome.OTHER_CLOSING: "Anden afslutning",
}
APPEAL_OUTCOMES = {
    AppealOutcome.REVERSED: "Omgjort",
    AppealOutcome.PARTLY_REVERSED: "Delvist omgjort",
    AppealOutcome.CONFIRMED: "Stadfæstet",
}
COMPLAINT_STATUSES = {
    Status.PENDING: "Under behandling",
    Status.CONCLUDED: "Afsluttet",
    Status.APPEALED: "Påklaget",
    Status.APPEAL_DECIDED: "Påklage afgjort",
}
NOTE_PROCEDURES = {
    NoteProcedure.OFFERED: "Tilbudt, klagerens svar afventes",
    NoteProcedure.CONSENTED: "Klageren har samtykket, samtalen mangler",
    NoteProcedure.REFUSED: "Klageren har sagt nej",
    NoteProcedure.HELD: "Samtalen er holdt",
}
CLOCKS = {
    Clock.FORWARD: "Videresendes straks",
    Clock.DELAY_NOTICE: "Underretning om forsinkelse",
    Clock.NOTE_CONSENT: "Klagerens svar om notitssag",
    Clock.NOTE_TALK: "Samtale i notitssag",
    Clock.NOTE_COPY: "Kopi af notitsen",
}
CATEGORIES = {  # of allegations; others are shown as they were told
    "DETENTION": "Frihedsberøvelse",
    "LACK_OF_HELP": "Manglende hjælp",
    "LANGUAGE": "Sprogbrug",
    "SEARCH": "Visitation eller ransagning",
    "STOP_AND_CHECK": "Standsning og kontrol",
    "USE_OF_FORCE": "Magtanvendelse",
}
CODES = {fold(text): code for code, text in CATEGORIES.items()}


def category(code: str) -> str:
    """What an allegation is about, in words."""
    return CATEGORIES.get(code) or code.strip("_").replace("_", " ").capitalize()


def category_code(told: str) -> str:
    """The registry's spelling of what somebody calls it: A to Z and _."""
    folded = fold(told.strip())
    return CODES.get(folded) or "_".join(folded.upper().split())
