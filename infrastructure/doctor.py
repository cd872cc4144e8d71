"""Has anybody changed who may do what, what is guarded, or what the server keeps?

The files in `inventory` are what the migrations of this version make, and nothing else;
whatever a server shows beyond them or lacks is a finding.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.errors import InsufficientPrivilege, UndefinedTable
from psycopg.sql import SQL, Identifier

from infrastructure.frozen_logs import frozen, schema_of
from infrastructure.migrate import LOGS, ROLES, at, database_of, login_of, migrations
from infrastructure.postgres import Addresses

FILES = Path(__file__).with_name("inventory")
READING = {f"genfind_reader may {what}" for what in ("USAGE", "SELECT", "EXECUTE")}
OF_ALL = {"event trigger", "extension", "policy", "rule"}  # no read model has these
OURS = {"public", "sign_in"}  # what migrations make
SCHEMA, ADDED = re.compile(r"\btransparency\b"), "genfind_sealer may INSERT"
PREFIXES = ("schema", "relation", "function", "column", "database")

REMEDIES = {
    "column": "Compare the table with the migrations, and put it back.",
    "constraint": "Compare the table with the migrations, and put it back.",
    "event trigger": "Drop it, and find out what it did.",
    "extension": "Find out who needs it; create or drop it.",
    "function": "Replace it by what the migration makes, or drop it; then verify.",
    "grant": "Find out who granted or revoked this, and undo it.",
    "index": "Create or drop it, as the migrations do.",
    "member": "Revoke or grant the membership, and find out what it was used for.",
    "migration": "Run genfind migrate, with the program that belongs to this archive.",
    "owner": "Give it back with ALTER … OWNER TO, and find out who took it.",
    "policy": "Drop it: a policy hides rows.",
    "position": "Stop the service and restart the sequence behind the last event.",
    "role": "Put it right with ALTER ROLE, and find out who changed it.",
    "rule": "Drop it, and verify: it may have swallowed or changed events.",
    "sequence": "Put it back with ALTER SEQUENCE.",
    "setting": "Correct the server's configuration, and restart it.",
    "table": "Stop the service and compare with a backup: events may be missing.",
    "trigger": "Stop the service, put the trigger back, and verify what was changed.",
}


@dataclass(frozen=True)
class Finding:
    """What differs, how, and what to do about it."""

    subject: str
    problem: str
    remedy: str


def examine(admin: Addresses, service: Addresses) -> list[Finding]:
    """All that differs from a fresh home; `admin` as for `migrate`."""
    findings: dict[Finding, None] = {}  # three databases may be on one server
    for kind in (field.name for field in fields(Addresses)):
        url = getattr(service, kind)
        where = at(getattr(admin, kind), database_of(url))
        try:
            with psycopg.connect(where) as conn:
                findings |= dict.fromkeys(differences(conn, kind, login_of(url)))
        except psycopg.OperationalError:
            problem, remedy = "It cannot be reached.", "Start the server, and migrate."
            findings[Finding(f"database {kind}", problem, remedy)] = None
    return list(findings)


def differences(conn: Connection[Any], kind: str, login: str) -> Iterator[Finding]:
    """What differs in one database, and on its server."""
    for part in ("server", kind):
        found = inventory(conn, part, login)
        expected = _expected(part, frozen(conn))
        for line in sorted(found - expected):
            yield _finding(line, "This should not be: {}.")
        for line in sorted(expected - found):
            yield _finding(line, "This is missing: {}.")
    try:
        yield from _migrations(conn, kind)
        if kind == "archive":
            yield from _positions(conn)
    except InsufficientPrivilege:
        problem = "Migrations and positions could not be read."
        yield Finding(f"database {kind}", problem, "Examine as a superuser.")


def _expected(part: str, ended: Sequence[int]) -> set[str]:
    """With each log that ended as the one that grows, but that nobody adds to it."""
    lines = (FILES / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    of_a_log = [line for line in lines if SCHEMA.search(line) and ADDED not in line]
    return {
        *lines,
        *(SCHEMA.sub(schema_of(n), line) for line in of_a_log for n in ended),
    }


def inventory(conn: Connection[Any], part: str, login: str) -> set[str]:
    """Everything there is, one fact a line, in the words of the inventory's files."""
    file = "server.sql" if part == "server" else "database.sql"
    query = (FILES / file).read_text(encoding="utf-8")
    names = {"kind": part, "login": login, "roles": list(ROLES)}
    with conn.transaction():
        conn.execute("SET LOCAL search_path = ''")  # so that all names come in full
        rows = conn.execute(query, names).fetchall()
    return {" | ".join(row) for row in rows if not _is_read_model(part, *row)}


def _is_read_model(part: str, kind: str, subject: str, fact: str) -> bool:
    """Read models are the projector's own, as long as only the reader may read them."""
    if part != "views" or kind in OF_ALL or subject.startswith("database "):
        return False
    what, _, name = subject.partition(" ")
    schema = (name if what in PREFIXES else subject).partition(".")[0]
    if schema in OURS:
        return False
    if kind == "owner":
        return fact == "genfind_projector"
    return kind != "grant" or fact in READING


def _finding(line: str, problem: str) -> Finding:
    kind, subject, fact = line.split(" | ", maxsplit=2)
    return Finding(f"{kind} of {subject}", problem.format(fact), REMEDIES[kind])


def _migrations(conn: Connection[Any], kind: str) -> Iterator[Finding]:
    wanted = dict(migrations(kind))
    applied: dict[str, str] = {}
    with suppress(UndefinedTable), conn.transaction():
        rows = conn.execute("SELECT name, sha256 FROM public.schema_migration")
        applied = dict(rows.fetchall())
    for name in sorted(wanted.keys() | applied.keys()):
        if name not in applied:
            problem = "It has not been applied."
        elif name not in wanted:
            problem = "It is not known to this program."
        elif sha256(wanted[name].encode()).hexdigest() != applied[name]:
            problem = "It was applied with other contents."
        else:
            continue
        yield Finding(f"migration {name} of {kind}", problem, REMEDIES["migration"])


def _positions(conn: Connection[Any]) -> Iterator[Finding]:
    """A sequence set back would give out positions that readers have passed already."""
    for log in LOGS:
        table = Identifier(log, "stored_events")
        sequence = Identifier(log, "stored_events_notification_id_seq")
        query = SQL("SELECT max(notification_id) > (SELECT last_value FROM {}) FROM {}")
        with suppress(UndefinedTable), conn.transaction():
            [row] = conn.execute(query.format(sequence, table)).fetchall()
            if row[0]:
                problem = "The next position has been given to an event before."
                yield Finding(f"positions of {log}", problem, REMEDIES["position"])
