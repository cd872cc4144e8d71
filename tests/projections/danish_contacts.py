"""Invented Danes and what they tell the police, the same for the same seed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from domain.contacts import ContactRegistered
from domain.event import By, Event, Personal, Recorded, Role
from domain.kinds import Channel, ContactKind
from domain.people import Party, PartyRole
from domain.places import DISTRICTS


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = _words(
    """
    Mette Søren Anne Lars Kirsten Jens Hanne Peter Inger Niels Birthe Jørgen
    Camilla Kasper Louise Mikkel Ida Emil Åse Bjørn Signe Rasmus Lærke Frederik
    Gitte Henrik Dorthe Torben Lone Morten Pia Anders Charlotte Thomas Susanne
    Christian Marianne Michael Tina Martin Karen Ole Lene Hans Maja Magnus Freja
    Oliver Yasmin Ahmed Fatima Ali Zeynep Mohammed Agnieszka Piotr Svend Vibeke
    Preben Grethe
    """
)
FAMILY = _words(
    """
    Jensen Nielsen Hansen Pedersen Andersen Christensen Larsen Sørensen
    Rasmussen Jørgensen Petersen Madsen Kristensen Olsen Thomsen Christiansen
    Poulsen Johansen Møller Mortensen Knudsen Dahl Rønnow Ågård Bækgaard Holm
    Lund Mikkelsen Frederiksen Laursen Schmidt Eriksen Kjær Bertelsen Lauridsen
    Østergaard Nørgaard Vestergaard Kirkegaard Søndergaard Bach Friis Krogh
    Thygesen Skovgaard Bruun Winther Hald Toft Brandt Demir Yilmaz Kowalski
    Nguyen Hussain Abdi Bonde Riis Juul Lassen
    """
)
STREETS = _words(
    """
    Algade Vestergade Østergade Nørregade Søndergade Kirkevej Skolegade
    Havnegade Bredgade Møllevej Engvej Birkevej Rosenvej Strandvejen Ringvejen
    Banegårdspladsen Ahlgade Torvet Storegade Jernbanegade Smedegade Lindevej
    Kastanievej Fjordvej
    """
)
# A word, and how somebody else says it; each tells of one kind of matter.
THINGS = _words(
    """
    cykel/cykler knallert/knallerten taske/tasken pung/pungen nøgle/nøgler
    computer/computeren telefon/telefoner smykke/smykkerne bil/bilen
    trailer/trailere motorsav/motorsaven barnevogn/barnevognen kajak/kajakken
    ladcykel/ladcyklen kamera/kameraet fjernsyn/fjernsynet hund/hunden
    postkasse/postkassen rude/ruden vindue/vinduet dør/døren hegn/hegnet
    nummerplade/nummerpladen båd/båden
    """
)
DEEDS = _words(
    """
    stjålet/stjålne ødelagt/ødelagte fundet/fundne efterladt/efterladte
    beskadiget/beskadigede forsvundet/forsvundne overmalet/overmalede
    skjult/skjulte flyttet/flyttede solgt/solgte
    """
)
PEOPLE = _words(
    """
    nabo/naboen mand/manden kvinde/kvinden dreng/drenge ekspedient/ekspedienten
    kæreste/kæresten kollega/kollegaen lejer/lejeren chauffør/chaufføren
    pige/pigerne håndværker/håndværkere elev/eleverne gæst/gæsterne
    cyklist/cyklister sælger/sælgeren vicevært/viceværten
    """
)
ACTS = _words(
    """
    råber/råbte truer/truede følger/fulgte banker/bankede
    fotograferer/fotograferede ringer/ringede larmer/larmede kigger/kiggede
    filmer/filmede spytter/spyttede griner/grinede kører/kørte ryger/rygning
    klatrer/klatrede
    """
)
PLACES = _words(
    """
    baghave/baghaven trappe/trappen skole/skolen station/stationen
    parkeringsplads/parkeringspladsen kælder/kælderen opgang/opgangen sti/stien
    legeplads/legepladsen butik/butikken garage/garagen kirke/kirken havn/havnen
    altan/altanen
    """
)
START = datetime(2019, 1, 1, tzinfo=UTC)
OFFICER = By(id="K-1147", role=Role.OFFICER, district="1467")


@dataclass(frozen=True)
class Told:
    recorded: Recorded[Event]
    name: str
    phone: str
    otherwise: str  # words of the narrative, as somebody else says them


def contacts_of(random: Random, count: int) -> list[Told]:
    """One every twenty minutes, with one party each."""
    return [
        _contact(random, place, START + timedelta(minutes=20 * place))
        for place in range(count)
    ]


def misspelt(random: Random, name: str) -> str:
    """One slip, such as somebody makes who only heard the name."""
    place = random.randrange(1, len(name) - 1)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    return random.choice(
        [
            before + after,
            before + letter + letter + after,
            before + after[0] + letter + after[1:],
            before + random.choice("aeioudnrst") + after,
            name.translate(str.maketrans("øæå", "oea")),
            name.replace("ø", "oe").replace("å", "aa").replace("ch", "k"),
            " ".join(reversed(name.split())),
        ]
    )


def _contact(random: Random, place: int, at: datetime) -> Told:
    id, party = new_id(random, at), new_id(random, at)
    given = random.choices(GIVEN, range(len(GIVEN) + 20, 20, -1), k=2)
    family = random.choices(FAMILY, range(len(FAMILY) + 10, 10, -1))
    name = " ".join([*given[: random.choice([1, 1, 1, 2])], *family])
    phone = str(random.randrange(20_000_000, 99_999_999))
    pairs = [
        random.choice(words).split("/")
        for words in (THINGS, DEEDS, PEOPLE, ACTS, PLACES)
    ]
    (thing, deed, who, act, where), _ = zip(*pairs, strict=True)
    street = random.choice(STREETS)
    narrative = (
        f"Borger oplyser, at en {thing} er {deed} på {street}. En {who} {act} ved en"
        f" {where}, da anmelder kom forbi. Ønsker at blive ringet op."
    )
    asked = [other for _, other in random.sample(pairs, 4)]
    event = ContactRegistered(
        number=f"H-{place}",
        received_at=at,
        channel=random.choice(list(Channel)),
        district=random.choice(list(DISTRICTS)),
        kind=random.choice(list(ContactKind)),
        narrative=Personal(about=id, text=narrative),
        parties=(
            Party(
                id=party,
                role=random.choice(list(PartyRole)),
                name=Personal(about=party, text=name),
                phone=Personal(about=party, text=phone),
            ),
        ),
    )
    recorded = Recorded[Event](
        id=id, version=1, at=at, by=OFFICER, request=None, body=None, event=event
    )
    return Told(recorded, name, phone, " ".join([*asked, street]))


def new_id(random: Random, at: datetime) -> UUID:
    """A UUIDv7 that is the same in every run."""
    bits = int(at.timestamp() * 1000) << 80 | 7 << 76 | random.getrandbits(12) << 64
    return UUID(int=bits | 0b10 << 62 | random.getrandbits(62))
