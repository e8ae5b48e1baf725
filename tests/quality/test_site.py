"""The pages that the scores rest on."""

from html import unescape
from pathlib import PurePath

import pytest

from tests.quality.sites import SITES
from tests.quality.websites import digits

each_site = pytest.mark.parametrize("name", SITES)


@each_site
def test_the_same_pages_at_every_call(name: str) -> None:
    first, second = (list(SITES[name].websites(7, 40).cases()) for _ in range(2))
    assert first == second


@each_site
def test_every_template_is_rendered_at_the_size_of_real_pages(name: str) -> None:
    websites = SITES[name].websites(7, 300)
    sizes = {case.template: len(case.page.body) for case in websites.cases()}
    assert set(sizes) == {PurePath(template).stem for template in websites.templates.list_templates()}
    assert all(7_000 < size < 60_000 for size in sizes.values())


@each_site
def test_what_counts_as_shown_is_on_the_page(name: str) -> None:
    for case in SITES[name].websites(7, 200).profiles():
        body, found = unescape(case.page.body.decode()).casefold(), case.records[0]
        plain = [found["pronouns"], found["website"], *filter(None, found["city"]), *filter(None, found["zip"])]
        own = [found["title"], found["organization"], *found["issues"], *found["about"].split("\n\n")]
        for value in filter(None, [found["name"], *plain, *own]):
            assert value.casefold().removeprefix("https://www.") in body
        assert found["phone"].removeprefix("+1") in digits(body)


@each_site
def test_what_counts_as_said_is_on_the_page(name: str) -> None:
    for case in SITES[name].websites(7, 200).approach_pages():
        body = " ".join(unescape(case.page.body.decode()).split())
        for record in case.records:
            for value in (record["statement"], record["title"]):
                assert value in body
        assert (case.definition or "").split(". ")[-1] in body
