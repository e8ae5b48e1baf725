"""The profiles of authors: their names' links and those beside them, in any markup; where it is not sure, none."""

import pytest

from tests.pipelines.extract.pages import APPROACH_URL, extracted

HEAD = "<body><nav><a href='/about'>About us</a></nav><h1>Relational Therapy</h1><h2>Meet the specialists</h2>"
ONE = "I watch what happens between us — gently — and say so. Ties are learned, and so we learn."
TWO = "My work is slow. I sit with people until the weather turns, and then a while longer."
ADA, BO = "/therapist/ada-quill", "/therapist/bo-marsh"
ADA_LINE, BO_LINE = "Ada Quill, LCSW, Therapist in Reno, NV", "Bo Marsh, Psychologist in Salem, OR"
SITE = "https://www.therapyden.com"


def linked(body: str, url: str = APPROACH_URL) -> list[str | None]:
    """The profiles of Ada and Bo, whose words the page must still show."""
    found = extracted(HEAD + body, url).approach
    assert found is not None
    assert [(one.text, one.attribution.name) for one in found.statements] == [(ONE, "Ada Quill"), (TWO, "Bo Marsh")]
    return [one.profile_url.removeprefix(SITE) if one.profile_url else None for one in found.statements]


def lines(ada: str, bo: str = f"— {BO_LINE}") -> str:
    return f"<p>{ONE}</p><p>{ada}</p><p>{TWO}</p><p>{bo}</p>"


def cards(ada: str, bo: str) -> str:
    return f"<div><p>{ONE}</p><p>— {ADA_LINE}</p>{ada}</div><div><p>{TWO}</p><p>— {BO_LINE}</p>{bo}</div>"


@pytest.mark.parametrize(
    "body",
    [
        lines(
            f"— <a href='{ADA}'>Ada Quill</a>, LCSW, Therapist in <a href='/therapists/us/nv/reno'>Reno, NV</a>",
            f"— <a href='{BO}'>Bo Marsh</a>, Psychologist in <a href='/cities/salem'>Salem, OR</a>",
        ),
        lines(f"— <a href='{ADA}'><b>Ada Quill,</b> LCSW</a>, Therapist in Reno, NV", f"<a href='{BO}'>— {BO_LINE}</a>"),
        lines(f"— <a href='{ADA}'>Blue Door/ Ada Quill</a>, Therapist in Reno, NV", f"<a href='{BO}'>— {BO_LINE}</a>"),
        f"<blockquote><p>{ONE}</p><footer>— <a href='{ADA}'>{ADA_LINE}</a></footer></blockquote>"
        f"<blockquote><p>{TWO}</p><cite>— <a href='{BO}'>Bo Marsh</a>, Psychologist in Salem, OR</cite></blockquote>",
        f"<table><tr><td>{ONE}</td><td><a href='{ADA}'>— {ADA_LINE}</a></td></tr>"
        f"<tr><td>{TWO}</td><td>— <a href='{BO}'>Bo Marsh</a>, Psychologist in Salem, OR</td></tr></table>",
        f"{ONE}<br>— <a href='{ADA}'>Ada Quill</a>, LCSW, Therapist in Reno, NV<br>{TWO}<br>"
        f"— <a href='{BO}'>Bo Marsh</a>, Psychologist in Salem, OR<br>",
        f"<article><h4><a href='{ADA}'>{ADA_LINE}</a></h4><p>{ONE}</p></article>"
        f"<article><h4><a href='{BO}'>{BO_LINE}</a></h4><p>{TWO}</p></article>",
        lines(f"— <a href='{ADA}'>Ada Quill, LCSW</a></p><p>Therapist in Reno, NV", f"<a href='{BO}'>— {BO_LINE}</a>"),
        cards(f"<a href='{ADA}'>View profile</a>", f"<a href='{BO}'>View profile</a>"),
        cards(f"<a href='{ADA}'>Read more about Ada</a>", f"<a href='{BO}'>Read more about Bo</a>"),
        cards(f"<a href='{ADA}'>Read more</a>", f"<p><a href='{BO}'>More</a> <a href='/contact/7'>Contact</a></p>"),
        f"<div><a href='{ADA}'>View profile</a><p>{ONE}</p><p>— {ADA_LINE}</p></div>"
        f"<div><a href='{BO}'>View profile</a><p>{TWO}</p><p>— {BO_LINE}</p></div>",
        f"<p>{ONE}</p><p>— {ADA_LINE}</p><a href='{ADA}'>View profile</a>"
        f"<p>{TWO}</p><p>— {BO_LINE}</p><a href='{BO}'>View profile</a>",
        f"<p><a href='{ADA}'>View profile</a></p><p>{ONE}</p><p>— {ADA_LINE}</p>"
        f"<p><a href='{BO}'>View profile</a></p><p>{TWO}</p><p>— {BO_LINE}</p>",
    ],
)  # fmt: skip
def test_any_markup(body: str) -> None:
    assert linked(body) == [ADA, BO]


@pytest.mark.parametrize(
    ("href", "profile"),
    [
        (f"{SITE}{ADA}", ADA),
        (f"http://therapyden.com{ADA}/?utm_source=x#top", ADA),
        (f"//www.therapyden.com{ADA}", ADA),
        ("../therapist/ada-quill", ADA),
        ("/therapist/ren\xe9e quill", "/therapist/ren%C3%A9e%20quill"),
        ("https://quill.example/therapist/ada-quill", None),
        ("https://therapyden.com.evil.example/therapist/ada-quill", None),
        ("https://www.therapyden.com:8443/therapist/ada-quill", None),
        ("https://ada@www.therapyden.com/therapist/ada-quill", None),
        ("/specialties/relational-therapy", None),
        ("?page=2", None),
        ("#ada", None),
        ("/", None),
        ("/therapists/us/nv/reno", None),
        ("mailto:ada@quill.example", None),
        ("javascript:void(0)", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_only_other_pages_of_the_same_host(href: str, profile: str | None) -> None:
    assert linked(lines(f"— <a href='{href}'>Ada Quill</a>, LCSW, Therapist in Reno, NV")) == [profile, None]


@pytest.mark.parametrize(
    ("base", "profile"), [("/people/", "/people/ada-quill"), ("https://elsewhere.example/", None), ("https://[", None)]
)
def test_relative_links_start_from_the_base_of_the_same_host(base: str, profile: str | None) -> None:
    found = linked(f"<base href='{base}'>" + lines("— <a href='ada-quill'>Ada Quill</a>, LCSW, Therapist in Reno, NV"))
    assert found == [profile, None]


@pytest.mark.parametrize(
    "body",
    [
        lines(f"— {ADA_LINE}"),
        lines(f"— <a href='{ADA}'>Ada Quill</a>, <a href='/therapist/ada-2'>LCSW</a>, Therapist in Reno, NV")
        + "<p><a href='/therapist/ada-3'>Ada Quill, LCSW</a></p>",
        cards(f"<p><a href='{ADA}'>View profile</a></p><p><a href='{BO}'>View profile</a></p>", ""),
        cards("<a href='/therapist/p'>View profile</a>", "<a href='/therapist/p'>View profile</a>"),
        cards("<a href='/quiz'>Read more</a>", "<a href='/quiz-2'>Learn more</a>"),
        f"<p>{ONE}</p><p>— {ADA_LINE}</p><a href='/therapist/1'>View profile</a><p>{TWO}</p><p>— {BO_LINE}</p>",
    ],
)
def test_where_it_is_not_sure_there_is_none(body: str) -> None:
    assert None in linked(body)
    assert set(linked(body)) <= {None, ADA}


def test_a_link_elsewhere_on_the_page_is_not_the_only_authors() -> None:
    html = f"{HEAD}<p>{ONE}</p><p>— {ADA_LINE}</p><div><a href='/therapist/7'>View profile</a></div>"
    found = extracted(html, APPROACH_URL).approach
    assert found is not None
    assert [one.profile_url for one in found.statements] == [None]


def test_a_page_saved_from_nowhere_has_no_profiles() -> None:
    html = HEAD + lines(f"— <a href='{ADA}'>Ada Quill</a>, LCSW, Therapist in Reno, NV")
    found = extracted(html, "file:page.html", x_therapyindex_approach="relational-therapy").approach
    assert found is not None
    assert [one.profile_url for one in found.statements] == [None, None]
