"""The registry's own sentences, said in Danish."""

from api.pages.danish import follow_ups, supervision

REFUSALS = follow_ups.REFUSALS | supervision.REFUSALS


def refusal(sentence: str) -> str:
    return REFUSALS.get(sentence, f"Afvist af registret: {sentence}")
