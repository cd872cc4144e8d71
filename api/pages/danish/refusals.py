"""The registry's own sentences, said in Danish."""

import re

from api.pages.danish import (
    citizens,
    complaint_refusals,
    contacts,
    erasures,
    follow_ups,
    receipts,
    registering,
    several,
    stalking,
    supervision,
)

REFUSALS = {
    **citizens.REFUSALS,
    **complaint_refusals.REFUSALS,
    **contacts.REFUSALS,
    **erasures.REFUSALS,
    **follow_ups.REFUSALS,
    **receipts.REFUSALS,
    **registering.REFUSALS,
    **several.REFUSALS,
    **stalking.REFUSALS,
    **supervision.REFUSALS,
}
ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TIME = r"\d{4}-\d\d-\d\dT[\d:]+\+00:00"
NAMED = re.compile(f"{ID}|{TIME}")


def refusal(sentence: str) -> str:
    said = REFUSALS.get(NAMED.sub("…", sentence))
    return said or f"Afvist af registret: {sentence}"
