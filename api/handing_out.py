"""The command that hands a citizen what is held about her, in two files."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from api.composition import Parts
from api.home import composed, home
from domain.disclosures import MakeExport, Operation, disclosures
from domain.event import By, Role
from domain.purposes import Purpose, regime_for
from infrastructure.asked import Unknown
from infrastructure.lasting import sync
from infrastructure.page_turning import StandingBy
from infrastructure.projector import Behind

BEHIND = "The read models are behind: start genfind project, and ask again."
console = Console(stderr=True)


def access(
    citizen: UUID,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder")],
    person: Annotated[str, typer.Option(help="The custodian who hands it out")],
    reference: Annotated[str, typer.Option(help="The request that it answers")],
    purpose: Annotated[Purpose, typer.Option(help="What for")] = Purpose.CITIZEN_ACCESS,
) -> None:
    """All that is held about a citizen and who looked, as JSON and PDF, for herself."""
    if folder.exists():
        raise typer.BadParameter(f"{folder} is there already: name a new folder.")
    with composed(home()) as parts:
        for projector in (parts.projector, parts.access_projector):
            with suppress(StandingBy):  # where a server runs, another process follows
                projector.catch_up()
        try:
            handed, left_out = hand_out(
                parts, citizen, folder, person, reference, purpose
            )
        except Unknown:
            console.print("There is no citizen with this id.")
            raise typer.Exit(1) from None
        except Behind:
            console.print(BEHIND)
            raise typer.Exit(2) from None
    console.print(f"{handed} things are in {folder}.")
    if left_out:
        console.print(f"{left_out} more are left out: a person decides on them.")


def hand_out(
    parts: Parts,
    citizen: UUID,
    folder: Path,
    person: str,
    reference: str,
    purpose: Purpose,
) -> tuple[int, int]:
    """How many things are handed out, and how many left out; on record before that.

    Raises Unknown, Behind, and FileExistsError.
    """
    # Pages, and so papers, take long to load.
    from api.citizen_access import HERSELF, VIEW, gathered  # noqa: PLC0415
    from api.citizen_paper import printed  # noqa: PLC0415

    found = gathered(parts, citizen)
    pdf = printed(found.held)
    command = MakeExport(
        operation=Operation.DISCLOSURE,
        view=VIEW,
        subjects=[citizen],
        count=len(found.things),
        fields=["*"],
        purpose=purpose,
        reference=reference,
        position=found.held.position,
        regime=regime_for(purpose),
        recipient=HERSELF,
    )
    by = By(id=person, role=Role.CUSTODIAN, district=None)
    parts.access_log.execute(disclosures, parts.new_id(), command, by)
    told = json.dumps(found.held.model_dump(mode="json"), ensure_ascii=False, indent=2)
    written(folder, {"indsigt.json": told.encode(), "indsigt.pdf": pdf})
    return len(found.things), found.left_out


def written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Private from the first byte; the folder has its name only when all are in it.

    Raises FileExistsError.
    """
    part = folder.with_name(f"{folder.name}.part")
    part.mkdir(mode=0o700)
    for name, content in files.items():
        (part / name).touch(mode=0o600)
        (part / name).write_bytes(content)
        sync(part / name)
    sync(part)
    if folder.exists():  # somebody else may have made it meanwhile
        raise FileExistsError(folder)
    part.rename(folder)
    sync(folder.parent)
