"""Receipts: how they are given, and what they prove, in Danish that a citizen reads."""

from api.pages.danish.contacts import CHANNELS, KINDS
from api.verdicts import Language, Verdict
from domain.places import DISTRICTS
from domain.receipt_delivery import DeliveredBy, NotDelivered
from infrastructure.receipts import Why

DELIVERED_BY = {DeliveredBy.PRINT: "Udskrift", DeliveredBy.EMAIL: "E-mail"}
NOT_DELIVERED = {
    NotDelivered.UNREACHABLE: "Mailserveren svarede ikke",
    NotDelivered.ADDRESS_REFUSED: "Mailserveren kender ikke adressen",
    NotDelivered.MAIL_REFUSED: "Mailserveren tog ikke imod mailen",
    NotDelivered.RETURNED: "Mailen kom retur",
    NotDelivered.NOT_PRINTED: "Den kunne ikke udskrives",
}
REFUSALS = {
    "There is no such party in this contact.": "Personen er ikke i henvendelsen.",
    "Several people are in this contact: its words are not for each of them.": (
        "Henvendelsen handler om flere. Ordene i den er ikke til dem alle."
    ),
    "This registry publishes no transparency log: set GENFIND_POLICY_FILE.": (
        "Registret har ingen offentlig log, så der kan ikke gives et bevis."
    ),
    "This registry sends no mail: set GENFIND_SMTP_URL.": (
        "Registret kan ikke sende e-mail her. Udskriv kvitteringen i stedet."
    ),
    "Nobody has told an address of this party: write one.": (
        "Personen har ingen e-mail i henvendelsen. Skriv en adresse."
    ),
}
TYPES = {"ContactRegistered": "registrering af en henvendelse"}
VERDICT = Language(
    proved="Kvitteringen er ægte",
    provisional="Kvitteringen er ægte, men foreløbig",
    not_proved="Kvitteringen beviser ikke noget",
    event=(
        "En hændelse af typen {type} står i loggen {origin} som nr. {number} af {size}"
        " hændelser, og den har ikke ændret sig siden."
    ),
    when="Registrets eget ur viste {at}, da den blev skrevet.",
    content="Dens indhold har SHA-256 {sha256}.",
    state="Det vedlagte indhold er nøjagtig det, der blev skrevet: {facts}.",
    words="Ordene i {field} er nøjagtig dem, der blev skrevet: {text}",
    seen="{name} har set loggen og skrevet under på det {at}.",
    alone=(
        "At registret viser alle den samme log: kun loggen selv har skrevet under, og"
        " ingen anden myndighed har bevidnet den endnu."
    ),
    leaf_only=(
        "Hvad der blev skrevet: kvitteringen har ikke hændelsens indhold med, kun dens"
        " kendetegn."
    ),
    ended=(
        "Loggen {origin} er afsluttet: en del af den gik tabt, da registret blev"
        " genskabt. Kvitteringen gælder stadig efter dens nøgler."
    ),
    still_here="Hændelsen er stadig i registret, som den blev skrevet.",
    lost=(
        "At hændelsen stadig er i registret: den er gået tabt. Kvitteringen beviser, at"
        " den var der. Vis den til politiet, så den kan registreres igen."
    ),
    not_what=(
        "Hvem du er. Kvitteringen giver ikke adgang til noget.",
        "At det, der blev fortalt, er sandt.",
        "At registrets ur gik rigtigt.",
        "Hvad der er sket siden, og at intet andet er registreret.",
    ),
    type_names=TYPES,
    fact_names={
        "number": "nummer",
        "kind": "art",
        "channel": "kanal",
        "district": "politikreds",
        "received_at": "modtaget",
        "by": "registreret af",
    },
    fact_values={
        "kind": {str(kind): text for kind, text in KINDS.items()},
        "channel": {str(channel): text for channel, text in CHANNELS.items()},
        "district": DISTRICTS,
    },
    why={
        Why.NO_RECEIPT: (
            "Det her er hverken en kvittering eller en retsudskrift herfra, eller der er"
            " ændret i det. Brug hele filen, som du fik den."
        ),
        Why.OTHER_LOG: "Kvitteringen er fra en anden log end den, der spørges om.",
        Why.BAD_SIGNATURE: "En underskrift er falsk, eller der er ændret i det, den er på.",
        Why.LOG_HAS_NOT_SIGNED: "Loggen har ikke skrevet under med en nøgle, vi kender.",
        Why.NOT_IN_THE_LOG: (
            "Hændelsen står ikke på den plads i loggen. Kvitteringen er ændret eller"
            " forfalsket."
        ),
        Why.TOO_FEW_WITNESSES: (
            "For få vidner har skrevet under på loggen. Er kvitteringen ny, så hent den"
            " igen om lidt."
        ),
        Why.OTHER_CONTENT: "Det vedlagte indhold er ikke det, der blev skrevet.",
        Why.OTHER_WORDS: "De vedlagte ord er ikke dem, der blev skrevet.",
    },
)


def court_print(position: int, at: str) -> Verdict:
    """Of a file that was issued here, to the last byte."""
    return Verdict(
        heading="Retsudskriften er ægte",
        holds=True,
        provisional=False,
        proved=[
            f"Registret har udstedt nøjagtig denne fil {at}.",
            f"Den gengiver, hvad registret vidste ved position {position}.",
        ],
        not_proved=[
            "At det, der blev fortalt registret, er sandt.",
            "Hvad registret har fået at vide siden.",
            "Noget uden registret: svaret her er dets eget.",
        ],
    )
