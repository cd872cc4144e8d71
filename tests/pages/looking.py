"""What is looked at on every page: rules of accessibility, width, script in words."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Locator, Page

from api.pages.assets import INSTALLED

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RUN = """
async (tags) => (await axe.run(document, {runOnly: tags})).violations.map(
  found => `${found.id}: ${found.nodes.map(node => node.target.join(" ")).join(", ")}`)
"""
WIDTH = "[document.documentElement.scrollWidth, window.innerWidth]"
SCRIPT = "<script>document.title='x'</script><img src=x onerror=document.title='x'>"
NARROW = {"width": 320, "height": 700}


@cache
def axe() -> str:
    return (INSTALLED / "axe-core/axe.min.js").read_text("utf-8")


def findings(page: Page) -> list[str]:
    """Against WCAG 2.1 AA, each with where it is; needs a page with JavaScript."""
    page.evaluate(axe())
    found: list[str] = page.evaluate(RUN, RULES)
    return found


def too_wide(page: Page) -> bool:
    """Whether anything must be scrolled to sideways."""
    needed, there = page.evaluate(WIDTH)
    return bool(needed > there)


def faults(page: Page) -> list[str]:
    """Of accessibility, and at the width of a small telephone."""
    found = findings(page)
    size = page.viewport_size
    page.set_viewport_size(NARROW)
    if too_wide(page):
        found.append(f"{page.url} is wider than {NARROW['width']} px")
    found += [f"{each} (narrow)" for each in findings(page)]
    if size:
        page.set_viewport_size(size)
    return found


def saved(page: Page, link: Locator) -> tuple[str, bytes]:
    """Presses what downloads; the file's name and what is in it."""
    with page.expect_download() as told:
        link.click()
    return told.value.suggested_filename, Path(told.value.path()).read_bytes()
