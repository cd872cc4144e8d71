"""By which signs is somebody found who may be the same person?

Conditions in SQL over the contact search, each one with an index.
"""

from collections.abc import Iterator
from itertools import combinations

from psycopg.sql import SQL, Composable, Composed, Literal

from domain.folding import misspellings
from domain.namesakes import Name, Word, sounds_of
from domain.sameness import Described

NAMES, WORDS, FOUND = 8, 5, 100  # looked for of one person; found by one of her signs
SIGN = SQL("""(
    select contact, party, citizen from contact_search.told
    where {condition} limit {found}
)""")
NAMED = SQL("""(
    select * from contact_search.named({one}::text[], {other}::text[], {sound}, {found})
)""")


def signs(who: Described) -> Iterator[Composed]:
    """By what the indexes find whoever may reach the score, and few others."""
    same = {
        "phone": who.numbers,
        "email": who.mailboxes,
        "birthday": who.birthdays,
        "cpr": who.birthdays,
    }
    for field, values in same.items():
        if values:
            condition = SQL("field = {} and folded = any({})")
            yield _sign(condition.format(Literal(field), Literal(sorted(values))))
    for house in sorted(who.houses):
        condition = SQL(
            "field = 'address'"
            " and to_tsvector('simple', folded) @@ plainto_tsquery('simple', {})"
        )
        yield _sign(condition.format(Literal(house)))
    for name in sorted(who.called)[:NAMES]:
        yield from _called(name)


def _sign(condition: Composable) -> Composed:
    return SIGN.format(condition=condition, found=Literal(FOUND))


def _called(name: Name) -> Iterator[Composed]:
    """Nearly by two of its words, or nearly by all of them written as one."""
    sound = " ".join(word.sound for word in name)
    whole = misspellings("".join(word.sound for word in name))
    pairs = list(combinations(map(_keys, name[:WORDS]), 2))
    for one, other in [*pairs, (whole, whole)] if pairs else []:
        yield NAMED.format(
            one=Literal(sorted(one)),
            other=Literal(sorted(other)),
            sound=Literal(sound),
            found=Literal(FOUND),
        )


def _keys(word: Word) -> set[str]:
    return set().union(*map(misspellings, sounds_of(word)))
