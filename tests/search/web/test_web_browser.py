"""The page in Chromium, as a person uses it."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.search.api.running import Running

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


@pytest.fixture(params=[DESK, PHONE, {**DESK, "java_script_enabled": False}], ids=["desk", "phone", "no-script"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Running) -> Iterator[Page]:
    """The first page, in each kind of browser. Nothing may be asked of another host, nor the console complain."""
    options: dict[str, Any] = request.param
    context = browser.new_context(base_url=server.base_url, **options)
    page = context.new_page()
    asked: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda sent: asked.add(urlsplit(sent.url).netloc))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/")
    yield page
    context.close()
    assert asked == {urlsplit(server.base_url).netloc}
    assert complaints == []


def test_ask_read_and_narrow(page: Page) -> None:
    page.get_by_label("How should someone work with you?").fill("relational home")
    page.get_by_role("button", name="Search").click()
    first = page.get_by_role("article").first
    expect(first.get_by_role("heading")).to_contain_text("Ada Quill-Marsh")
    expect(first.locator("blockquote mark").first).to_be_visible()
    expect(first.get_by_role("link", name="therapyden.com", exact=True)).to_have_attribute(
        "href", "https://www.therapyden.com/specialties/relational-therapy"
    )
    facets = page.get_by_role("navigation", name="Narrow the results")
    facets.get_by_role("link", name="Oregon").click()
    expect(page).to_have_url(re.compile("state=OR"))
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text("Bo Fennimore")
    page.get_by_role("link", name="Remove State: Oregon").click()
    expect(page.get_by_role("article").first.get_by_role("heading")).to_contain_text("Ada Quill-Marsh")
    page.go_back()
    expect(page.get_by_role("article")).to_have_count(1)


def test_filter_in_the_form(page: Page) -> None:
    page.get_by_label("State", exact=True).select_option("Oregon")
    page.get_by_label("Telehealth", exact=True).check()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text("Bo Fennimore")
    expect(page.get_by_label("State", exact=True)).to_have_value("OR")
    expect(page.get_by_label("Telehealth", exact=True)).to_be_checked()


def test_only_the_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("relational home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").first).to_contain_text("Ada Quill-Marsh")


def test_hostile_words_do_nothing_and_fit(page: Page, server: Running) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a page's words ran: {dialog.message}"))
    page.goto(f"{server.base_url}/?approach=relational-therapy&limit=50")
    expect(page).to_have_title("therapyindex")
    expect(page.get_by_role("article")).to_have_count(6)
    # Not wider than the screen, whatever the longest word (measured without the page's own scripts).
    box = page.locator("html").bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    for article in page.get_by_role("article").all():
        inner = article.bounding_box()
        assert inner is not None
        assert inner["x"] >= 0
        assert inner["x"] + inner["width"] <= size["width"]
    assert box["width"] <= size["width"]
