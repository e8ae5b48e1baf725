"""Any bytes: never an exception, never for ever, always a reason."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipelines.extract.pages import APPROACH_URL, PROFILE_URL, extracted

tags = st.sampled_from(["div", "p", "h1", "h2", "li", "script", "blockquote", "cite", "table", "td", "title"])
soup = st.lists(st.one_of(st.text(max_size=30), tags.map("<{}>".format), tags.map("</{}>".format)), max_size=40)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\x89PNG\r\n\0\0\0\rIHDR", "binary"),
        (b"x" * (10 * 1024 * 1024 + 1), "too-large"),
        (b"<div>" * 20_000, "too-deep"),
        (b"<p %b>" % b" ".join(b"a%d=1" % number for number in range(100_000)), "too-many-attributes"),
        (b"<p %b>" % b"".join(b'a%d="x"' % number for number in range(100_000)), "too-many-attributes"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, code: str) -> None:
    found = extracted(body)
    assert (found.kind, [one.code for one in found.problems]) == ("other", [code])


@given(st.binary(max_size=2_000))
def test_any_bytes(body: bytes) -> None:
    for url in (APPROACH_URL, PROFILE_URL):
        assert all(one.code != "extractor-error" for one in extracted(body, url).problems)


@given(soup)
def test_any_soup(parts: list[str]) -> None:
    for url in (APPROACH_URL, PROFILE_URL):
        found = extracted("".join(parts), url)
        assert all(one.code != "extractor-error" for one in found.problems)
        if found.profile:
            assert "<h1>" not in found.profile.name


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" + b"word " * 1_000_000,
        b"<h1>Ada</h1><h2>About</h2>" + b"<p>I listen, slowly.</p>" * 200_000,
        b"<span>a</span>" * 350_000,
        "— Ada Quill, Therapist in Reno, NV\n".encode() * 120_000,
        b"<h1>Ada Quill</h1><h2>Issues</h2><p>Grief</p><h2>Website</h2><p>Go</p><!--"
        + b"<a href=https://x.y " * 250_000,
        b"<h1>Ada Quill</h1><h2>Issues</h2><p>Grief</p><h2>Website</h2><p>Go</p>"
        + b"<a href=https://x.y>Go</a> " * 180_000,
    ],
)
def test_five_megabytes_end_in_time(body: bytes) -> None:
    for url in (APPROACH_URL, PROFILE_URL):
        start = time.perf_counter()
        assert all(one.code != "extractor-error" for one in extracted(body, url).problems)
        assert time.perf_counter() - start < 10  # the aim is 2 s on an idle machine


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "utf-16"])
def test_charsets(charset: str) -> None:
    body = "<h1>René Quill</h1><h2>About</h2><p>Café talk.</p><h2>Languages</h2><p>Français</p>"
    found = extracted(body.encode(charset), content_type=f"text/html; charset={charset}").profile
    assert found is not None
    assert (found.name, found.about, found.languages) == ("René Quill", "Café talk.", ["Français"])


def test_mojibake_is_repaired() -> None:
    body = "<h1>RenÃ© Quill</h1><h2>About</h2><p>CafÃ© talk.</p><h2>Languages</h2><p>English</p>"
    found = extracted(body).profile
    assert found is not None
    assert found.name == "René Quill"
