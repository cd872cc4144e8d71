"""The registry's own sentences, said in Danish."""

from api.pages.danish import contacts, follow_ups

REFUSALS = contacts.REFUSALS | follow_ups.REFUSALS


def refusal(sentence: str) -> str:
    return REFUSALS.get(sentence, f"Afvist af registret: {sentence}")
