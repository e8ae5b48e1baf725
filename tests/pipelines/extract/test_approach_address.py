"""Which addresses are those of approach pages."""

import pytest

from pipelines.extract.approach_address import approach_slug, perhaps_about
from records import Page
from tests.pipelines.extract.pages import NOON, extracted
from tests.pipelines.extract.test_parted_authors import CARDS, DEFINITION, ONE, TWO, both


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


def perhaps(path: str) -> tuple[str, str] | None:
    return perhaps_about(Page(f"https://www.thelist.example{path}", 200, {}, b"", NOON, "thelist"))


@pytest.mark.parametrize(
    ("path", "slug", "rival"),
    [
        ("/therapists/emdr", "emdr", ""),
        ("/us/counselors/narrative-therapy/?page=2", "narrative-therapy", ""),
        ("/pairs/emdr-or-peer-counseling", "emdr", "peer-counseling"),
        ("/compare/life-advice-vs-narrative-therapy.html", "narrative-therapy", "life-advice"),
        ("/infidelity-or-affairs-versus-peer-counseling", "infidelity-or-affairs", "peer-counseling"),
        ("/narrative-therapy-by-the-people-who-tell-it", "narrative-therapy", ""),
        ("/letters/what-is-emdr.html", "emdr", ""),
        ("/2025/05/your-guide-to-dialectical-behavior-therapy-in-plain-words/", "dialectical-behavior-therapy", ""),
        ("/stories/infidelity-or-affairs-seen-from-both-chairs", "infidelity-or-affairs", ""),
    ],
)
def test_addresses_that_leave_it_to_the_page(path: str, slug: str, rival: str) -> None:
    assert perhaps(path) == (slug, rival)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/therapists",
        "/therapists/ada-quill",
        "/therapists/us/or/salem",
        "/therapists/ada-quill-salem-or-97301",
        "/therapists/underwater-listening",
        "/blog/emdr-or-peer-counseling",
        "/emdr-or-narrative-therapy",
        "/emdr",
        "/blog/what-is-emdr",
        "/therapists/what-is-emdr",
        "/what-is-underwater-listening",
        "/pairs/this-or-that",
        "/pairs/emdr-or-this-or-that",
    ],
)
def test_addresses_that_are_about_no_approach(path: str) -> None:
    assert perhaps(path) is None


LISTED = "https://www.thelist.example/therapists/narrative-therapy"
PEOPLE = both(CARDS["badges"])
SHORT = f"<h2>In short</h2><p>{DEFINITION}</p>"


def test_a_list_of_people_on_a_page_about_their_approach() -> None:
    found = extracted(f"<body><h1>Narrative Therapy</h1>{SHORT}<div>{PEOPLE}</div></body>", LISTED).approach
    assert found is not None
    assert (found.name, found.definition) == ("Narrative Therapy", DEFINITION)
    assert [one.text for one in found.statements] == [ONE, TWO]


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>Narrative Therapists in Oregon</h1>{SHORT}<div>{PEOPLE}</div>",
        f"<h1>Narrative Therapy</h1><div>{PEOPLE}</div>",
        f"<h1>Narrative Therapy</h1>{SHORT}<ul><li><a href='/p/1'>Ada Quill</a></li></ul>",
    ],
)
def test_lists_of_people(page: str) -> None:
    assert extracted(f"<body>{page}</body>", LISTED).approach is None


COMPARED = "https://www.thelist.example/pairs/narrative-therapy-or-peer-counseling"
OTHER = CARDS["name first"].format(
    name="Odo Vance", title="Counselor", city="Reno", state="NV", text="Peers know the town, and they know the winter."
)


@pytest.mark.parametrize("ours", ["Therapists make the case for narrative therapy", "The case for narrative therapy"])
@pytest.mark.parametrize(
    "theirs", ["Peer counseling", "Counselors make the case for peers", "What counselors say about peer counseling"]
)
def test_a_page_that_compares_two(ours: str, theirs: str) -> None:
    sides = f"<div><h2>Narrative Therapy</h2><p>{DEFINITION}</p></div><div><h2>Peer counseling</h2><p>Peers have been where you are. They listen without a clipboard.</p></div>"
    table = "<table><tr><th></th><th>Narrative therapy</th><th>Peer counseling</th></tr><tr><th>It costs</th><td>$$</td><td>Nothing</td></tr></table>"
    words = f"<div><h2>{ours}</h2>{PEOPLE}</div><div><h2>{theirs}</h2>{OTHER}</div>"
    html = f"<body><h1>Narrative Therapy vs. peer counseling</h1>{sides}{table}{words}</body>"
    found = extracted(html, COMPARED).approach
    assert found is not None
    assert (found.name, found.definition) == ("Narrative Therapy", DEFINITION)
    assert [one.text for one in found.statements] == [ONE, TWO]
