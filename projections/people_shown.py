"""Who had to do with a contact, as it is shown where contacts are listed?"""

from typing import LiteralString
from uuid import UUID

from psycopg.sql import SQL, Composed

from domain.event import Frozen
from domain.people import PartyRole, SafeContact


class KnownParty(Frozen):
    """Without the address: it may be a secret one."""

    role: PartyRole
    name: str | None
    citizen: UUID | None
    address_protected: bool
    safe_contact: SafeContact = SafeContact.ANY


PROTECTED: LiteralString = """(
    party.address_protected or exists (
        select from contact_search.protected_citizen
        where protected_citizen.id = party.citizen
    )
)"""
SHOWN = SQL(
    """(
    select coalesce(jsonb_agg(jsonb_build_object(
        'role', role, 'citizen', citizen, 'address_protected', {protected},
        'safe_contact', case
            when safe_contact = 'DIRECT_ONLY' or exists (
                select from contact_search.direct_only_citizen
                where direct_only_citizen.id = party.citizen
            ) then 'DIRECT_ONLY' else 'ANY'
        end,
        'name', (
            select name from contact_search.particular
            where contact = party.contact and party = party.id and field = 'name'
            order by citizen nulls first, nth desc limit 1
        )
    ) order by place), '[]')
    from contact_search.party where contact = {contact}
)"""
)


def parties_of(contact: LiteralString) -> Composed:
    """As a JSON list of KnownParty; whoever was not named there has her own name."""
    return SHOWN.format(protected=SQL(PROTECTED), contact=SQL(contact))
