"""What is complained of, and how it ends."""

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
