"""The registry's own sentences, said in Danish."""

import re

from api.pages.danish import citizens, follow_ups

REFUSALS = {
    **follow_ups.REFUSALS,
    **citizens.REFUSALS,
}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def refusal(sentence: str) -> str:
    said = REFUSALS.get(ID.sub("…", sentence))
    return said or f"Afvist af registret: {sentence}"
