"""The pages that the scores rest on."""

from html import unescape

from tests.quality import wordings
from tests.quality.site import QualitySite


def test_the_same_pages_at_every_call() -> None:
    first, second = (list(QualitySite(7, 40).cases()) for _ in range(2))
    assert first == second


def test_every_template_is_rendered_at_the_size_of_real_pages() -> None:
    websites = wordings.load("templates")
    sizes = {case.template: len(case.page.body) for case in QualitySite(7, 300).cases()}
    assert set(sizes) == {website["template"] for kind in websites.values() for website in kind}
    assert all(7_000 < size < 60_000 for size in sizes.values())


def test_what_counts_as_shown_is_on_the_page() -> None:
    for case in QualitySite(7, 200).profiles():
        body, found = unescape(case.page.body.decode()).casefold(), case.records[0]
        plain = [found["pronouns"], found["website"], *filter(None, found["city"]), *filter(None, found["zip"])]
        for value in filter(None, [found["name"], *plain]):
            assert value.casefold().removeprefix("https://www.") in body
