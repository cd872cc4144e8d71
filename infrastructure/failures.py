"""Whose fault is an error: the event's, which will fail again, or the moment's?"""

import psycopg
from eventsourcing.persistence import PersistenceError

# What PostgreSQL would refuse again tomorrow, by the first two characters of SQLSTATE:
# cardinality, data, integrity, functions of ours, names and rights, views, limits.
OF_THE_EVENT = {"0A", "21", "22", "23", "2F", "38", "39", "42", "44", "54", "P0"}
RIGHTS = "42501"  # of nobody's event: somebody has taken our rights


def is_of_the_event(error: Exception) -> bool:
    """False where it may go well next time: no connection, no space, no lock, no time."""
    if isinstance(error, psycopg.Error):
        if error.sqlstate is None:  # psycopg's own, before anything was sent
            return not isinstance(
                error, psycopg.OperationalError | psycopg.InterfaceError
            )
        return error.sqlstate != RIGHTS and error.sqlstate[:2] in OF_THE_EVENT
    return not isinstance(error, PersistenceError | OSError | MemoryError)


def kind_of(error: Exception) -> str:
    """Without its message, which may hold personal words."""
    if not isinstance(error, psycopg.Error) or error.sqlstate is None:
        return type(error).__name__
    where = (error.diag.table_name, error.diag.constraint_name)
    told = (type(error).__name__, error.sqlstate, *where)
    return " ".join(part for part in told if part)
