"""Every page of the demo as people start it comes, hinders nobody, asks nobody else."""

from urllib.parse import urlsplit

import pytest

from tests.fire.running import demo_home
from tests.pages.looking import findings
from tests.pages.tour import STOPS, signed_in, visited
from tests.pages.windows import Watched


@pytest.fixture(scope="module")
def demo():
    with demo_home() as demo:
        yield demo.start()


@pytest.mark.parametrize("role", dict.fromkeys(stop.role for stop in STOPS))
def test_each_page_comes_and_hinders_nobody(chromium, demo, role):
    page = signed_in(chromium, demo, role)
    watched = Watched(page.context)
    watched.watch(page)
    found = {}
    for stop in STOPS:
        if stop.role is role:
            visited(page, stop)
            heading = page.locator("h1").inner_text()
            assert heading not in {"Noget gik galt", "Ingen adgang", "Findes ikke"}
            found[stop.name] = findings(page)
    page.context.close()
    assert {name: each for name, each in found.items() if each} == {}
    assert watched.faults == []
    assert watched.hosts == {urlsplit(demo.url).netloc}
