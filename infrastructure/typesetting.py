"""Papers: facts set by a template, the same bytes for the same facts, for ever."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst


def typeset(
    template: Path,
    fonts: Path,
    facts: Mapping[str, object],
    at: datetime,
    *,
    with_files: bool = False,
) -> bytes:
    """A PDF/A-2a and PDF/UA-1, as its metadata claim; its only time is `at`. One that
    brings files along is a PDF/A-3a.

    Facts come as data and never as source: typst code in somebody's words stays words.
    """
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"facts": json.dumps(facts, sort_keys=True)},
        pdf_standards=["a-3a" if with_files else "a-2a", "ua-1"],
        timestamp=at.replace(microsecond=0),  # a PDF's time has none
    )
