"""One url for one page."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.scope import Scope
from crawlers.sources import canonical_url, load_source, own_url, page_kind, source_of
from records.errors import WrongUse

WWW = "https://www.therapyden.com"
SOURCE = load_source("therapyden")
SCOPE = Scope(SOURCE, "http://127.0.0.1:8765")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (f"{WWW}/therapist/ada-quill", f"{WWW}/therapist/ada-quill"),
        ("http://THERAPYDEN.com/therapist/ada-quill/", f"{WWW}/therapist/ada-quill"),
        (f"{WWW}:443/therapist/ada-quill?utm_source=x#about", f"{WWW}/therapist/ada-quill"),
        (f"{WWW}/therapist/ren%c3%a9-quill", f"{WWW}/therapist/ren%C3%A9-quill"),
        (f"{WWW}/therapist/rené-quill", f"{WWW}/therapist/ren%C3%A9-quill"),
        (f"{WWW}", f"{WWW}/"),
        (f"{WWW}/therapists/us/or/salem?page=3&sort=x", f"{WWW}/therapists/us/or/salem?page=3"),
        (f"{WWW}/therapists/us/or/salem?page=1", f"{WWW}/therapists/us/or/salem"),
        (f"{WWW}/therapists/us/or/salem?page=2e9", f"{WWW}/therapists/us/or/salem"),
        (f"{WWW}/therapist/ada-quill?page=2", f"{WWW}/therapist/ada-quill"),
        (f"{WWW}/therapist/ada-quill;jsessionid=0A1B?PHPSESSID=3&fbclid=x", f"{WWW}/therapist/ada-quill"),
        (f"{WWW}/a/../therapist/./ada-quill//", f"{WWW}/therapist/ada-quill"),
        (f"{WWW}/therapists/us/or/salem?page=07&sort=x", f"{WWW}/therapists/us/or/salem?page=7"),
    ],
)
def test_however_it_is_written(written: str, canonical: str) -> None:
    assert canonical_url("therapyden", written) == canonical


@pytest.mark.parametrize(
    "foreign",
    [
        "https://elsewhere.example/therapist/x",
        "https://www.therapyden.com.elsewhere.example/therapist/x",
        f"{WWW}:8080/therapist/x",
        "mailto:ada@therapyden.com",
        "javascript:alert(1)",
        "http://[broken/therapist/x",
        f"{WWW}:port/therapist/x",
        f"{WWW}/a/b/a/b/a/b/a/b",  # relative links of a page below itself
        f"{WWW}/therapist/{'x' * 2_000}",
        f"{WWW}/therapists/us?{'&' * 1_500}",
        "",
    ],
)
def test_what_is_not_the_sources(foreign: str) -> None:
    assert own_url(SOURCE, foreign) is None
    with pytest.raises(WrongUse, match="no page of therapyden"):
        canonical_url("therapyden", foreign)


def test_rules_of_a_source() -> None:
    source = msgspec.structs.replace(SOURCE, trailing_slash=True, parameters=["id", "lang"])
    for written, canonical in {
        f"{WWW}/therapist/ada-quill": f"{WWW}/therapist/ada-quill/",
        f"{WWW}/therapist/ada-quill/?utm_source=x&lang=en&id=7": f"{WWW}/therapist/ada-quill/?id=7&lang=en",
        f"{WWW}/therapist/ada-quill?id=a%26b": f"{WWW}/therapist/ada-quill/?id=a%26b",
        f"{WWW}/therapists/us?page=2&id=": f"{WWW}/therapists/us/?page=2",
        f"{WWW}/people.html": f"{WWW}/people.html",
        WWW: f"{WWW}/",
    }.items():
        assert own_url(source, written) == canonical
        assert own_url(source, canonical) == canonical
    assert page_kind(source, f"{WWW}/therapist/ada-quill/?id=7") == "profile"


def test_links_to_the_canonical_host_and_to_the_base_are_one_page() -> None:
    ways = [
        f"{WWW}/therapist/a",
        "http://127.0.0.1:8765/therapist/a",
        "/therapist/a",
        "a",
        "//therapyden.com/therapist/a",
    ]
    assert {SCOPE.page(href, f"{WWW}/therapist/b") for href in ways} == {f"{WWW}/therapist/a"}
    assert SCOPE.fetch_url(f"{WWW}/therapist/a") == "http://127.0.0.1:8765/therapist/a"
    assert SCOPE.page("http://127.0.0.1:9999/therapist/a", WWW) is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/specialties/relational-therapy", "approach"),
        ("/therapist/ada-quill", "profile"),
        ("/specialties", "listing"),
        ("/therapists/us/or/salem", "listing"),
        ("/therapists/us/or/salem/more", None),
        ("/blog", None),
        ("/therapist", None),
    ],
)
def test_what_a_page_is(path: str, kind: str | None) -> None:
    assert SCOPE.kind(WWW + path) == kind


@given(st.text(max_size=60))
def test_any_link_is_a_page_of_the_source_or_none(href: str) -> None:
    found = SCOPE.page(href, f"{WWW}/specialties")
    assert found is None or (found.startswith(f"{WWW}/") and SCOPE.kind(found))


@given(st.text(max_size=40), st.text(max_size=20))
def test_canonical_is_canonical_for_ever(path: str, query: str) -> None:
    once = own_url(SOURCE, f"{WWW}/therapist/{path}?{query}")
    if once is not None:
        assert own_url(SOURCE, once) == once


def test_whose_a_url_is() -> None:
    assert source_of("https://therapyden.com/x") == "therapyden"
    assert source_of("https://elsewhere.example/x") is None
    assert source_of("http://[broken") is None
