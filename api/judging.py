"""A receipt as the registry itself judges it: of its log, or of one that ended before."""

from hashlib import sha256

from api.composition import Parts
from api.verdicts import Language, Verdict, refusal, verdict
from domain.policies import Policy
from infrastructure.receipts import NotProved, Proved, Why, carried, verified


def judged(parts: Parts, content: bytes, language: Language) -> Verdict:
    """Of a receipt's text, or the file that carries it."""
    log = parts.transparency
    try:
        text = carried(content)
        if log.policy and (proved := _of(text, log.policy)):
            return verdict(proved, language)
        for policy in log.former:
            if proved := _of(text, policy):
                here = is_still_here(parts, proved)
                return verdict(proved, language, still_here=here)
    except NotProved as no:
        return refusal(no, language)
    return refusal(NotProved(Why.OTHER_LOG), language)


def is_still_here(parts: Parts, proved: Proved) -> bool:
    """Whether the very event is recorded, and not another one under its id."""
    header = proved.header
    found = parts.registry.recorder.select_streams([header.id]).get(header.id, [])
    return any(
        (row.originator_version, row.topic, sha256(row.state).hexdigest())
        == (header.version, header.type, header.state_sha256)
        for row in found
    )


def _of(text: str, policy: Policy) -> Proved | None:
    """None where it is of another log. Raises NotProved."""
    try:
        return verified(text, policy)
    except NotProved as no:
        if no.why is Why.OTHER_LOG:
            return None
        raise
