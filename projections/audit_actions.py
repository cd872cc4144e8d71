"""What was agreed after an audit, and is not done yet?"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.event import Frozen, Recorded
from domain.supervision import AuditActionAgreed, AuditActionFinished, AuditSampleDrawn
from projections.projection import Projection, Rows

audit_actions = Projection(
    name="audit_actions",
    tables="""
    create table audit (id uuid primary key, district text);
    create table action (
        audit uuid, id uuid, what text not null, due date not null,
        responsible text not null, finished boolean not null default false,
        primary key (audit, id)
    );
    """,
    indexes="""
    create index on action (due) where not finished;
    """,
)


@audit_actions.on(AuditSampleDrawn)
def draw(db: Rows, recorded: Recorded[AuditSampleDrawn]) -> None:
    db.execute(
        "insert into audit_actions.audit values (%s, %s)",
        (recorded.id, recorded.event.district),
    )


@audit_actions.on(AuditActionAgreed)
def agree(db: Rows, recorded: Recorded[AuditActionAgreed]) -> None:
    event = recorded.event
    db.execute(
        "insert into audit_actions.action values (%s, %s, %s, %s, %s)",
        (recorded.id, event.action, event.what, event.due, event.responsible),
    )


@audit_actions.on(AuditActionFinished)
def finish(db: Rows, recorded: Recorded[AuditActionFinished]) -> None:
    db.execute(
        "update audit_actions.action set finished = true where audit = %s and id = %s",
        (recorded.id, recorded.event.action),
    )


class OpenAction(Frozen):
    id: UUID
    audit: UUID
    what: str
    due: date
    responsible: str


def open_actions(db: Rows, district: str, limit: int = 50) -> Sequence[OpenAction]:
    """What is due first comes first; of audits of this district."""
    db.execute(
        """
        select action.id, audit, what, due, responsible
        from audit_actions.action join audit_actions.audit on audit.id = audit
        where district = %s and not finished
        order by due, audit, action.id limit %s
        """,
        (district, limit),
    )
    return [OpenAction(**row) for row in db]


def counted(db: Rows) -> dict[str, int]:
    """By district; those of audits of all districts are no district's."""
    db.execute(
        """
        select district, count(*) as actions
        from audit_actions.action join audit_actions.audit on audit.id = audit
        where district is not null and not finished group by district
        """
    )
    return {row["district"]: row["actions"] for row in db}
