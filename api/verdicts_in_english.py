"""What a receipt proves, in English; in Danish the pages say it."""

from api.verdicts import Language
from infrastructure.receipts import Why

ENGLISH = Language(
    proved="The receipt is genuine",
    provisional="The receipt is genuine, but provisional",
    not_proved="The receipt proves nothing",
    event=(
        "An event of the kind {type} stands in the log {origin} as number {number} of"
        " {size} events, and has not changed since."
    ),
    when="The registry's own clock showed {at} when it was written.",
    content="Its content has the SHA-256 {sha256}.",
    state="The content that comes with it is exactly what was written: {facts}.",
    words="The words of {field} are exactly those that were written: {text}",
    seen="{name} has seen the log and signed that at {at}.",
    alone=(
        "That the registry shows everybody the same log: only the log itself has signed,"
        " and no other authority has witnessed it yet."
    ),
    leaf_only=(
        "What was written: the receipt does not hold the event's content, only what"
        " identifies it."
    ),
    ended=(
        "The log {origin} has ended: part of it was lost when the registry was restored."
        " The receipt stays valid against its keys."
    ),
    still_here="The event is still in the registry, as it was written.",
    lost=(
        "That the event is still in the registry: it was lost. This receipt proves that"
        " it was there: show it to the police, so that it can be registered again."
    ),
    not_what=(
        "Who you are. The receipt gives access to nothing.",
        "That what was told is true.",
        "That the registry's clock was right.",
        "What has happened since, and that nothing else was registered.",
    ),
    type_names={"ContactRegistered": "registration of a contact"},
    fact_names={
        "number": "number",
        "kind": "kind",
        "channel": "channel",
        "district": "police district",
        "received_at": "received",
        "by": "registered by",
    },
    fact_values={},
    why={
        Why.NO_RECEIPT: (
            "This is no receipt, or it was changed so that it can't be read. Give the"
            " whole file kvittering.tlog-proof, or the PDF."
        ),
        Why.OTHER_LOG: "The receipt is of another log than the policy's.",
        Why.BAD_SIGNATURE: "A signature is forged, or what it covers was changed.",
        Why.LOG_HAS_NOT_SIGNED: "The log has not signed with a key of the policy.",
        Why.NOT_IN_THE_LOG: (
            "The event does not stand at this place of the log: the receipt was changed"
            " or forged."
        ),
        Why.TOO_FEW_WITNESSES: (
            "Too few witnesses have signed the log. If the receipt is new, fetch it again"
            " in a moment."
        ),
        Why.OTHER_CONTENT: "The content that comes with it is not what was written.",
        Why.OTHER_WORDS: "The words that come with it are not those that were written.",
    },
)
