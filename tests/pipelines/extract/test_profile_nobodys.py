"""Pages with labels of profiles that are nobody's: of workshops, fees, jobs, books, and articles about somebody."""

import pytest

from tests.pipelines.extract.pages import extracted

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
