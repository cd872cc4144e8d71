"""The registry's own sentences, said in Danish."""

import re

from api.pages.danish import (
    citizens,
    complaint_refusals,
    contacts,
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
    **follow_ups.REFUSALS,
    **receipts.REFUSALS,
    **registering.REFUSALS,
    **several.REFUSALS,
    **stalking.REFUSALS,
    **supervision.REFUSALS,
}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def refusal(sentence: str) -> str:
    said = REFUSALS.get(ID.sub("…", sentence))
    return said or f"Afvist af registret: {sentence}"
