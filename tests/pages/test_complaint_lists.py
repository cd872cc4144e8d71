"""The register of complaints and what is due about them, on screen."""

import pytest

from domain.citizens import InstructSafeContact, citizens
from domain.complaints import (
    ConsentToNoteProcedure,
    ForwardComplaint,
    HoldNoteProcedure,
    OfferNoteProcedure,
)
from domain.event import By, Role
from tests.pages.browsing import press
from tests.pages.complaining import HOLM, NAME, WORDS
from tests.pages.test_follow_ups import logged

REGISTER, CLOCKS = "/klager/register", "/klager/frister"
ELSEWHERE = By(id="L-7001", role=Role.SUPERVISOR, district="1470")
THERE = {"by": ELSEWHERE, "district": "1470"}


@pytest.fixture
def supervisor(browser, followed):
    return browser(Role.SUPERVISOR)


@pytest.fixture
def authority(browser, followed):
    return browser(Role.AUTHORITY)


def listed(page, complaints):
    """Which of these are on the page, in its order."""
    found = {id: page.text.find(f"/klager/{id}") for id in complaints}
    return sorted((id for id in found if found[id] > 0), key=found.__getitem__)


def test_an_empty_list_says_so(supervisor):
    assert "Ingen klager passer til det valgte." in supervisor.get(REGISTER).text
    assert "Intet mangler for det valgte." in supervisor.get(CLOCKS).text


def test_the_register_shows_how_far_each_has_come(supervisor, complains):
    first = complains(ForwardComplaint(to="AUTHORITY"), received_on="2026-11-20")
    second = complains(OfferNoteProcedure())
    page = supervisor.get(REGISTER)
    assert listed(page, [first, second]) == [second, first]
    assert "Videresendt" in page.text
    assert "Notitssag: Tilbudt, klagerens svar afventes" in page.text
    assert "Klagerens svar om notitssag" in page.text
    assert "2 klager vist. Efter den dag, klagen er modtaget." in page.text


def test_a_supervisor_sees_the_own_district_and_the_authority_all(
    supervisor, authority, complains
):
    here, there = complains(), complains(**THERE)
    for path in (REGISTER, CLOCKS):
        assert listed(supervisor.get(path), [here, there]) == [here]
        assert "kreds" not in supervisor.get(path).text.partition("</form>")[0]
        assert supervisor.get(path, params={"kreds": "1470"}).status_code == 403
        assert set(listed(authority.get(path), [here, there])) == {here, there}
        asked = authority.get(path, params={"kreds": "1470"})
        assert listed(asked, [here, there]) == [there]


NARROWED = [
    ({}, [2, 1, 0]),
    ({"slags": "OTHER"}, [1]),
    ({"slags": "", "status": "aabne"}, [2, 1, 0]),
    ({"status": "afsluttede"}, []),
    ({"fra": "2026-11-19"}, [2, 1]),
    ({"fra": "2026-11-18", "til": "2026-11-19"}, [1, 0]),
]


def test_the_register_can_be_narrowed(supervisor, complains):
    ids = [
        complains(received_on="2026-11-18"),
        complains(received_on="2026-11-19", kind="OTHER"),
        complains(received_on="2026-11-20"),
    ]
    for asked, numbers in NARROWED:
        page = supervisor.get(REGISTER, params=asked)
        assert listed(page, ids) == [ids[n] for n in numbers], asked
        for name, value in asked.items():
            if name in ("fra", "til"):
                assert f'name="{name}" value="{value}"' in page.text
            elif value:
                assert f'<option value="{value}" selected>' in page.text


def test_what_cant_be_asked_for_is_pointed_at_and_the_rest_is_kept(authority):
    for path, asked in (
        (REGISTER, {"fra": "i går", "slags": "OTHER"}),
        (REGISTER, {"kreds": "0001", "slags": "OTHER"}),
        (CLOCKS, {"frist": "SOON", "status": "over"}),
    ):
        answer = authority.get(path, params=asked)
        wrong, kept = asked
        assert answer.status_code == 422
        assert f'<a href="#{wrong}">' in answer.text
        assert f'id="{wrong}"' in answer.text
        assert f'<option value="{asked[kept]}" selected>' in answer.text


def test_names_are_shown_for_a_purpose_alone_and_logged(supervisor, complains, parts):
    complains()
    page = supervisor.get(REGISTER, params={"slags": "BEHAVIOUR"})
    assert NAME not in page.text
    assert logged(parts) == []
    page = press(supervisor, page, "/formaal", purpose="SUPERVISION")
    assert page.url.params["slags"] == "BEHAVIOUR"
    assert NAME in page.text
    assert WORDS in page.text
    assert [each.view for each in logged(parts)] == ["complaint_register"]
    assert NAME not in supervisor.get(CLOCKS).text


def test_direct_contact_alone_is_said_before_a_name(supervisor, complains, parts):
    complains(of={"name": "Ida Lund", "safe_contact": "DIRECT_ONLY"})
    known = complains(of={"name": "Mette Frandsen", "cpr": "1503885014"})
    complains(of={"name": "Bo Kragh"})
    citizen = parts.registry.history(known)[0].event.complainant.citizen
    instruct = InstructSafeContact(safe_contact="DIRECT_ONLY", reason="Bor sammen")
    parts.registry.execute(citizens, citizen, instruct, HOLM)
    page = press(supervisor, supervisor.get(REGISTER), "/formaal").text
    for name, directly in (
        ("Ida Lund", True),
        ("Mette Frandsen", True),
        ("Bo Kragh", False),
    ):
        cell = page.partition(name)[0].rpartition("<td")[2]
        assert ("Kun direkte kontakt." in cell) is directly, name


def test_more_than_fit_are_a_click_away(supervisor, complains):
    ids = [complains() for _ in range(51)]
    page = supervisor.get(REGISTER, params={"slags": "BEHAVIOUR"})
    assert "50 klager vist, og der er flere." in page.text
    more = page.text.partition(">Vis flere</a>")[0].rpartition('href="')[2][:-1]
    rest = supervisor.get(more.replace("&amp;", "&"))
    assert len(listed(rest, ids)) == 1
    assert not set(listed(rest, ids)) & set(listed(page, ids))
    assert "slags=BEHAVIOUR" in more
    page = supervisor.get(CLOCKS)
    assert "50 frister vist, og der er flere." in page.text


def test_what_is_late_is_said_in_words(officer, complains, clock):
    talk = HoldNoteProcedure(note="Vi talte.", agrees=True)
    held = complains(OfferNoteProcedure(), ConsentToNoteProcedure(), talk)
    late = complains(received_on="2026-11-21")
    page = officer.get(CLOCKS)
    assert listed(page, [held, late]) == [late, held]
    assert "1 dag over fristen" in page.text
    assert "Kopi af notitsen til Rigspolitiet" in page.text
    assert 'badge-warning">i dag</span>' in page.text
    over = officer.get(CLOCKS, params={"status": "over"})
    assert listed(over, [held, late]) == [late]
    copies = officer.get(CLOCKS, params={"frist": "NOTE_COPY", "status": "ikke-over"})
    assert listed(copies, [held, late]) == [held]
    assert "3 frister vist" in copies.text


def test_what_has_no_day_by_law_says_so(officer, complains):
    complains(OfferNoteProcedure())
    page = officer.get(CLOCKS, params={"frist": "NOTE_CONSENT"}).text
    assert "ingen frist i loven" in page
