"""Whose page it is where the site's own name, or what it calls its list, stands in the heads."""

import pytest

from tests.pipelines.extract.pages import extracted
from tests.pipelines.extract.test_profile_wordings import profile

FACTS = "<h3>Languages</h3><p>English</p><h3>Ages</h3><p>Teens</p>"
LIST = "<title>Wellness Partners Roster | Oakes College</title><h1>Wellness Partners Roster</h1>"


@pytest.mark.parametrize("heading", ["Dr. Ada Quill, PhD", "Ada Quill, PhD", "Meet Ada Quill, PhD"])
@pytest.mark.parametrize("path", ["health/partners/ada-quill", "wellness-roster/ada-quill"])
def test_a_heading_that_the_address_spells_goes_before_the_name_of_a_list(heading: str, path: str) -> None:
    body = f"{LIST}<p>They are no staff of ours.</p><section><h2>{heading}</h2><p>Psychologist in Salem, OR</p>{FACTS}</section>"
    found = profile(body, f"https://www.oakes.example/{path}")
    assert (found.name, found.kind, found.credentials, found.title) == ("Ada Quill", "person", ["PhD"], "Psychologist")


def test_a_link_to_somebody_is_no_such_heading() -> None:
    body = f"{LIST}<h2><a href='/partners/ada-quill'>Ada Quill</a></h2>{FACTS}"
    found = extracted(body, "https://www.oakes.example/partners/ada-quill").profile
    assert found is None or found.name != "Ada Quill"


CELLS = "".join(
    f"<tr><td><b>{label}</b></td><td>{value}</td></tr>"
    for label, value in (
        ("Phone", "503-555-0142"),
        ("Languages", "English"),
        ("Fees", "$90"),
        ("Ages", "Teens, Adults"),
    )
)
SITE = "<title>Oakes County Psychology Society - Roster</title><div>Oakes County Psychology Society</div>"


def member(name: str) -> str:
    return f"<div><p><font size=5>{name}</font><br><i>Counselor</i></p><table>{CELLS}</table></div>"


@pytest.mark.parametrize("name", ["Ada Quill", "Blue Door Counseling"])
def test_a_name_with_a_title_over_a_table_of_facts_is_the_owners(name: str) -> None:
    others = "<div><p><a href='show.asp?no=8'>Bo Marsh</a><br>Psychologist<br>541-555-0166</p></div>"
    found = profile(f"{SITE}{member(name)}{others}", "https://www.ocps.example/show.asp?no=4417")
    assert (found.name, found.title, found.phone) == (name, "Counselor", "503-555-0142")


def test_two_such_names_are_a_list() -> None:
    found = extracted(f"{SITE}{member('Ada Quill')}{member('Bo Marsh')}", "https://www.ocps.example/show.asp?no=4417")
    assert found.profile is None or found.profile.name not in ("Ada Quill", "Bo Marsh")


@pytest.mark.parametrize(
    ("rest", "organization"),
    [
        ("<span>Psychologist</span>", None),
        ("<span>Psychologist</span><span>Marsh Wellness Group</span>", "Marsh Wellness Group"),
    ],
)
def test_a_name_and_a_title_beside_each_other_without_a_mark(rest: str, organization: str | None) -> None:
    body = (
        f"<title>Ada Quill, PhD - Marshcare</title><div><div><span>Ada Quill, PhD</span>{rest}</div><button>Share</button></div>{FACTS}"
        "<h3>See also</h3><div><a href='/p/bo-marsh'><span>Bo Marsh</span><p>Counselor in Reno, NV</p></a></div>"
    )
    found = profile(body, "https://marshcare.example/p/ada-quill")
    assert (found.name, found.credentials, found.title) == ("Ada Quill", ["PhD"], "Psychologist")
    assert (found.organization, found.places) == (organization, [])


@pytest.mark.parametrize(
    ("employer", "url", "organization"),
    [
        ("Quill Path", "https://www.quillpath.example/people/ada-quill", None),
        ("Quill Path", "https://www.oakes.example/people/ada-quill", "Quill Path"),
        ("Marsh Counseling", "https://www.marshcounseling.example/people/ada-quill", "Marsh Counseling"),
    ],
)
def test_who_employs_everybody_on_a_site_is_the_site(employer: str, url: str, organization: str | None) -> None:
    data = f'{{"@type":"Person","name":"Ada Quill","worksFor":{{"@type":"Organization","name":"{employer}"}}}}'
    body = f'<script type="application/ld+json">{data}</script><h1>Ada Quill</h1>{FACTS}'
    assert profile(body, url).organization == organization


def test_the_word_before_a_practice_is_no_part_of_its_name() -> None:
    body = "<div><div><h1>Ada Quill</h1><p>she/her</p></div><p>Counselor</p><p>at Marsh Counseling Center</p><p>Salem, OR</p></div>"
    assert profile(f"{body}{FACTS}").organization == "Marsh Counseling Center"


@pytest.mark.parametrize(
    ("line", "organization"),
    [("at Marsh Healing Arts", "Marsh Healing Arts"), ("at Blue Door", "Blue Door"), ("At your service.", None)],
)
def test_a_practice_below_a_title_in_another_element_than_the_name(line: str, organization: str | None) -> None:
    body = f"<div><div><h1>Ada Quill</h1><span>she/her</span></div><p>Counselor</p><p>{line}</p></div>"
    assert profile(f"{body}{FACTS}").organization == organization


@pytest.mark.parametrize(
    ("rest", "organization"), [("Blue Door", "Blue Door"), ("Verified", None), ("Takes calls", None)]
)
def test_a_practice_beside_a_name_and_a_title(rest: str, organization: str | None) -> None:
    head = f"<div><span>Ada Quill</span><span>Psychologist</span><span>{rest}</span></div>"
    found = profile(f"<title>Ada Quill</title><div>{head}<p>Hello.</p></div>{FACTS}")
    assert (found.name, found.title, found.organization) == ("Ada Quill", "Psychologist", organization)


def test_structured_data_about_the_site_is_not_about_a_practice_on_it() -> None:
    data = '{"@type":"MedicalBusiness","name":"Oakes Rowan Therapist Collective","telephone":"866-555-0131"}'
    body = f'<script type="application/ld+json">{data}</script><h1>Meet Harbor Quill Therapy Collective</h1>{FACTS}'
    found = profile(body, "https://oakesrowan.example/team/harbor-quill-therapy-collective")
    assert (found.name, found.phone) == ("Harbor Quill Therapy Collective", None)


def test_a_title_with_letters_that_are_a_state_is_no_place() -> None:
    found = profile(
        f"<div><h1>Ada Quill</h1><p>Psychotherapist, MA</p></div>{FACTS}<h3>Reach me</h3><p>Salem, OR 97301</p>"
    )
    assert (found.credentials, found.places) == (["MA"], [("Salem", "OR", "97301")])


@pytest.mark.parametrize(
    ("site", "path"),
    [
        ("Oakes County Psychology Society", "show.asp?no=4417"),
        ("Oakes County Counselors Association", "members/4417"),
        ("Community Counseling Guide", "counseling/guide/entry"),
    ],
)
def test_who_keeps_a_list_is_nobody_on_it(site: str, path: str) -> None:
    body = f"<title>{site}</title><h1>{site}</h1><p>Somebody whom nothing names</p><table>{CELLS}</table>"
    assert extracted(body, f"https://www.ocps.example/{path}").profile is None


def test_a_practice_that_is_called_like_a_list_and_whom_the_address_spells() -> None:
    name = "Harbor Society Counseling"
    found = profile(f"<h1>{name}</h1><table>{CELLS}</table>", "https://www.ocps.example/p/harbor-society-counseling")
    assert found.name == name


@pytest.mark.parametrize(
    "foot",
    [
        "<p>© 2026 Brightwillow · 9 Main Street, Denver, CO 80202 · (303) 555-0100</p>",
        "<div>© 2026 Brightwillow, Inc.<br>9 Main Street, Denver, CO 80202<br>(303) 555-0100</div>",
        "<div><p>9 Main Street, Denver, CO 80202</p><p>(303) 555-0100</p><p>Copyright 2026</p></div>",
        "<div>Contact Brightwillow: (303) 555-0100<br>9 Main Street, Denver, CO 80202</div>",
    ],
)
def test_the_foot_of_a_site_is_nobodys(foot: str) -> None:
    facts = "<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>"
    found = profile(f"<h1>Ada Quill</h1>{facts}{foot}", "https://www.brightwillow.example/people/ada-quill")
    assert (found.places, found.phone, found.ages) == ([], None, ["Teens"])


def test_a_copyright_of_the_owner_takes_nothing() -> None:
    facts = "<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>"
    foot = "<div><p>503-555-0142</p><p>© 2026 Ada Quill</p></div>"
    assert profile(f"<h1>Ada Quill, LCSW</h1>{facts}{foot}").phone == "503-555-0142"


def test_the_copyright_of_a_picture_takes_nothing() -> None:
    found = profile("<h1>Ada Quill</h1><p>© Studio Nine</p><h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>")
    assert (found.languages, found.ages) == (["English"], ["Teens"])


def test_a_list_under_the_name_of_its_site_is_nobodys_profile() -> None:
    slugs = ("emdr", "gestalt-therapy", "internal-family-systems")
    listed = "".join(f"<tr><td><a href='/specialties/{slug}'>{slug}</a></td><td>approach</td></tr>" for slug in slugs)
    html = (
        "<title>Specialties - HarborList</title><div><a href='/'>HarborList</a></div><div><a href='/specialties'>"
        f"Approaches &amp; issues</a></div><h2>Specialties</h2><table>{listed}</table><div>1 Main Street, Salem, OR 97301"
        "</div><div>Phone (510) 555-0100</div>"
    )
    assert extracted(html, "https://www.harborlist.example/specialties").profile is None
