"""Pages with labels of profiles that are nobody's: of workshops, fees, jobs, books, and articles about somebody."""

from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.pipelines.extract.pages import extracted
from therapyindex.sample.site import Site

COST = "<h2>Location</h2><p>Portland, OR 97204</p><h2>Cost</h2><p>$240</p><h2>Language</h2><p>English</p>"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("workshops/grief-circle", "Grief Circle"),
        ("groups/dbt-skills", "DBT Skills Group"),
        ("therapist-training/level-one", "Level One Training"),
        ("book/quiet-rooms", "Quiet Rooms"),
        ("events/winter-retreat", "Winter Retreat"),
        ("courses/understanding-trauma", "Understanding Trauma"),
        ("jobs/associate-therapist", "Associate Therapist"),
        ("fees", "Fees &amp; Insurance"),
        ("contact", "Contact Us"),
    ],
)
def test_two_labels_make_nobody_of_a_page(path: str, heading: str) -> None:
    found = extracted(f"<h1>{heading}</h1>{COST}", f"https://www.bluedoor.example/{path}")
    assert found.profile is None


def test_an_article_about_somebody_is_not_their_profile() -> None:
    body = (
        "<h1>Meet Ada Quill, LCSW</h1><p>Ada Quill, a Licensed Clinical Social Worker in Portland, OR, says that EMDR "
        "changed how she works. “I listen with my hands,” she told us.</p><p>Her sessions cost $150.</p>"
    )
    assert extracted(body, "https://www.bluedoor.example/blog/meet-ada-quill").profile is None
    assert extracted(body, "https://www.bluedoor.example/therapists/ada-quill").profile is not None


@pytest.mark.parametrize("path", ["ada-quill", "members/list?id=4417", "therapists/ada-quill", "people/4417"])
def test_the_same_labels_below_somebodys_name_make_a_profile(path: str) -> None:
    found = extracted(f"<h1>Ada Quill</h1>{COST}", f"https://www.bluedoor.example/{path}").profile
    assert found is not None
    assert found.name == "Ada Quill"


@pytest.mark.parametrize("seed", range(1, 4))
def test_on_the_sample_site_nobody_is_made_of_other_pages(seed: int) -> None:
    site, found, waiting = Site(seed, 300), set[str](), ["/", "/therapists/us", "/specialties"]
    while waiting:
        path = waiting.pop()
        body = site.answer(path).body
        if path in found or not body:
            continue
        found.add(path)
        profile = extracted(body, f"https://www.therapyden.com{path}").profile
        assert (profile is not None) == path.startswith("/therapist/"), path
        links = (node.attributes.get("href") or "" for node in LexborHTMLParser(body).css("a"))
        waiting += [urlsplit(urljoin(f"https://www.therapyden.com{path}", link)).path for link in links]
    assert sum(path.startswith("/therapists/us/") for path in found) > 10


@pytest.mark.parametrize("heading", ["<h1>Therapists in San Diego, CA</h1>", "<h1>San Diego</h1>", "<p>San Diego</p>"])
@pytest.mark.parametrize("path", ["therapists/us/california/san-diego", "therapists/ca/san-diego"])
def test_a_city_is_nobody(heading: str, path: str) -> None:
    cards = "<div><a href='/therapist/ada-quill'>Ada Quill</a><p>Psychologist</p><p>I listen.</p></div>" * 2
    body = f"{heading}<p>San Diego</p>{cards}<h2>Languages</h2><p>English</p><h2>Insurance</h2><p>Aetna</p>"
    assert extracted(body, f"https://www.therapyden.com/{path}").profile is None


def test_a_city_below_a_heading_that_says_so_is_nobody() -> None:
    body = "<h1>Therapists in San Diego</h1><p>San Diego</p><p>Psychologist</p><p>I listen to all of you.</p>"
    assert extracted(body, "https://www.therapyden.com/therapists/san-diego").profile is None
