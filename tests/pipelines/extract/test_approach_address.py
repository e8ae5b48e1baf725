"""Which addresses are those of approach pages."""

import pytest

from pipelines.extract.approach_address import approach_slug
from records import Page
from tests.pipelines.extract.pages import NOON, extracted


def slug_of(path: str) -> str | None:
    return approach_slug(Page(f"https://www.thelist.example{path}", 200, {}, b"", NOON, "thelist"))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/specialties/relational-therapy", "relational-therapy"),
        ("/specialties/Relational-Therapy/", "relational-therapy"),
        ("/issues/underwater-listening", "underwater-listening"),
        ("/types-of-therapy/emdr/", "emdr"),
        ("/en/modalities/emdr.html", "emdr"),
        ("/treatment/Narrative%20Therapy", "narrative-therapy"),
        ("/treatment/narrative_therapy?page=2", "narrative-therapy"),
        ("/therapists/specialties/emdr", "emdr"),
        ("/emdr", "emdr"),
        ("/learn/narrative-therapy", "narrative-therapy"),
        ("/what-we-do/for-you/grief", "grief"),
        ("/Topic.aspx?t=underwater-listening", "underwater-listening"),
        ("/topics/?name=Underwater+Listening", "underwater-listening"),
        ("/specialty.php?id=7&specialty=grief&page=2", "grief"),
        ("/list/show.asp?kind=narrative_therapy", "narrative-therapy"),
    ],
)
def test_pages_of_approaches(path: str, slug: str) -> None:
    assert slug_of(path) == slug


def test_a_profile_on_the_address_of_an_approach() -> None:
    about = "I ask where a story began and who else might tell it. Then we write the next page of it together."
    html = f"<h1>Ada Quill</h1><h2>About me</h2><p>{about}</p><h2>Languages</h2><p>English</p><h2>Fees</h2><p>$90</p>"
    found = extracted(f"<body>{html}</body>", "https://www.thelist.example/therapy/ada-quill")
    assert (found.kind, found.profile and found.profile.name) == ("profile", "Ada Quill")
    found = extracted(f"<body>{html}</body>", "https://www.thelist.example/therapy/emdr")
    assert found.profile is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/specialties",
        "/specialties/",
        "/specialties/index.html",
        "/about",
        "/therapist/ada-quill",
        "/provider/ada-quill/",
        "/us/therapists/ada-quill/204117",
        "/profile/204117/ada-quill",
        "/therapists/emdr",
        "/blog/emdr",
        "/therapists/us/or/salem",
        "/us/mi",
        "/underwater-listening",
        "/%ff%fe",
        "/topic.aspx",
        "/topic.aspx?t=7",
        "/topic.aspx?sort=name&page=2",
        "/topics?sort=distance",
        "/topics?a=underwater&b=listening",
        "/therapists?specialty=emdr",
        "/blog?topic=emdr",
        "/search?q=emdr",
        "/specialties?city=portland",
    ],
)
def test_all_others(path: str) -> None:
    assert slug_of(path) is None
