"""A page comes quickly over a thin line: what a browser that has nothing must fetch."""

import pytest

from domain.event import Role

MOST = 300_000  # bytes, with their headers, as they come over the line
PAGES = {
    "/opfoelgning": Role.OFFICER,
    "/henvendelser/ny": Role.OFFICER,
    "/klager?grundlag=decided&taeller=criticised": Role.AUTHORITY,
    "/overblik": Role.SUPERVISOR,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_first_load_is_small(window, path):
    page = window(PAGES[path])
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    fetched = []
    page.on("requestfinished", lambda done: fetched.append(done))  # noqa: PLW0108 - wants a function of ours
    page.goto(path)
    page.evaluate("document.fonts.ready.then(() => true)")
    sizes = [each.sizes() for each in fetched]
    sent = [each["responseBodySize"] + each["responseHeadersSize"] for each in sizes]
    assert len(sent) > 5  # style, scripts and fonts too
    assert sum(sent) < MOST
