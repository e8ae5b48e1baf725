"""Any bytes: never an exception, never for ever, always a reason."""

import json
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipelines.extract.pages import APPROACH_URL, PROFILE_URL, extracted
from tests.repetitions import each

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


def many(part: str, size: int = 2_000_000) -> bytes:
    raw = part.encode()
    return raw * (size // len(raw))


PROFILE = b"<h1>Ada Quill</h1><h2>Issues</h2><p>Grief</p><h2>Languages</h2><p>English</p>"
SCRIPT = b'<script type="application/ld+json">'
PERSON = '<div itemscope itemtype="https://schema.org/Person">'
LINE = "— Ada Quill, Therapist in Reno, NV"

NASTY: dict[str, Callable[[], bytes]] = {
    "a word": lambda: b"<p>" + many("x"),
    "words": lambda: b"<p>" + many("word "),
    "brackets": lambda: many("<"),
    "shown brackets": lambda: b"<p>" + many("&lt;"),
    "shown tags": lambda: b"<p>" + many("&lt;b&gt;"),
    "links without an end": lambda: many("<a "),
    "quotation marks": lambda: many('"'),
    "apostrophes": lambda: many("'"),
    "dashes": lambda: many("—\n"),
    "lines of dashes": lambda: many("<p>— a</p>"),
    "commas": lambda: "<p>— ".encode() + many(","),
    "titles": lambda: "<p>— Ada Quill".encode() + many(", Therapist"),
    "lines of titles": lambda: many("<p>— Ada Quill" + ", Therapist" * 30 + "</p>"),
    "authors": lambda: many(f"{LINE}\n"),
    "statements": lambda: many(f"<p>I watch what happens between us, and say so.</p><p>{LINE}</p>"),
    "authors inside": lambda: many(f"<blockquote><footer>{LINE}</footer></blockquote>"),
    "names and titles": lambda: many("<p>Ada Quill</p><p>Psychologist</p>"),
    "titles around a text": lambda: many("<div><p>Psychologist</p>" * 400 + "<p>I watch.</p><p>Ada</p></div>" * 400),
    "links around an author": lambda: many("<div><a href=/p/1>View profile</a><br>" * 400 + f"<p>{LINE}</p>" + "</div>" * 400),
    "cites": lambda: many("<p>I watch what happens between us, and say so. <cite>Ada Quill, Therapist</cite></p>"),
    "profile links": lambda: many("<a href='/therapist/x'>View profile</a>") + f"<p>I watch and say so.</p><p>{LINE}</p>".encode(),
    "calls": lambda: b"<p>" + many("Contact therapyden ") + f"</p><p>{LINE}</p>".encode(),
    "paragraphs": lambda: b"<h1>Ada</h1><h2>About</h2>" + many("<p>I listen, slowly.</p>"),
    "spans": lambda: many("<span>a</span>"),
    "spans in a span": lambda: b"<p><span>" + many("<i>a</i>"),
    "words and spans": lambda: b"<p>" + many("a <i>b</i>"),
    "spans in spans in spans": lambda: many("<p>" + "<span>" * 90 + "<i>a</i><i>b</i>" + "</span>" * 90 + "</p>"),
    "questions and answers": lambda: many("<h3>Does it cost much?</h3><p>Less than a car and more than a book does.</p>"),
    "headings and panels": lambda: many("<h3>Ada Quill</h3><div><p>Psychologist</p><p>I watch what happens between us, and say so.</p></div>"),
    "quotations below colons": lambda: many("<p>Ada Quill, Psychologist:</p><blockquote><p>I watch what happens between us, and say so.</p></blockquote>"),
    "a long quotation below a colon": lambda: b"<p>Ada Quill, Psychologist:</p><blockquote>" + many("<p>I watch what happens between us, and say so.</p>"),
    "buttons of authors": lambda: many("<div><button>Ada Quill</button><p>Psychologist</p></div>"),
    "deep": lambda: many("<div>"),
    "nearly too deep": lambda: many("<b>" * 400 + "x" + "</b>" * 400),
    "attributes": lambda: b"<p %b>" % b" ".join(b"a%d=1" % number for number in range(500_000)),
    "json brackets": lambda: PROFILE + SCRIPT + many("[") + b"</script>",
    "json objects": lambda: PROFILE + SCRIPT + many('{"a":') + b"</script>",
    "json quotation marks": lambda: PROFILE + SCRIPT + many('"') + b"</script>",
    "json escapes": lambda: PROFILE + SCRIPT + many('\\"') + b"</script>",
    "json values": lambda: PROFILE + SCRIPT + many("{} ") + b"</script>",
    "json people": lambda: PROFILE + SCRIPT + b"[" + many('{"@type":"Person","name":"Ada"},') + b"{}]</script>",
    "scripts": lambda: PROFILE + many('<script type="application/ld+json">{</script>'),
    "script names": lambda: PROFILE + many("ld+json "),
    "items": lambda: PROFILE + many("<div itemscope itemprop=x>" * 100 + "</div>" * 100),
    "people": lambda: PROFILE + many(f"{PERSON}<b itemprop=name>Ada Quill</b></div>"),
    "properties": lambda: PROFILE + PERSON.encode() + many("<b itemprop=name>Ada Quill</b>"),
    "properties in properties": lambda: PROFILE + PERSON.encode() + many("<i itemprop=a>" * 90 + "x" * 9_000 + "</i>" * 90),
    "names of a property": lambda: PROFILE + PERSON.encode() + many(f'<p itemprop="{"a " * 500}">{"x" * 2_000}</p>'),
    "headings": lambda: many("<h1>Ada Quill</h1>"),
    "a long heading": lambda: b"<h1>" + many("(a) ") + b"</h1>" + PROFILE,
    "labels": lambda: many("<p>Languages: English</p>"),
    "a long list": lambda: PROFILE + b"<h2>Insurance</h2><p>" + many("Aetna, "),
    "a long website": lambda: PROFILE + b"<h2>Website</h2><p>" + many("x"),
    "websites": lambda: PROFILE + b"<h2>Website</h2><p>Go</p>" + many("<a href=https://x.y>Go</a> "),
    "websites in a comment": lambda: PROFILE + b"<h2>Website</h2><p>Go</p><!--" + many("<a href=https://x.y "),
    "heads of tables": lambda: PROFILE + b"<table>" + many("<tr><th>Plan</th><th>Accepted</th></tr>"),
    "heads of places": lambda: PROFILE + b"<table>" + many("<tr><th>City</th><th>State</th></tr>"),
    "labels of places": lambda: PROFILE + many("<dt>City</dt><dd>Reno</dd><dt>State</dt>"),
    "contact lines": lambda: PROFILE + many("<p>Ada Quill. Reno, NV 89501. 775-555-0142.</p>"),
    "labels in a line": lambda: PROFILE + b"<p>" + many("Sees: teens. Speaks: Polish. "),
    "labels in lines": lambda: PROFILE + many("<p>Sees: teens. Speaks: Polish. Fee: $90.</p>"),
    "buttons": lambda: PROFILE + b"<h2>Approaches</h2>" + many("<button>EMDR</button>"),
    "answers": lambda: PROFILE + many("<h3>Video</h3><p>Yes</p>"),
    "sentences": lambda: PROFILE + b"<p>" + many("Sessions are held in Polish. Online is fine. "),
    "calls to call": lambda: PROFILE + b"<p>" + many("To schedule with Ada, call 775-555-0142 "),
    "phones": lambda: PROFILE + b"<p>" + many("775-555-0142 "),
    "mails": lambda: many("<p>a@therapyden.com</p>"),
    "broken charset": lambda: many("Ã©") + b"\xe2",
    "cut letter": lambda: b"<p>" + many("\u202e") + b"\xe2",
    "comments": lambda: many("<!--"),
    "menus": lambda: many("<nav>"),
    "binary": lambda: bytes(range(1, 256)) * 19_000,
}  # fmt: skip


FLAT = ["a word", "brackets", "dashes", "commas", "titles", "authors", "calls", "mails", "broken charset"]


@pytest.mark.timeout(20)  # the aim is 2 s for 5 MB on an idle machine
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, name)
        for number, name in enumerate(NASTY)
        for kind in each(["approach", "profile", *["text"] * (name in FLAT)], later=number)
    ],
)
def test_megabytes_end_in_time(kind: str, name: str) -> None:
    sent = {"content_type": "text/plain"} if kind == "text" else {}
    found = extracted(NASTY[name](), PROFILE_URL if kind == "profile" else APPROACH_URL, **sent)
    assert all(one.code != "extractor-error" for one in found.problems)


WHOLE = f"""<html><head><title>Ada</title><script type="application/ld+json">{{"@type": "Person", "name": "Ada Quill",
"description": "I “work” slowly."}}</script><link rel=canonical href='/therapist/ada'></head><body>{PERSON}
<h1 itemprop="name">Ada Quill é</h1><meta itemprop="telephone" content="(503) 555-0142"></div><h2>Languages</h2><p>English</p>
<blockquote><p>I watch what happens between us, and say so — gently.</p><cite>— <a href="/therapist/ada">Ada Quill</a>,
Therapist in Reno, NV</cite></blockquote></body></html>""".encode()


@pytest.mark.parametrize("url", [APPROACH_URL, PROFILE_URL])
def test_a_page_cut_anywhere(url: str) -> None:
    for end in range(len(WHOLE)):
        assert all(one.code != "extractor-error" for one in extracted(WHOLE[:end], url).problems)


LABELS = ["Languages", "Fees", "Insurance", "Phone", "Website", "About me", "Location", "Ages"]
labels = st.sampled_from(LABELS)
values = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["&lt;script&gt;x&lt;/script&gt;", "=1+1", "@SUM(A1)", "<b>x</b>", "\x07\u202e", "<<b>i>", "\ud800"]
    ),
)


@given(st.lists(st.tuples(labels, values), min_size=2, max_size=8), values, st.sampled_from(["p", "dl", "h2", "table"]))
def test_no_field_has_markup_controls_or_a_label_in_it(pairs: list[tuple[str, str]], told: str, markup: str) -> None:
    shapes = {
        "p": "<p>{}: {}</p>",
        "dl": "<dl><dt>{}</dt><dd>{}</dd></dl>",
        "h2": "<h2>{}</h2><p>{}</p>",
        "table": "<table><tr><th>{}</th><td>{}</td></tr></table>",
    }
    script = json.dumps({"@type": "Person", "name": "Ada Quill", "jobTitle": told, "description": told})
    rows = "".join(shapes[markup].format(label, value) for label, value in pairs)
    html = f'<script type="application/ld+json">{script}</script><h1>Ada Quill</h1>{rows}'
    found = extracted(html.encode(errors="replace"))
    assert all(one.code != "extractor-error" for one in found.problems)
    if found.profile is None:
        return
    profile = found.profile
    lists = (profile.languages, profile.insurance, profile.ages, profile.credentials)
    lines = [
        profile.name,
        profile.title,
        profile.fees,
        profile.phone,
        profile.website,
        *(one for shown in lists for one in shown),
    ]
    for text in [*filter(None, lines), *(profile.about or "").split("\n\n")]:
        assert not re.search(r"<[a-zA-Z/!?]", text)
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in text)
        assert not re.match(rf"(?:{'|'.join(LABELS)}):", text)
    assert not any(text[:1] in "=@" for text in filter(None, lines))


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
