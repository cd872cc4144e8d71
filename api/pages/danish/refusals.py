"""The registry's own sentences, said in Danish."""

from api.pages.danish import complaint_refusals, follow_ups

REFUSALS = follow_ups.REFUSALS | complaint_refusals.REFUSALS


def refusal(sentence: str) -> str:
    return REFUSALS.get(sentence, f"Afvist af registret: {sentence}")
