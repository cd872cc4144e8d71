"""What lies outside the registry and is only referred to: assessments, and court prints."""

from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from domain.decider import Command
from domain.event import Event, Personal
from domain.words import Count, Day, Digest, Line, Position


class PrintFor(StrEnum):
    """Who may read a print; another party may be whom she fears."""

    OWN_USE = "OWN_USE"
    OTHER_PARTY = "OTHER_PARTY"


class RiskToolReferenced(Event):
    """That an assessment was made, and where it is; never what it asks."""

    tool: str
    version: str
    on: Day
    rating: Personal
    annex: int


class CourtPrintIssued(Event):
    """`position` is where the archive stood, so that the print can be made again."""

    model_config = ConfigDict(serialize_by_alias=True)

    for_: PrintFor = Field(alias="for")
    sha256: str
    position: int


class ReferenceRiskTool(Command):
    tool: Line
    version: Line
    on: Day
    rating: Line
    annex: Count


class IssueCourtPrint(Command):
    model_config = ConfigDict(serialize_by_alias=True)

    for_: PrintFor = Field(alias="for")
    sha256: Digest
    position: Position


def referenced(command: ReferenceRiskTool, victim: UUID) -> RiskToolReferenced:
    """A rating describes her danger: it is words about her."""
    rating = Personal(about=victim, text=command.rating)
    return RiskToolReferenced(**dict(command) | {"rating": rating})
