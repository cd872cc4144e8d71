"""What a court print says: facts in order, no verdict, and of her nothing for the other."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from api.course_shown import history_at
from api.court_paper import printed
from api.court_timeline import timeline
from domain.court_papers import PrintFor
from domain.event import By, Role
from domain.places import DISTRICTS
from infrastructure.covering import covering
from tests.api.journals import STALKING_2021, load
from tests.api.printing import metadata_of, places_of, read_aloud, text_of
from tests.api.telling import party, told
from tests.api.test_stalking_scenarios import COURSE
from tests.ids import new_id

BY = By(id="K-1147", role=Role.OFFICER, district="1467")
CODE = '#panic() $x$ *fed* @note <a> \\u{1F} "]" // slut'


@pytest.fixture
def paper(parts):
    """The bytes of a course's print, as things stand."""

    def paper(id, for_=PrintFor.OWN_USE) -> bytes:
        newest = parts.registry.recorder.newest()
        history = history_at(parts.registry, UUID(str(id)), newest)
        return printed(history, for_, BY, covering(parts.transparency.tree, newest))

    return paper


def everything(word) -> dict:
    """Of a contact in which every word that can be told is told."""
    hers = {
        "name": word("Navn"),
        "phone": "+4572588801",
        "email": "hun@example.org",
        "address": word("Adresse"),
        "address_protected": True,
        "safe_contact": "DIRECT_ONLY",
    }
    return {
        "narrative": word("Fortælling"),
        "place": word("Sted"),
        "source": word("Kilde"),
        "acts": [{"kind": "PRESENCE_WORKPLACE", "count": 2}],
        "evidence": [{"annex": 4, "description": word("Bilagstekst")}],
        "parties": [party("VICTIM", **hers), party("REPORTER", name=word("Søster"))],
    }


def commands(word, contact: str, left: str) -> Iterator[tuple[str, dict]]:
    """And of a course that it is in, and another contact was."""
    order = {"order": str(new_id())}
    rating = {"tool": word("Redskab"), "version": "2", "rating": word("Vurdering")}
    yield "link-contact", {"contact": contact, "basis": word("Grundlag")}
    yield "link-contact", {"contact": left, "basis": word("Indgang")}
    yield "unlink-contact", {"contact": left, "reason": word("Udgang")}
    yield "request-order", order | {"kind": "TILHOLD"}
    yield "end-order", order | {"reason": word("Ophør")}
    yield "reference-risk-tool", rating | {"on": "2026-11-20", "annex": 3}


@pytest.fixture
def told_course(officer):
    """Tells all of it, each word made by `word`."""

    def told_course(word) -> str:
        victim, suspect, course = (str(new_id()) for _ in range(3))
        for citizen in (victim, suspect):
            named = {"name": word("Borger")}
            assert officer.put(f"/citizens/{citizen}", json=named).is_success
        contact = told(officer, **everything(word)).json()["id"]
        left = told(officer, source=word("Udeladt")).json()["id"]
        opened = {"victim": victim, "suspect": suspect, "district": "1467"}
        assert officer.put(f"/stalking-courses/{course}", json=opened).is_success
        disposed = {"decision": "ADVICE_GIVEN", "reason": word("Vejledning")}
        case = {"journal_number": word("Journal")}
        say = [
            (f"/contacts/{contact}/record-disposition", disposed),
            (f"/contacts/{contact}/refer-to-case", case),
        ]
        for door, command in commands(word, contact, left):
            say.append((f"/stalking-courses/{course}/{door}", command))
        for door, command in say:
            assert officer.post(door, json=command).status_code == 201, door
        return course

    return told_course


@pytest.fixture
def the_stalking(parts):
    load(parts, STALKING_2021)


def test_the_print_holds_what_the_contacts_add_up_to(the_stalking, paper, parts):
    text = text_of(paper(COURSE))
    newest = parts.registry.recorder.newest()
    for fact in (
        f"position {newest}, 23. feb. 2022 kl. 09.02",
        "Forurettede: Mette Rønnow",
        "Mulig gerningsperson: Kasper Dahl",
        "Udstedt af: K-1147, Midt- og Vestsjællands Politi",
        "Kun direkte kontakt.",
        "9 henvendelser er talt med og 2 udeladt",
        "At noget ikke står her, er ikke bevis for, at det ikke er sket.",
        "Meddelte handlinger: 46",
        "4. okt. 2021 og 20. feb. 2022",
        "139 dage",
        "15, 14, 19, 17, 26, 12, 18, 18",
        "17,5 og 26 dage",
        "Før § 242 (til og med 31. dec. 2021): 5",
        "Fra § 242 (fra 1. jan. 2022): 4",
        "Anmelder: 1, Forurettet: 8",
        "Opkald 23 2. nov. 2021",
        "For sent: ikke registreret dengang",
        "3.1 H-1000035, bilag 1",
        "7.2 H-1000086, bilag 2",
        "Dublet af H-1000035",
        "Taget ud af forløbet navnesammenfald",
        "28. jan. 2022 kl. 12.00",
        "Så vidt muligt senest 29. mar. 2022",
        "Strakstilhold H-1000109",
        "side 1 af 4",
    ):
        assert fact in text, fact
    assert "bevist" not in text.lower()
    assert "stalking" not in text.lower()


def test_the_print_names_the_root_of_all_that_it_rests_on(
    the_stalking, paper, parts, seal
):
    newest = parts.registry.recorder.newest()
    before = text_of(paper(COURSE))
    assert f"til og med position {newest} var ikke forseglet" in before
    seal.sealer.catch_up()
    for for_ in PrintFor:
        text = text_of(paper(COURSE, for_)).replace("\n", "")
        head = seal.log.head()
        assert head.root.hex() in text.replace(" ", "")
        assert f"der da havde {head.size} hændelser" in text


def test_contacts_stand_in_the_order_in_which_they_came(the_stalking, paper):
    text = text_of(paper(COURSE))
    sources = [f"S-{n:02}" for n in (1, 2, 3, 5, 6, 7, 8, 9, 10)]
    assert [*map(text.index, sources)] == sorted(map(text.index, sources))


def test_the_picture_says_what_the_tables_say(the_stalking, parts, paper):
    newest = parts.registry.recorder.newest()
    told_of = timeline(history_at(parts.registry, UUID(COURSE), newest))
    days = [0, 15, 29, 48, 65, 91, 103, 121, 139]
    lanes = dict(told_of["lanes"])
    assert (told_of["days"], lanes["Henvendelser"], lanes["Opkald"]) == (
        139,
        days,
        [29],
    )
    assert told_of["rules"] == [("§ 242", 89), ("Forkyndt", 116)]
    reader = PdfReader(BytesIO(paper(COURSE)))
    there = [reader.get_object(n) for n in range(1, reader.trailer["/Size"])]
    alts = {each["/Alt"] for each in there if isinstance(each, dict) and "/Alt" in each}
    assert any("De samme tal står i tabellerne." in alt for alt in alts)


def test_the_other_party_reads_the_same_figures(the_stalking, paper):
    text = text_of(paper(COURSE, PrintFor.OTHER_PARTY))
    for fact in (
        "Til den anden part: oplysninger er skjult",
        "Hvad der er skjult.",
        "Forurettede: skjult",
        "9 henvendelser er talt med og 2 udeladt",
        "Meddelte handlinger: 46",
        "17,5 og 26 dage",
        "3.1 H-1000035, bilag 1",
        "28. jan. 2022 kl. 12.00",
    ):
        assert fact in text, fact
    for words in (
        "Mette",
        "Kasper",
        "K-6647",
        "Kun direkte",
        "S-03",
        "navnesammenfald",
    ):
        assert words not in text, words


def test_the_other_party_reads_no_word_that_was_told(told_course, paper):
    words = []

    def word(of: str) -> str:
        words.append(f"{of}Hemmelig{len(words)}")
        return words[-1]

    course = told_course(word)
    pdf = paper(course, PrintFor.OTHER_PARTY)
    told_of = read_aloud(pdf) + metadata_of(pdf)
    assert "Opholdtsigvedarbejdspladsen:2" in told_of
    for hidden in ("Hemmelig", "4572588801", "example.org", BY.id, *DISTRICTS.values()):
        assert hidden.replace(" ", "") not in told_of, hidden
    ours = read_aloud(paper(course))
    for each in ("Kilde", "Journal", "Vejledning", "Grundlag", "Ophør", "Udgang"):
        assert f"{each}Hemmelig" in ours, each
    for each in ("Fortælling", "Sted", "Adresse", "Bilagstekst", "Vurdering", "Søster"):
        assert f"{each}Hemmelig" not in ours, each


def test_code_in_somebodys_words_stays_words(told_course, paper):
    course = told_course(lambda _: CODE)
    assert CODE.replace(" ", "") in read_aloud(paper(course))


def test_the_longest_words_are_broken_and_none_is_cut_off(told_course, paper):
    """Nine places of a full print, and all that is in them lies on the page."""
    pdf = paper(told_course(lambda _: "Æ" * 495 + "slut"))
    told_of = read_aloud(pdf)
    assert (told_of.count("Æ"), told_of.count("slut")) == (9 * 495, 9)
    for page in PdfReader(BytesIO(pdf)).pages:
        for text, x, y in places_of(page):
            assert 45 < x < 800, text
            assert 25 < y < 560, text


def test_an_empty_course_says_so(officer, paper):
    victim, course = new_id(), new_id()
    officer.put(f"/citizens/{victim}", json={"phone": "+4572588802"})
    told_of = {"victim": str(victim), "district": "1467"}
    officer.put(f"/stalking-courses/{course}", json=told_of)
    text = text_of(paper(course))
    for fact in (
        "Forurettede: ukendt",
        "Mulig gerningsperson: ukendt",
        "Ingen henvendelser er talt med.",
        "Median og længste: kan ikke beregnes",
        "Ingen bilag.",
        "Ingen henvendelser er udeladt.",
        "Ingen er meldt.",
    ):
        assert fact in text, fact


@pytest.mark.parametrize("for_", PrintFor)
def test_it_claims_to_be_for_archives_and_for_everybody(the_stalking, paper, for_):
    """No validator is at hand: what its metadata claim, and that it is tagged."""
    pdf = paper(COURSE, for_)
    told_of = metadata_of(pdf)
    for claim in (
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "D:20220223",
        "Oversigt over henvendelser til politiet",
    ):
        assert claim in told_of, claim
    assert "Rønnow" not in told_of
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "da-DK"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
