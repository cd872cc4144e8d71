"""The receipt of a contact on screen: fetched, handed over, sent, and what came of it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from api.pages import danish
from domain.contacts import ReceiptDelivered, ReceiptDeliveryFailed, WithdrawContact
from domain.event import Role
from domain.receipt_delivery import DeliveredBy, NotDelivered
from infrastructure.receipts import carried, verified
from tests.api.telling import party
from tests.mailing import NOBODY, SENDER, open_office
from tests.pages.browsing import form, press
from tests.pages.contacting import at, done, events, number, opened, teller
from tests.pages.looking import SCRIPT

HER = "birthe@example.dk"


@pytest.fixture
def office():
    with open_office() as (office, server):
        yield office, server


@pytest.fixture
def mail(office):
    return office[1]


@pytest.fixture
def tell(parts, followed, seal):
    def tell(*commands, **change):
        id = teller(parts)(None, *commands, **change)
        seal.sealer.catch_up()
        return id

    return tell


def registered(browser, id):
    return browser.get(at(id, "/registreret"))


def test_it_is_shown_where_it_stands_and_fetched_as_text_and_on_paper(
    officer, tell, parts
):
    id = tell()
    page = opened(officer, id)
    assert "Kvittering og bevis" in page.text
    assert "Foreløbig:" in page.text
    assert "ingen endnu" in page.text
    assert f"{at(id)}/kvittering.pdf" in page.text
    text = officer.get(at(id, "/kvittering.tlog-proof"))
    pdf = officer.get(at(id, "/kvittering.pdf"))
    assert carried(pdf.content) == text.text
    assert verified(text.text, parts.transparency.policy).tree.size >= 1
    assert f"{len(text.content)} byte" in page.text


def test_before_it_is_sealed_the_page_says_so(officer, parts, followed):
    id = teller(parts)()
    for page in (opened(officer, id), registered(officer, id)):
        assert "ikke forseglet endnu" in page.text
        assert "kvittering.pdf" not in page.text
    answer = officer.get(at(id, "/kvittering.pdf"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "Ikke forseglet endnu" in answer.text


@pytest.mark.parametrize("view", [opened, registered])
def test_that_it_was_given_on_paper_is_on_record_once(officer, tell, parts, view):
    id = tell()
    page = view(officer, id)
    after = press(officer, page, "/kvittering/udskrift")
    assert "Kvitteringen er registreret som givet." in after.text
    assert after.url.path == page.url.path
    press(officer, page, "/kvittering/udskrift")
    position = parts.registry.history(id)[0].position
    assert events(parts, id)[1:] == [
        ReceiptDelivered(channel=DeliveredBy.PRINT, position=position)
    ]
    assert "Udskrift" in view(officer, id).text


@pytest.mark.parametrize("view", [opened, registered])
def test_it_is_sent_to_the_address_that_she_told(officer, tell, parts, office, view):
    her = party("REPORTER", name="Birthe Holm", email=HER)
    id = tell(parties=[her])
    page = view(officer, id)
    after = press(officer, page, "/kvittering/mail", party=her["id"])
    assert "Kvitteringen er registreret som givet." in after.text
    press(officer, page, "/kvittering/mail", party=her["id"])  # the same form again
    [(to, message)] = office[0].taken
    assert (to, message["From"]) == (HER, SENDER)
    assert message["Subject"] == f"Kvittering {number(parts, id)}"
    body = message.get_body(("plain",)).get_content()
    assert "knallert" not in body + str(message["Subject"])
    [attached] = message.iter_attachments()
    pdf = attached.get_content()
    assert attached.get_filename() == f"kvittering-{number(parts, id)}.pdf"
    assert "Kvittering" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert verified(carried(pdf), parts.transparency.policy)
    [delivered] = events(parts, id)[1:]
    assert (str(delivered.party), delivered.to) == (her["id"], None)


def test_an_address_that_was_typed_is_words_about_her(officer, tell, parts, office):
    her = party("REPORTER")
    id = tell(parties=[her])
    press(officer, opened(officer, id), "/kvittering/mail", party=her["id"], to=HER)
    [delivered] = events(parts, id)[1:]
    assert str(delivered.to.about) == her["id"]
    assert delivered.to.text == HER
    [row] = parts.registry.recorder.select_streams([id])[id][1:]
    assert HER.encode() not in row.state
    assert HER not in opened(officer, id).text


def test_that_it_could_not_be_sent_is_on_record_and_shown(officer, tell, parts, office):
    id = tell()
    page = press(officer, opened(officer, id), "/kvittering/mail", to=NOBODY)
    assert "Kvitteringen kunne ikke gives." in page.text
    assert "mailserveren kender ikke adressen" in page.text
    assert NOBODY not in page.text
    [failed] = events(parts, id)[1:]
    assert isinstance(failed, ReceiptDeliveryFailed)
    assert failed.reason is NotDelivered.ADDRESS_REFUSED
    assert office[0].taken == []


@pytest.mark.parametrize("view", [opened, registered])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Personen har ingen e-mail"),
        ({"to": "birthe"}, "Skriv en e-mailadresse"),
        ({"to": SCRIPT}, "Skriv en e-mailadresse"),
        ({"to": f"{HER}\nBcc: x@example.dk"}, "Skriv en e-mailadresse"),
    ],
)
def test_without_an_address_nothing_is_sent_and_what_was_typed_stays(
    officer, tell, parts, office, view, typed, said
):
    id = tell()
    page = press(officer, view(officer, id), "/kvittering/mail", **typed)
    assert page.status_code in {409, 422}
    assert said in page.text
    assert SCRIPT not in page.text
    assert office[0].taken == []
    assert len(events(parts, id)) == 1
    if "to" in typed and "\n" not in typed["to"]:
        assert form(page, "/kvittering/mail")[1]["to"] == typed["to"]


def test_with_the_words_it_is_fetched_for_a_purpose_and_on_record(
    officer, tell, parts, logged
):
    id = tell(parties=[party("REPORTER", name="Birthe Holm")])
    link = at(id, "/kvittering-med-ord.tlog-proof")
    unasked = officer.get(link)
    assert "tlog-proof" not in unasked.headers.get("Content-Disposition", "")
    assert "Birthe" not in unasked.text
    assert link in opened(officer, id).text
    assert link not in registered(officer, id).text
    answer = officer.get(link)
    proved = verified(answer.text, parts.transparency.policy)
    assert "Birthe Holm" in {each.text for each in proved.told.words}
    entry = logged()[0]
    assert (entry.view, entry.operation) == ("receipt", "DISCLOSURE")
    assert (entry.purpose, entry.reference) == ("CONTACT_HANDLING", "J-77")
    assert danish.RECEIVERS[entry.recipient] == "den, der henvendte sig"


def test_words_of_several_are_not_offered_and_not_given(officer, tell):
    id = tell(parties=[party("REPORTER"), party("WITNESS", name="Ole")])
    page = opened(officer, id)
    link = at(id, "/kvittering-med-ord.tlog-proof")
    assert link not in page.text
    assert "Henvendelsen handler om flere" in page.text
    answer = officer.get(link)
    assert answer.status_code == 409
    assert "Ordene i den er ikke til dem alle." in answer.text


def test_of_a_withdrawn_contact_none_leaves(officer, tell, parts, office):
    id = tell()
    page = opened(officer, id)
    done(parts, id, WithdrawContact(reason="Øvelse"))
    page = press(officer, page, "/kvittering/mail", to=HER)
    assert page.status_code == 409
    assert office[0].taken == []


def test_the_history_says_how_it_was_given(officer, browser, tell, parts):
    id = tell()
    press(officer, opened(officer, id), "/kvittering/udskrift")
    press(officer, opened(officer, id), "/kvittering/mail", to=NOBODY)
    supervisor = browser(Role.SUPERVISOR)
    opened(supervisor, id)
    history = supervisor.get(at(id, "/historik")).text
    for said in (
        "Kvitteringen blev givet",
        "Kvitteringen kunne ikke gives",
        "Mailserveren kender ikke adressen",
        NOBODY,
    ):
        assert said in history, said


class TestWithoutAMailServer:
    @pytest.fixture
    def mail(self):
        return None

    def test_there_is_no_button_and_a_sentence_why(self, officer, tell):
        page = opened(officer, tell())
        assert "/kvittering/mail" not in page.text
        assert "registret har ingen mailserver" in page.text

    def test_and_nothing_can_be_sent_all_the_same(self, officer, tell):
        id = tell()
        page = officer.post(at(id, "/kvittering/mail"), data={"to": HER})
        assert page.status_code == 409
        opened(officer, id)
        page = officer.post(at(id, "/kvittering/mail"), data={"to": HER})
        assert "kan ikke sende e-mail her" in page.text
