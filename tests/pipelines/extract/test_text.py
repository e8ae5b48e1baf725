"""The main text of a page: a changed advert is no change, a changed word is one."""

from datetime import UTC, datetime

from pipelines.extract import extract_page, text_digest
from records import Page

URL = "https://www.therapyden.com/therapist/ada-quill"


def digest_of(body: str, url: str = URL) -> str | None:
    page = Page(url, 200, {"content-type": "text/html"}, body.encode(), datetime(2026, 5, 30, tzinfo=UTC), "therapyden")
    return text_digest(extract_page(page))


def profile(
    about: str = "I listen to what is there.", languages: str = "<h2>Languages</h2><p>English</p>", advert: str = ""
) -> str:
    return (
        f"<title>Ada Quill</title><body>{advert}<h1>Ada Quill</h1><h2>About me</h2><p>{about}</p>{languages}"
        f"<h2>Fees</h2><p>$100 - $150</p></body>"
    )


def test_what_stands_around_it_is_no_part_of_it() -> None:
    assert digest_of(profile()) is not None
    assert digest_of(profile()) == digest_of(profile(advert="<aside><p>Buy a lamp.</p></aside><script>x(1)</script>"))
    assert digest_of(profile()) == digest_of(profile(languages="<dl><dt>Languages</dt><dd>English</dd></dl>"))


def test_where_the_authors_links_lead_to_is_no_part_of_it() -> None:
    words = "I listen to what is there, and to what is not there yet, for as long as it takes."
    page = "<p>{}</p><p>— <a href='/therapist/ada-{}'>Ada Quill</a>, Therapist in Reno, NV</p>"
    url = "https://www.therapyden.com/specialties/emdr"
    assert digest_of(page.format(words, 1), url) == digest_of(page.format(words, 2), url) is not None
    assert digest_of(page.format(words, 1), url) != digest_of(page.format(words[1:], 1), url)


def test_a_changed_word_is() -> None:
    assert digest_of(profile()) != digest_of(profile(about="I listen to what was there."))
    assert digest_of(profile()) != digest_of(profile(languages="<h2>Languages</h2><p>French</p>"))


def test_a_page_that_says_nothing_of_its_own_has_none() -> None:
    links = "".join(f"<p><a href='/therapist/ada-{n}'>Ada {n}</a></p>" for n in range(9))
    assert (
        digest_of(f"<h1>Therapists in Salem</h1>{links}", "https://www.therapyden.com/therapists/us/or/salem") is None
    )
    assert digest_of("") is None
