"""The whole way in and out, with a real browser and the demo's provider."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def our_url(place) -> str:
    return f"http://127.0.0.1:{place.getsockname()[1]}"


@pytest.fixture(params=[True, False], ids=["scripts", "none"])
def page(request, chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_in_and_out_again_by_the_provider(page, site):
    said = []
    page.on("console", lambda each: said.append(each.text))
    page.goto("/")
    page.get_by_role("link", name="Log ind").click()
    page.get_by_role("link", name="A. Jensen").click()
    page.wait_for_url("**/opfoelgning")
    page.get_by_role("button", name="Log af", exact=True).click()
    page.wait_for_url(f"{site}/")
    expect(page.get_by_role("link", name="Log ind")).to_be_visible()
    page.goto("/opfoelgning")
    expect(page.get_by_role("link", name="Log ind")).to_be_visible()
    assert [each for each in said if "Content Security" in each] == []
