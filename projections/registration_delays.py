"""How long after it was received was each contact registered?

A part of registration timeliness, with a table in its schema.
"""

from domain.contacts import ContactCorrected, ContactRegistered
from domain.event import Recorded
from projections.corrections import correct
from projections.projection import Projection, Rows

registration_delays = Projection(
    name="registration_timeliness",
    tables="""
    create table contact (
        id uuid primary key, district text not null, received_at timestamptz not null,
        registered_at timestamptz not null, late_reason text
    );
    """,
    indexes="""
    create index on contact (received_at);
    """,
)


@registration_delays.on(ContactRegistered)
def add(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        "insert into registration_timeliness.contact values (%s, %s, %s, %s, %s)",
        (
            recorded.id,
            event.district,
            event.received_at,
            recorded.registered_at,
            event.late_reason,
        ),
    )


@registration_delays.on(ContactCorrected)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    columns = {"district", "received_at", "late_reason"}
    correct(db, "registration_timeliness", recorded, columns)
