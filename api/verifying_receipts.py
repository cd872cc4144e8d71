"""A receipt verified at the command line: no registry, no network, only a policy."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Never

import typer
from rich.console import Console

from api.pages.danish.receipts import VERDICT as DANISH
from api.verdicts import Verdict, refusal, verdict
from api.verdicts_in_english import ENGLISH
from domain.notes import BadNote
from domain.policies import Policy
from infrastructure.receipts import LARGEST, NotProved, carried, verified

errors = Console(stderr=True)


class Spoken(StrEnum):
    DANISH = "da"
    ENGLISH = "en"


LANGUAGES = {Spoken.DANISH: DANISH, Spoken.ENGLISH: ENGLISH}
LISTS = {
    Spoken.DANISH: ("Det beviser:", "Det beviser ikke:", "Hvorfor:"),
    Spoken.ENGLISH: ("This proves:", "This does not prove:", "Why:"),
}
PROVED, NOT_PROVED, NOT_CHECKED = 0, 1, 2


def verify_receipt(
    file: Annotated[Path, typer.Argument(help="The receipt: its text, or the PDF")],
    policy: Annotated[
        Path | None,
        typer.Option(
            envvar="GENFIND_POLICY_FILE", help="Whose signatures are relied on"
        ),
    ] = None,
    language: Annotated[Spoken, typer.Option()] = Spoken.DANISH,
) -> None:
    """Say what a receipt proves and what not: exit code 0 proved, 1 not, 2 not checked."""
    if policy is None:
        _not_checked("Give --policy: the file with the log's public key.")
    relied_on = _policy(policy)
    content = _content(file)
    spoken = LANGUAGES[language]
    try:
        found = verdict(verified(carried(content), relied_on), spoken)
    except NotProved as no:
        found = refusal(no, spoken)
    typer.echo(_said(found, language))
    raise typer.Exit(PROVED if found.holds else NOT_PROVED)


def _said(found: Verdict, language: Spoken) -> str:
    proves, not_proves, why = LISTS[language]
    parts = [
        (proves, found.proved),
        (not_proves if found.holds else why, found.not_proved),
    ]
    lines = [f"{found.heading}."]
    for heading, sentences in parts:
        if sentences:
            lines += ["", heading, *(f"- {each}" for each in sentences)]
    return "\n".join(lines)


def _policy(file: Path) -> Policy:
    try:
        return Policy.read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        _not_checked("The policy can't be read: name a file in UTF-8.")
    except BadNote as error:
        _not_checked(str(error))


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError:
        _not_checked("The receipt can't be read: name a file.")
    if len(content) > LARGEST:
        _not_checked("This is too large for a receipt: it has at most 1 MB.")
    return content


def _not_checked(sentence: str) -> Never:
    errors.print(sentence, style="red", markup=False)
    raise typer.Exit(NOT_CHECKED)
