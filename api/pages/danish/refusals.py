"""The registry's own sentences, said in Danish."""

from api.pages.danish import follow_ups, stalking

REFUSALS = follow_ups.REFUSALS | stalking.REFUSALS


def refusal(sentence: str) -> str:
    return REFUSALS.get(sentence, f"Afvist af registret: {sentence}")
