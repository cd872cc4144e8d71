"""Writes a picture of every page of the demo to docs/screens."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.fire.running import demo_home
from tests.pages.tour import SIZE, STOPS, Stop, signed_in, visited
from tests.pages.windows import launched

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
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


def taken(page: Page, stop: Stop) -> None:
    visited(page, stop)
    page.evaluate("document.fonts.ready.then(() => true)")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.screenshot(
        path=FOLDER / f"{stop.name}.png",
        full_page=True,
        clip={"x": 0, "y": 0, "width": SIZE["width"], "height": height},
    )


if __name__ == "__main__":
    main()
