"""How much two names speak for it that one person has them."""

from itertools import combinations, product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from domain.folding import folded_words, heard

# Points. A name of two words is enough to ask; where one word differs it is not, but for
# a telephone or a birthday in common.
NAME, FEW_WORDS, SOME_WORDS = 60, 25, 30
SOMEBODY_ELSE = -70  # another given name, whatever else is shared: twins
A_WORD_MORE = -2  # a middle name that is left out
SAME, UNCLEAR, SHORT_FORM = 75, 50, 90  # of 100: how alike two words are
MOST_WORDS = 8
TITLES = {"hr", "fru", "frk", "froeken", "herr"}
SHORT_FORMS = {
    frozenset(pair)
    for names in (
        "charlotte lotte",
        "liselotte lotte",
        "birgitte gitte",
        "margrethe grethe",
        "elisabeth lisbeth lise",
        "katrine trine",
        "christina stine tina",
        "kirstine stine",
        "henriette jette",
        "johanne hanne",
        "susanne sanne",
        "karoline line",
        "helene lene",
        "magdalene lene",
        "alexandra sandra",
        "alexander alex",
        "christian chris",
        "christoffer chris",
        "frederik frede freddy",
        "johannes hannes",
        "benjamin ben benny",
        "daniel dan",
        "sebastian bastian",
        "mohammed muhammad mohamad",
        "ahmed ahmad",
    )
    for pair in combinations(heard(names), 2)
}


class Word(NamedTuple):
    """Of a name."""

    told: str  # folded
    sound: str


Name = tuple[Word, ...]


def name_words(name: str) -> Name:
    """In the order in which they are said: what stands behind a comma comes first."""
    family, comma, given = name.partition(",")
    words = folded_words(f"{given} {family}" if comma else name)
    told = [word for word in words if word not in TITLES][:MOST_WORDS]
    return tuple(Word(word, "".join(heard(word))) for word in told)


def sounds_of(word: Word) -> set[str]:
    """How the same name may sound: itself, and its short forms."""
    forms = (pair for pair in SHORT_FORMS if word.sound in pair)
    return {word.sound}.union(*forms)


def names_alike(one: Name, other: Name) -> int:
    """Words are paired in whatever order; the first is a given name, most often."""
    if len(one) != len(other) and _alike(*map(_as_one, (one, other))) >= SHORT_FORM:
        return NAME  # Annemarie, Anne Marie
    pairs = _paired(one, other)
    alone = {*range(len(one))} - pairs.keys()
    others = {*range(len(other))} - {place for place, _ in pairs.values()}
    same = [alike for _, alike in pairs.values() if alike >= SAME]
    if alone and others:
        return _with_another_word(len(same), both_first=0 in alone and 0 in others)
    if len(same) > 1 and len(same) == len(pairs):
        return NAME - (100 - min(same)) // 2 + A_WORD_MORE * len(alone | others)
    return FEW_WORDS if same else 0


def _with_another_word(same: int, *, both_first: bool) -> int:
    """She has married, or is her sister."""
    if both_first or not same:
        return SOMEBODY_ELSE
    return SOME_WORDS if same > 1 else FEW_WORDS


def _paired(one: Name, other: Name) -> dict[int, tuple[int, int]]:
    """The place of a word, that of its partner, how alike they are: the best first."""
    alike = [
        (-_alike(word, partner), place, its_place)
        for (place, word), (its_place, partner) in product(
            enumerate(one), enumerate(other)
        )
    ]
    pairs: dict[int, tuple[int, int]] = {}
    taken: set[int] = set()
    for unlike, place, its_place in sorted(alike):
        if -unlike >= UNCLEAR and place not in pairs and its_place not in taken:
            pairs[place] = (its_place, -unlike)
            taken.add(its_place)
    return pairs


def _as_one(name: Name) -> Word:
    return Word("".join(w.told for w in name), "".join(w.sound for w in name))


def _alike(one: Word, other: Word) -> int:
    """Of 100, half as they are spelled and half as they sound."""
    if one.sound == other.sound:
        return 100 if one.told == other.told else 95
    if {one.sound, other.sound} in SHORT_FORMS:
        return SHORT_FORM
    if one.sound[:1] != other.sound[:1]:  # Anne, Hanne: nobody mishears a beginning
        return 0
    if 1 in (len(one.told), len(other.told)):
        return SAME  # an initial
    told, sound = (
        spelled_alike(one.told, other.told),
        spelled_alike(one.sound, other.sound),
    )
    return (told + sound) // 2


def spelled_alike(one: str, other: str) -> int:
    distance: int = OSA.distance(one, other)
    return 100 - 100 * distance // max(len(one), len(other))
