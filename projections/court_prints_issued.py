"""Was a court print with this SHA-256 issued, when, and of which position?"""

from datetime import datetime

from domain.court_papers import CourtPrintIssued
from domain.event import Frozen, Recorded
from projections.projection import Projection, Rows

court_prints_issued = Projection(
    name="court_prints_issued",
    tables="""
    create table print (
        sha256 text not null, course uuid not null, version integer not null,
        position bigint not null, at timestamptz not null,
        primary key (sha256, course, version)
    );
    """,
)


@court_prints_issued.on(CourtPrintIssued)
def issue(db: Rows, recorded: Recorded[CourtPrintIssued]) -> None:
    print_ = recorded.event
    db.execute(
        "insert into court_prints_issued.print values (%s, %s, %s, %s, %s)",
        (
            print_.sha256,
            recorded.id,
            recorded.version,
            print_.position,
            recorded.registered_at,
        ),
    )


class PrintIssued(Frozen):
    """`position` is where the archive stood. Of which course is not told."""

    position: int
    at: datetime


def issued(db: Rows, sha256: str) -> PrintIssued | None:
    """The first time, should it have been issued again."""
    db.execute(
        """
        select position, at from court_prints_issued.print
        where sha256 = %s order by at limit 1
        """,
        (sha256,),
    )
    return next((PrintIssued(**row) for row in db), None)
