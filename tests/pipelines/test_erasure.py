"""A page without somebody: all others are read from it as before, and nothing of the one is left in its source."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_config.folding import fold_letters, folded_words
from index_config.taxonomy import load_taxonomy
from pipelines.erasure import Gone, erased, gone_of_mention, linked, together
from pipelines.extract import extract_page
from pipelines.mention import Mention
from pipelines.normalize import reading_of
from records import Page, PageExtract
from records.optouts import OptOuts, digest_of, url_key
from tests.pipelines.extract.pages import APPROACH_URL, NOON, PROFILE_URL
from tests.pipelines.extract.shapes import approach_pages
from tests.pipelines.extract.shapes.approach_pages import FIRST, LAST, ApproachPage, Pair
from tests.pipelines.extract.shapes.read import cases
from tests.quality.sites import SITES
from tests.repetitions import NOTHING_LEFT_OUT
from therapyindex.sample.site import Site

TWIN = Path(__file__).parents[1] / "fixtures" / "twin-relational-therapy.txt"
HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
HERS = Pair(
    "I think of our hours as a lantern room: whatever is brought in may be looked at there, in its own time, by both.",
    "— Ada Quillhaven, Psychologist in Portland, OR",
)
NAME = "Ada Quillhaven"
Pages = Iterator[tuple[str, Page]]


def page_of(body: str | bytes, content_type: str = HTML, url: str = APPROACH_URL) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(url, 200, {"content-type": content_type}, raw, NOON, "therapyden")


def mentions(page: Page) -> list[Mention]:
    return reading_of(extract_page(page), load_taxonomy()).mentions


def told(extract: PageExtract, without: Mention | None = None) -> list[object]:
    """All that a page says, without one person's statements and what is glued behind author lines."""
    approach, line = extract.approach, without.raw.get("location") if without else None
    said = [
        (one.text, msgspec.structs.replace(one.attribution, rest=""), one.profile_url)
        for one in (approach.statements if approach else [])
        if without is None or one.attribution.raw != line or without.statement not in (None, one.text)
    ]
    return [extract.kind, extract.profile, approach and (approach.slug, approach.name, approach.definition), said]


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold_letters(text))


def check_without(page: Page, one: Mention) -> bool:
    """Erases one person; whether the page could stay. What stays says the same of all others and nothing of them."""
    made = erased(page, gone_of_mention(one))
    if made is None:
        return False
    after = extract_page(made)
    assert told(after) == told(extract_page(page), one)
    source = made.body.decode()
    shown = squeezed(unescape(unescape(re.sub(r"<[^>]*>", " ", source))))
    if one.statement and not any(squeezed(one.statement) in squeezed(m.statement or "") for m in mentions(made)):
        assert squeezed(one.statement) not in shown
    if line := one.raw.get("location"):
        assert squeezed(line) not in shown
    if one.profile_url:
        assert f'{urlsplit(one.profile_url).path}"' not in source
    return True


def may_fail(one: Mention, all_: list[Mention]) -> bool:
    """Where a page cannot stay: others speak of them, or share the link that would be theirs alone then."""
    words = " ".join(folded_words(one.name))
    others = [other for other in all_ if other is not one]
    return any(words in " ".join(folded_words(other.statement or "")) for other in others)


def shapes() -> Pages:
    pages = [(case["case"], msgspec.convert(case, ApproachPage)) for case in cases("page_parts")]
    pages += [
        (case["case"], ApproachPage(pairs=[FIRST, Pair(case["text"], HERS.line), LAST])) for case in cases("statements")
    ]
    for name, shape in pages:
        bodies = approach_pages.in_markups(shape) | approach_pages.flattened(shape)
        bodies.pop("links")  # which all lead to one page
        yield from ((f"{name}, {markup}", page_of(body.text, body.content_type)) for markup, body in bodies.items())


def sample() -> Pages:
    site = Site(1, 60)
    for path in site.urls():
        answer = site.answer(path)
        if "/specialties/" in path and answer.status == 200:
            yield path, page_of(answer.body, answer.content_type, f"https://www.therapyden.com{path}")


def quality() -> Pages:
    for name, site in SITES.items():
        yield from ((f"{name}, {case.template}", case.page) for case in site.websites(1, 60).approach_pages())


@pytest.mark.parametrize(("pages", "every", "share"), [(shapes, 9, 0.98), (sample, 1, 0.98), (quality, 5, 0.95)])
def test_all_others_say_what_they_said(pages: Callable[[], Pages], every: int, share: float) -> None:
    done: list[bool] = []
    for number, (name, page) in enumerate(pages()):
        if number % every and not NOTHING_LEFT_OUT:
            continue
        known = mentions(page)
        for one in known[: None if NOTHING_LEFT_OUT else 2]:
            if may_fail(one, known):
                continue
            try:
                done.append(check_without(page, one))
            except AssertionError as error:
                raise AssertionError(f"{name}: {one.raw.get('location')}") from error
    assert len(done) > 20
    assert sum(done) / len(done) >= share


def test_of_a_saved_text_each_can_be_erased() -> None:
    page = page_of(TWIN.read_bytes(), TEXT)
    known = mentions(page)
    assert len(known) == 14
    assert all(check_without(page, one) for one in known)
    everybody = together(map(gone_of_mention, known[:-1]))
    made = erased(page, everybody)
    assert made is not None
    assert [one.name for one in mentions(made)] == [known[-1].name]


EVERYWHERE = f"""<html><head><title>Relational Therapy</title>
<meta name="description" content="Ada&nbsp;Quillhaven: I think of our hours as a lantern room: whatever is brought...">
<script type="application/ld+json">{{"@type": "Person", "name": "Ada Quillhaven", "telephone": "+1 (503) 555-0142",
 "url": "https:\\/\\/www.therapyden.com\\/therapist\\/ada-quillhaven", "description": {json.dumps(HERS.text)}}}</script>
</head><body><h1>Relational Therapy</h1><p>Relational therapy looks at how people are with one another, in and out.</p>
<h2>Meet the specialists</h2>
<div class="card" data-name="Ada Quillhaven"><a href="/therapist/ada-quillhaven?from=list" title="See Ada Quillhaven">
<img src="/photos/ada-quillhaven.jpg" alt="Photo of Ada Quillhaven"></a>
<p>{HERS.text.replace("hours", "<em>hours</em>").replace(": ", ":&#32;")}</p><p>— Ada&#32;Quillhaven, Psychologist in
 Portland, OR</p><p>Call (503) 555&#45;0142</p></div>
<div class="card"><p>{FIRST.text}</p><p>— <a href="/therapist/ada-quillhaven-marsh">Ada Quillhaven-Marsh</a>, Social
 Worker in Tampa, FL</p></div>
<div class="card"><p>{LAST.text}</p><p>{LAST.line}</p></div>
<!-- Ada Quillhaven, tel. 503.555.0142 --></body></html>"""


def test_wherever_a_source_hides_them() -> None:
    page = page_of(EVERYWHERE)
    [hers] = [one for one in mentions(page) if one.name == NAME]
    gone = together([gone_of_mention(hers), Gone(phones=frozenset(["+15035550142"]))])
    made = erased(page, gone)
    assert made is not None
    source = made.body.decode()
    assert not re.search(r"quillhaven(?!-marsh)|lantern|5550142|555.{1,5}0142", source, re.IGNORECASE)
    marsh, fennimore = mentions(made)
    assert (marsh.name, marsh.profile_url) == ("Ada Quillhaven-Marsh", f"{PROFILE_URL}haven-marsh")
    assert fennimore.name == "Odo Fennimore"
    assert "<!-- erased -->" in source
    assert json.loads(source.partition('ld+json">')[2].partition("</script")[0])["@type"] == "Person"
    assert erased(made, gone) == made


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-8"])
def test_the_charset_stays_right(encoding: str) -> None:
    her_line = "— Renée Quillhaven, Psychologist in Portland, OR"
    shape = ApproachPage(definition="Café tables, naïve questions and a rôle for each: that is how it begins here.")
    shape = msgspec.structs.replace(shape, pairs=[FIRST, Pair(HERS.text, her_line), LAST])
    body = approach_pages.in_markups(shape)["lines"].text
    page = page_of(
        body.encode(encoding, "xmlcharrefreplace"),
        "text/html" if encoding == "utf-16" else f"text/html; charset={encoding}",
    )
    [hers] = [one for one in mentions(page) if "Quillhaven" in one.name]
    assert check_without(page, hers)


def test_who_is_named_in_the_words_of_others_takes_the_page_along() -> None:
    other = Pair(f"I learned it from {NAME}, and I still ask what happens between us, week after week.", FIRST.line)
    body = approach_pages.in_markups(ApproachPage(pairs=[other, HERS, LAST]))["lines"].text
    [hers] = [one for one in mentions(page_of(body)) if one.name == NAME]
    assert erased(page_of(body), gone_of_mention(hers)) is None


def test_links_of_any_page_tell_whose_they_are() -> None:
    url = f"{PROFILE_URL}haven".replace("ada-quillhaven", "ada-quillhaven")
    optouts = OptOuts(secret=b"x", digests=frozenset([digest_of(b"x", url_key(url))]))
    body = (
        '<ul><li><a href="/therapist/ada-quillhaven/"><b>Ada</b> Quillhaven</a><li><a href="/therapist/bo-vance">Bo</a>'
    )
    page = page_of(f"<h1>Therapists</h1>{body}</ul>", url="https://www.therapyden.com/therapists/oregon")
    found = linked(page, optouts)
    assert found.names == {NAME}
    made = erased(page, found)
    assert made is not None
    assert "uillhaven" not in made.body.decode()
    assert "bo-vance" in made.body.decode()
    assert linked(made, optouts) == Gone()


NAMES = st.lists(st.from_regex(r"[A-Z][a-zé'-]{2,9}[a-z]", fullmatch=True), min_size=2, max_size=3, unique=True)
SAID = st.lists(st.from_regex(r"[a-z]{2,9}[,;:&<\"’]?", fullmatch=True), min_size=12, max_size=40)


@settings(max_examples=200 if NOTHING_LEFT_OUT else 20)
@given(NAMES, SAID, st.sampled_from(["lines", "quotes", "table", "terms", "breaks", "text"]))
def test_whoever_it_is_and_whatever_they_say(name: list[str], words: list[str], markup: str) -> None:
    hers = Pair(f"I {' '.join(words)}.", f"— {' '.join(name)}, Psychologist in Portland, OR")
    bodies = approach_pages.in_markups(ApproachPage(pairs=[FIRST, hers, LAST]))
    body = bodies.get(markup) or bodies["lines"]
    page = page_of(body.text, body.content_type)
    found = [one for one in mentions(page) if one.raw.get("location") == hers.line]
    assert all(check_without(page, one) for one in found)
