"""Writes a picture of every page of the demo to docs/screens."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from api.demo_issuer import DEMO_PERSONS
from domain.event import Role
from tests.fire.running import Demo, demo_home
from tests.pages.tour import STOPS, Stop
from tests.pages.windows import launched

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
SIZE = {"width": 1280, "height": 900}
TALLEST = 2400  # pixels of a picture


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with demo_home() as demo, sync_playwright() as playwright:
        demo.start()
        chromium = launched(playwright)
        pages = {
            role: signed_in(chromium, demo, role)
            for role in {stop.role for stop in STOPS}
        }
        for stop in STOPS:
            taken(pages[stop.role], stop)
        chromium.close()


def signed_in(chromium: Browser, demo: Demo, role: Role) -> Page:
    page = chromium.new_page(base_url=demo.url, viewport=SIZE, locale="da-DK")
    page.goto("/")
    page.get_by_role("link", name="Log ind").click()
    page.get_by_role("link", name=DEMO_PERSONS[role].name).click()
    page.wait_for_url(lambda url: url.startswith(demo.url) and "/log-ind" not in url)
    return page


def taken(page: Page, stop: Stop) -> None:
    if stop.purpose:
        thing = stop.thing or stop.path
        told = {"thing": thing, "back": thing, "purpose": stop.purpose}
        page.request.post(
            "/formaal",
            form=told | {"reference": ""},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    page.goto(stop.path)
    if stop.deed:
        stop.deed(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.screenshot(
        path=FOLDER / f"{stop.name}.png",
        full_page=True,
        clip={"x": 0, "y": 0, "width": SIZE["width"], "height": height},
    )


if __name__ == "__main__":
    main()
