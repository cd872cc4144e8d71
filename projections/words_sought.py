"""Which words does somebody look for, and how may a contact hold them?"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from domain.folding import misspellings, searched_words
from projections.projection import Rows

MOST = 16  # more than these tell no contact from another
MOST_TELLING = 8  # of them, where not each must be there
MISSPELT = re.compile("[a-z]{4,40}")  # others are looked for as they are
SOME = 3  # from this nearness on, contacts with fewer words follow those with more
NEAREST = 50  # words of the registry that one may be taken for


class Word(NamedTuple):
    folded: str
    stem: str


class Wording(NamedTuple):
    """`stems` of which a contact has some, enough for `query`, a tsquery."""

    nearness: int  # 0 is nearest
    query: str
    stems: set[str]


def words_of(db: Rows, text: str) -> list[Word]:
    """Those that tell something, with and without their endings."""
    db.execute(
        """
        select word as folded,
            (tsvector_to_array(to_tsvector('pg_catalog.danish', word)))[1] as stem
        from unnest(%s::text[]) as word
        """,
        (list(dict.fromkeys(searched_words(text))),),
    )
    return [Word(**row) for row in db if row["stem"]][:MOST]


def wordings(db: Rows, words: Sequence[Word]) -> Iterator[Wording]:
    """Each word as it is asked for; each, nearly; nearly all but one; and so on.

    Contacts that fit one of these and none before it have equally many of the words; from
    SOME on, none fits two of these.
    """
    exact = [f"'{word.stem}'" for word in words]
    yield Wording(0, _some(exact, len(exact)), {word.stem for word in words})
    known = [near for word in words if (near := _nearly(db, word))]
    telling = sorted(known, key=lambda near: -len(near[0]))[:MOST_TELLING]
    alike = ["'" + "' | '".join(near) + "'" for near in telling]
    stems = {stem for near in telling for stem in near}
    for count in range(len(telling), 0, -1):
        nearness, query = 1 + len(words) - count, _some(alike, count)
        if nearness > SOME and count < len(alike):
            query = f"({query}) & !({_some(alike, count + 1)})"
        yield Wording(nearness, query, stems)


def _nearly(db: Rows, word: Word) -> list[str]:
    """What was said and differs from it by a letter or two, or has it for a part."""
    if not MISSPELT.fullmatch(word.stem):
        return [word.stem]
    db.execute(
        """
        select stem from contact_search.known_word
        where keys && %(keys)s::text[] or stem like %(part)s
        order by public.similarity(stem, %(stem)s) desc, stem limit %(nearest)s
        """,
        {
            "keys": sorted(misspellings(word.stem) | misspellings(word.folded)),
            "part": f"%{word.stem}%",
            "stem": word.stem,
            "nearest": NEAREST,
        },
    )
    return [row["stem"] for row in db]


def _some(alike: Sequence[str], count: int) -> str:
    """As a tsquery: so many of them, whichever."""
    return " | ".join(
        "(" + ") & (".join(each) + ")" for each in combinations(alike, count)
    )
