"""Conditions for names that are nearly the same, in SQL over the contact search."""

from psycopg.sql import SQL, Composed, Literal

from domain.folding import heard, misspellings, name_keys

ALIKE = 0.4  # of 1: names that share a word and little else are less


def called(name: str, *, each_word: bool) -> Composed:
    """Each word of the name in any order; or some of them, in a name much like it."""
    words = heard(name)
    if each_word:
        each = SQL(" and ").join(_shares(misspellings(word)) for word in words)
        as_one = _shares(misspellings("".join(words)))  # Anne Marie is Annemarie
        return SQL("({} or {})").format(each, as_one)
    alike = SQL("public.similarity(folded, {}) >= {}").format(
        Literal(" ".join(words)), Literal(ALIKE)
    )
    return SQL("{} and {}").format(_shares(name_keys(words)), alike)


def likeness(name: str) -> Composed:
    """From 0 to 1: how well its words are found, and a little how much else is."""
    words = heard(name)
    found = SQL(" + ").join(
        SQL("public.word_similarity({}, folded)").format(Literal(word))
        for word in words
    )
    whole = SQL("public.similarity(folded, {})").format(Literal(" ".join(words)))
    return SQL("(0.8 * ({}) / {} + 0.2 * {})").format(found, Literal(len(words)), whole)


def _shares(keys: set[str]) -> Composed:
    return SQL("keys && {}::text[]").format(Literal(sorted(keys)))
