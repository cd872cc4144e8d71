"""Why the registry refuses a step of a complaint, said in Danish."""

from api.pages.danish.complaints import RECIPIENTS

REFUSALS = {
    "The complaint is already received.": "Klagen er allerede modtaget.",
    "There is no complaint with this id.": "Klagen findes ikke.",
    "The complaint can't have been received in the future.": (
        "Klagen kan ikke være modtaget i fremtiden."
    ),
    "What the Authority receives comes via AUTHORITY.": (
        "Det, Politiklagemyndigheden modtager, er indgivet til Politiklagemyndigheden."
    ),
    "There is already an allegation with this id.": "Klagepunktet findes allerede.",
    "The complaint has been forwarded there already.": (
        "Klagen er allerede videresendt dertil."
    ),
    "The Authority has received the complaint itself.": (
        "Politiklagemyndigheden har selv modtaget klagen."
    ),
    "The complaint is concluded: it must be reopened first.": (
        "Klagen er afsluttet. Den skal først genoptages."
    ),
    "Only a concluded complaint can be reopened, before an appeal.": (
        "Kun en afsluttet klage kan genoptages, og kun før den er påklaget."
    ),
    "Only a concluded complaint can be appealed, and once.": (
        "Kun en afsluttet klage kan påklages, og kun én gang."
    ),
    "There is no appeal to decide.": "Der er ingen påklage at afgøre.",
    "There is no deadline to waive: it is not exceeded.": (
        "Der er ingen frist at dispensere fra: den er ikke overskredet."
    ),
    "Give an outcome for each allegation of this complaint.": (
        "Vælg et udfald for hvert klagepunkt."
    ),
    "The Independent Police Complaints Authority alone concludes this complaint.": (
        "Kun Den Uafhængige Politiklagemyndighed kan afslutte og genoptage klagen."
    ),
    "Received more than six months after the matter: it is TIME_BARRED"
    " unless the Authority waives the deadline.": (
        "Modtaget mere end seks måneder efter hændelsen: den er forældet,"
        " medmindre Politiklagemyndigheden dispenserer fra fristen."
    ),
    "This outcome does not belong to this kind of complaint.": (
        "Udfaldet hører ikke til denne slags klage."
    ),
    "It is decided after investigation: investigate it first.": (
        "Udfaldet kræver en undersøgelse. Begynd den først."
    ),
    "NOTE_PROCEDURE needs one that was held, and that the complainant agrees with.": (
        "Udfaldet notitssag kræver, at samtalen er holdt, og at klageren er enig."
    ),
    "This conclusion is final: only a disposition can be appealed.": (
        "Afgørelsen er endelig: kun en dispositionsklage kan påklages."
    ),
    "This day is in the future.": "Datoen ligger i fremtiden.",
    "This day is before what it follows from.": (
        "Datoen ligger før det, den følger efter."
    ),
    "A note procedure is for behaviour complaints.": (
        "En notitssag er kun for adfærdsklager."
    ),
    "A note procedure has been offered already.": "Notitssag er allerede tilbudt.",
    "No note procedure awaits the complainant's answer.": (
        "Ingen notitssag afventer klagerens svar."
    ),
    "The note procedure has been held already.": "Samtalen er allerede holdt.",
    "A note procedure is held only with the complainant's consent.": (
        "Samtalen holdes kun med klagerens samtykke."
    ),
    "There is no note to copy: the note procedure was not held.": (
        "Der er ingen notits at sende: samtalen er ikke holdt."
    ),
    "This copy has been sent already.": "Kopien er allerede sendt.",
    **{
        f"By law this complaint now goes to {to}.": (
            f"Efter loven skal klagen nu til {where}."
        )
        for to, where in RECIPIENTS.items()
    },
    **{
        f"An appeal of this complaint goes to {to}.": (
            f"En påklage af denne afgørelse går til {where}."
        )
        for to, where in RECIPIENTS.items()
    },
}
