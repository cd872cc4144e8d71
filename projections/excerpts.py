"""A few words of a text, enough to tell whether it is the right one."""

from collections.abc import Collection, Iterable

from domain.folding import WORD, searched_words

LENGTH = 160  # characters
BEFORE = 60  # characters shown before a hit


def excerpt(texts: Iterable[str], stems: Collection[str] = ()) -> str:
    """At most 160 characters around the first word with one of these stems.

    Where there is none, the beginning of the first text.
    """
    told = [" ".join(text.split()) for text in texts]
    for text in told if stems else ():
        for word in WORD.finditer(text):
            if any(each.startswith(tuple(stems)) for each in searched_words(word[0])):
                return _around(text, word.start())
    return _around(told[0], 0) if told else ""


def _around(text: str, place: int) -> str:
    if len(text) <= LENGTH:
        return text
    start = max(0, place - BEFORE)
    end = start + LENGTH - 2  # room for what marks the cuts
    shown, before, after = text[start:end], "", ""
    if start:
        before, shown = "…", shown.partition(" ")[2] or shown
    if end < len(text):
        shown, after = shown.rpartition(" ")[0] or shown, "…"
    return before + shown + after
