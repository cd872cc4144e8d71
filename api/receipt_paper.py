"""The receipt on paper, in Danish: what was registered, what follows, how to check it."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import segno

from api.pages import danish
from api.pages.charts import FONTS
from api.pages.templates import day, moment
from domain.contacts import ContactRegistered
from domain.event import Recorded
from infrastructure.receipts import Proved
from infrastructure.typesetting import typeset

TEMPLATE = Path(__file__).with_name("papers") / "receipt.typ"


def printed(
    first: Recorded[ContactRegistered],
    proved: Proved,
    proof: str,
    brief: str,
    follow_up_due: date | None,
    now: datetime,
) -> bytes:
    """Facts alone, no words that anybody told. `brief` is what the QR code holds."""
    facts = first.event
    told = {
        "number": facts.number,
        "kind": danish.KINDS[facts.kind],
        "channel": danish.CHANNELS[facts.channel],
        "district": danish.district(facts.district),
        "by": first.by.id,
        "received": _moment(facts.received_at),
        "registered": _moment(first.registered_at),
        "imported": first.stated_at is not None,
        "due": day(follow_up_due).striptags() if follow_up_due else None,
        "now": _moment(now),
        "proof": proof,
        "with_content": bool(proved.told.state),
        "provisional": proved.provisional,
        "qr": qr_code(brief),
        "origin": proved.origin,
        "place": proved.index + 1,
        "size": proved.tree.size,
        "root": proved.tree.root.hex(),
        "sha256": proved.header.state_sha256,
        "witnesses": [f"{w.name}, {_moment(w.at)}" for w in proved.witnesses],
    }
    return typeset(TEMPLATE, FONTS, told, now, with_files=True)


def qr_code(text: str) -> str:
    """As SVG, with the white that a reader needs around it."""
    drawn = BytesIO()
    code = segno.make_qr(text.encode(), error="m", boost_error=False, mode="byte")
    code.save(drawn, kind="svg", border=4, xmldecl=False)
    return drawn.getvalue().decode()


def _moment(at: datetime) -> str:
    return moment(at).striptags()
