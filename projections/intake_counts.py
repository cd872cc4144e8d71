"""How much of what reached the police was answered by a contact?

A part of registration timeliness, with a table in its schema.
"""

from domain.event import Event, Recorded
from domain.intake import IntakeObserved, IntakeRegistered, IntakeSettled
from projections.projection import Projection, Rows

intake_counts = Projection(
    name="registration_timeliness",
    tables="""
    create table intake (
        id uuid primary key, district text not null, at timestamptz not null,
        registered boolean not null default false, open boolean not null default true
    );
    """,
    indexes="""
    create index on intake (at);
    """,
)

# For each district, and in the row without one for them all.
COUNTS = """
    select district, count(*) as observed,
        count(*) filter (where registered) as registered_of_observed,
        count(*) filter (where open and %(now)s - at > interval '24 hours')
            as open_over_24_hours
    from registration_timeliness.intake
    where {observed}
    group by grouping sets ((district), ())
"""


@intake_counts.on(IntakeObserved)
def observe(db: Rows, recorded: Recorded[IntakeObserved]) -> None:
    event = recorded.event
    db.execute(
        "insert into registration_timeliness.intake values (%s, %s, %s)",
        (recorded.id, event.district, event.at),
    )


@intake_counts.on(IntakeRegistered, IntakeSettled)
def close(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        """
        update registration_timeliness.intake set open = false, registered = %s
        where id = %s
        """,
        (isinstance(recorded.event, IntakeRegistered), recorded.id),
    )
