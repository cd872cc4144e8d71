"""A night's backup in place of what was there, and what is found of the rest."""

import psycopg

EVENTS, KEPT = 900, 500  # recorded, and those that a backup of last night has
SEQUENCE = "archive.stored_events_notification_id_seq"
COLUMNS = (
    "originator_id, originator_version, topic, state, notification_id, recorded_at"
)


def lose(force, kept: int = KEPT) -> None:
    """As of last night; what came since lies in a table that stands for the log of
    changes, a standby, or the mirror.
    """
    force(
        "drop table if exists public.since",
        f"create table public.since as select {COLUMNS} from archive.stored_events"
        f" where notification_id > {kept}",
        f"delete from archive.stored_events where notification_id > {kept}",
        f"delete from transparency.checkpoint where size > {kept}",
        f"delete from transparency.head where size > {kept}",
        f"delete from transparency.leaf where idx >= {kept}",
        f"delete from transparency.tile where 256 * (idx + 1) > {kept}",
    )


def guard_again(address: str, kept: int = KEPT) -> None:
    """A backup that is restored has its triggers, all of which are for always."""
    with psycopg.connect(address) as conn:
        disabled = conn.execute(
            "select tgrelid::regclass, tgname from pg_trigger"
            " where not tgisinternal and tgenabled = 'D' and tgparentid = 0"
        ).fetchall()
        for table, name in disabled:
            conn.execute(f"alter table {table} enable always trigger {name}")
        conn.execute(f"select setval('{SEQUENCE}', {kept})")


def bring_back(force, *, but: str = "true") -> None:
    force(
        f"insert into archive.stored_events ({COLUMNS}) overriding system value"
        f" select {COLUMNS} from public.since where {but}"
    )
