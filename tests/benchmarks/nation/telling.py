"""What people tell, as an officer writes it down.

Length is assumed: half of the narratives have less than 240 characters, one in ten more
than 700, one in a hundred more than 1,600. Those of the samples, written to be read in
a demo, have 50 to 166; an officer at a keyboard with a caller on the line writes more.
"""

from random import Random

from tests.benchmarks.nation.people import AFT, NAMES, ROADS, SURNAMES, tailed
from tests.projections.danish_contacts import ACTS, DEEDS, PEOPLE, PLACES, THINGS

MEDIAN, SPREAD, LONGEST = 5.48, 0.83, 4_000  # logarithm of characters; its deviation
SENTENCES = (
    "Anmelder oplyser, at en {thing} er {deed} på {street}.",
    "En {who} {act} ved en {where}, da anmelder kom forbi.",
    "Det skete mellem klokken {hour} og {later}, mens ingen var hjemme.",
    "Anmelder har set {who} ved {where} flere gange i denne uge.",
    "Der er ingen vidner, men {street} {number} har kamera ved indgangen.",
    "{number} unge {act} ved {where}, og naboer er gået ind.",
    "Anmelder mener ikke, at det haster, men ønsker det noteret.",
    "Hun er bange for, at det sker igen, og tør ikke gå ud efter mørkets frembrud.",
    "En {who} på {street} har også fået sin {thing} {deed}.",
    "Forsikringen er underrettet og beder om et journalnummer.",
    "Vejledt om at anmelde på nettet og om at gemme billeder og beskeder.",
    "Signalement: cirka {number} år, mørk jakke, grå hætte, gik mod {street}.",
    "Registreringsnummeret blev ikke set; bilen var en mørk stationcar.",
    "Ønsker at blive ringet op efter klokken {later} på det oplyste nummer.",
    "Patruljen i området er orienteret.",
    "Naboen {family} har set det samme og kan kontaktes.",
    "{given} fra boligforeningen {place} har nøgle til kælderen.",
    "Bilen holdt ved {place} Kro, før den kørte mod {street}.",
    "Genstanden er mærket {family} og har stelnummer {serial}.",
    "Der er tidligere ringet om det samme, uden at der er sket noget.",
)
STOCK = 0.4  # share of sentences that are stock phrases; the others are anybody's words
VOCABULARY = [
    *(
        word
        for pair in (*PEOPLE, *ACTS, *PLACES, *DEEDS, *THINGS)
        for word in pair.split("/")
    ),
    *SURNAMES,
    *(f"{pair.split('/')[0]}{aft}" for pair in (*THINGS, *PLACES) for aft in AFT),
]
WEIGHTS = tailed(len(VOCABULARY))


class Teller:
    """Says the same for the same seed; each sentence was made once, and comes again."""

    def __init__(self, random: Random, sentences: int = 6_000) -> None:
        self._random = random
        self._sentences = [_sentence(random) for _ in range(sentences)]

    def narrative(self) -> str:
        length = min(self._random.lognormvariate(MEDIAN, SPREAD), LONGEST)
        told = self._sentence()
        while len(told) < length - 30:
            told = f"{told} {self._sentence()}"
        return told

    def addition(self) -> str:
        """A sentence or two, told later."""
        return " ".join(self._sentence() for _ in range(self._random.randrange(1, 4)))

    def whereabouts(self) -> str:
        where = _either(self._random, PLACES)
        return f"{self._random.choice(ROADS)} ved {where}"

    def _sentence(self) -> str:
        return self._sentences[int(self._random.random() * len(self._sentences))]


def _sentence(random: Random) -> str:
    if random.random() > STOCK:
        words = random.choices(
            VOCABULARY, cum_weights=WEIGHTS, k=random.randrange(6, 14)
        )
        return " ".join(words).capitalize() + "."
    number = random.randrange(2, 60)
    return random.choice(SENTENCES).format(
        thing=_either(random, THINGS),
        deed=_either(random, DEEDS),
        who=_either(random, PEOPLE),
        act=_either(random, ACTS),
        where=_either(random, PLACES),
        street=random.choice(ROADS),
        family=random.choice(SURNAMES),
        given=random.choice(NAMES),
        place=random.choice(SURNAMES),
        serial=f"{random.getrandbits(40):010X}",
        number=number,
        hour=number % 12 + 6,
        later=number % 12 + 9,
    )


def _either(random: Random, words: list[str]) -> str:
    return random.choice(random.choice(words).split("/"))
