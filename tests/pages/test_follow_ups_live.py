"""What a colleague does is seen without asking, and never under one's own hands."""

from datetime import timedelta

from playwright.sync_api import expect

from domain.event import Role
from domain.follow_ups import RecordTalk, follow_ups
from tests.pages.waiting import JENSEN, NAME

HERE = "/opfoelgning"
KOFOED = "K-2005"


def listening(page):
    """Once the stream is open: the page says where it is not."""
    with page.expect_response("**/opfoelgning/nyt*"):
        page.reload()
    return page


def test_two_officers_and_one_follow_up(waits, window):
    id = waits("VICTIM")
    jensen = listening(window(Role.OFFICER, HERE))
    kofoed = listening(window(Role.OFFICER, HERE, person=KOFOED))
    stale = window(Role.OFFICER, HERE, person=KOFOED, scripts=False)
    row = f"#follow-up-{id}"

    jensen.locator(row).get_by_role("button", name="Tag").click()
    expect(kofoed.locator(row)).to_contain_text("K-1147")
    expect(kofoed.locator(row).get_by_role("button")).to_have_count(0)

    stale.locator(row).get_by_role("button", name="Tag").click()
    expect(stale.locator("#done")).to_contain_text("Taget af K-1147 kl.")

    jensen.locator(row).get_by_role("button", name="Frigiv").click()
    expect(kofoed.locator(row).get_by_role("button", name="Tag")).to_be_visible()


def test_a_new_one_is_told_once_and_focus_stays(waits, window):
    first = waits()
    page = listening(window(Role.OFFICER, HERE))
    button = page.locator(f"#follow-up-{first}").get_by_role("button", name="Tag")
    button.focus()
    new = waits("VICTIM")
    expect(page.locator(f"#follow-up-{new}")).to_be_visible()
    expect(page.locator("#rows [role=status]")).to_contain_text("2 borgere vist")
    expect(button).to_be_focused()


def test_what_is_being_written_stays(waits, window, parts):
    ours, theirs = waits(), waits()
    page = listening(window(Role.OFFICER, HERE))
    row = page.locator(f"#follow-up-{ours}")
    row.get_by_text("Samtale om").click()
    row.get_by_label("Notat").fill("Hun er tryg")
    parts.registry.execute(follow_ups, theirs, RecordTalk(mode="PHONE"), JENSEN)
    expect(page.locator("#news-held")).to_contain_text("Køen er ændret.")
    expect(row.get_by_label("Notat")).to_have_value("Hun er tryg")
    page.get_by_role("link", name="Opdatér køen").click()
    expect(page.locator(f"#follow-up-{theirs}")).to_have_count(0)


def test_names_come_only_when_somebody_asks_for_them(waits, window, parts):
    waits()
    page = window(Role.OFFICER, HERE)
    page.get_by_text("Vis navne og numre").click()
    with page.expect_response("**/opfoelgning/nyt*"):
        page.get_by_role("button", name="Vis oplysningerne").click()
    before = parts.access_log.recorder.max_notification_id()
    waits(name="Karen Blixt")
    expect(page.locator("#news-held")).to_be_visible()
    expect(page.locator("#rows")).not_to_contain_text("Karen Blixt")
    assert parts.access_log.recorder.max_notification_id() == before


def test_the_rows_that_come_by_themselves_hold_no_words(officer, waits):
    waits()
    officer.post(
        "/formaal",
        data={"thing": HERE, "back": HERE, "purpose": "FOLLOW_UP", "reference": ""},
    )
    assert NAME in officer.get(HERE).text
    assert NAME not in officer.get(f"{HERE}/raekker").text


def test_an_open_page_keeps_no_session_awake(browser, waits, clock):
    client = browser(Role.OFFICER)
    assert client.get(HERE).url.path == HERE
    clock.goes_on(minutes=20)
    assert client.get(f"{HERE}/raekker").url.path == f"{HERE}/raekker"
    clock.goes_on(minutes=10)
    assert client.get(f"{HERE}/raekker").url.path == "/"


def test_a_page_whose_session_has_ended_leaves_the_queue(waits, window, clock):
    page = listening(window(Role.OFFICER, HERE))
    clock.now += timedelta(hours=9)
    waits()
    page.wait_for_url(lambda url: not url.endswith(HERE))
    expect(page.get_by_role("link", name="Log ind")).to_be_visible()
