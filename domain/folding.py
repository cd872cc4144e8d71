"""Danish words as they are looked for: one spelling for what can be spelled in many."""

import re
from unicodedata import combining, normalize

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)

LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "œ": "oe"}
    | {"ð": "d", "đ": "d", "þ": "th", "ł": "l"}
)
WORD = re.compile(r"[^\W_]+")
# PostgreSQL's Danish stop words with other letters than a to z, which folding hides.
HIDDEN_STOP_WORDS = {"paa", "naar", "vaere", "ogsaa", "vaeret", "saadan"}
# These two hold for each line of a text, which is a word.
SOUNDS = [
    (re.compile(spelled, re.MULTILINE), heard)
    for spelled, heard in (
        ("aa", "a"),
        ("ae", "e"),
        ("oe", "o"),
        ("ue", "u"),
        ("ph", "f"),
        ("th|dt", "t"),
        ("ck|ch|c|q", "k"),
        ("ds", "ts"),
        ("w", "v"),
        ("z", "s"),
        ("x", "ks"),
        ("y", "i"),
        ("^h(?=[jv])", ""),
        (r"(.)\1+", r"\1"),
    )
]
# Where PostgreSQL's Danish stems part what belongs together.
ENDINGS = [
    (re.compile(told, re.MULTILINE), same)
    for told, same in (
        (r"ede(?<=[^ao\n]ede)$", "e"),  # flyttede, flytter
        (r"ne(?<=aalne|undne)$", "et"),  # stjålne, stjålet
        (r"([bdfgkmpst])(?<=...)\1?el(l?(en?|et|er|erne))?$", r"\1l"),  # cykel, cykler
        (r"t(?<=.[bdgklmprv]t)(?<!ert)(?=(en?|et|er|erne)?$)", ""),  # kørte, kører
        (r"plads(?=(en|er|erne)?$)", "plad"),  # plads, pladsen
    )
]
DANISH = re.compile("(?!45)[2-9][0-9]{7}")
SHORTEST = 3  # letters of a word that may be misspelt
LONGEST = 40  # letters of a word that are listened to


def fold(text: str) -> str:
    """Small letters without marks; å is aa, ø and ö are oe, æ and ä are ae."""
    small = normalize("NFKC", normalize("NFKC", text).casefold()).translate(LETTERS)
    if small.isascii():
        return small
    parts = normalize("NFKD", small)
    return "".join(c for c in parts if not combining(c)).translate(LETTERS)


def folded_words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def searched_words(text: str) -> list[str]:
    """What PostgreSQL takes the stems of, and in which it knows its stop words."""
    words = [word for word in folded_words(text) if word not in HIDDEN_STOP_WORDS]
    return _changed(words, ENDINGS)


def heard(name: str) -> list[str]:
    """The words of a name, nearly as they sound: Christian and Kristian are one."""
    return _changed([word[:LONGEST] for word in folded_words(name)], SOUNDS)


def misspellings(word: str) -> set[str]:
    """The word, and what is left when one letter is lost.

    Two words that differ by a letter lost, added, changed or swapped with its neighbour
    have one of these in common.
    """
    if len(word) < SHORTEST:
        return {word}
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def name_keys(words: list[str]) -> set[str]:
    """By what a name of these words is found: by each, and by all written as one."""
    whole = "".join(words)
    joined = misspellings(whole) if len(whole) <= LONGEST else set()
    return joined.union(*map(misspellings, words))


def phone_digits(text: str) -> str:
    """The number with its country's code; bare digits if it is no whole number."""
    if DANISH.fullmatch(text):  # what takes no thought, and nearly all take none
        return f"45{text}"
    try:
        number = parse(text, "DK")
    except NumberParseException:
        number = None
    if number and is_possible_number(number):
        text = format_number(number, PhoneNumberFormat.E164)
    return digits(text).removeprefix("00")


def whole_danish(text: str) -> str | None:
    """A Danish number with its country's code, if these digits can be no part of one."""
    number = phone_digits(text)
    return number if number[:2] == "45" and DANISH.fullmatch(number[2:]) else None


def digits(text: str) -> str:
    return "".join(str(int(c)) for c in text if c.isdecimal())


def _changed(words: list[str], changes: list[tuple[re.Pattern[str], str]]) -> list[str]:
    """All at once: no change makes a word of two, or none of one."""
    if not words:
        return []
    lines = "\n".join(words)
    for before, after in changes:
        lines = before.sub(after, lines)
    return lines.split("\n")
