"""Emptying what is not read never changes what is read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.blocks import Block, html_blocks
from pipelines.extract.charset import as_utf8
from pipelines.extract.source import parsed, source_of

UNREAD = ["svg", "style", "script", "nav", "SVG", "Script", "NAV"]
words = st.text(st.characters(exclude_characters="<>&\0", exclude_categories=["Cs", "Cc"]), max_size=12)
# Places where a start of such an element is none, and those where its end is none either.
ENDS_TOO = ["<!-- {} -->", '<p title="{}">shown</p>', "<p title='{}'>shown</p>"]
STARTS = [
    *ENDS_TOO,
    "<textarea>{}</textarea>",
    "<iframe>{}</iframe>",
    "<!x {}>shown",
]
starts = st.builds(str.format, st.sampled_from(STARTS), st.sampled_from([f"<{name}>" for name in UNREAD]))
ends = st.builds(str.format, st.sampled_from(ENDS_TOO), st.sampled_from([f"</{name}>" for name in UNREAD]))


def whole(kind: str, attributes: str, inside: str) -> str:
    return f"<{kind}{attributes}>{inside}</{kind.swapcase() if len(inside) % 2 else kind}>"


attributes = st.sampled_from(["", " ", ' x="a>b"', " x='() => 5 > 3'", ' x="it\'s" y=1', " x=\"'\" y='\">'", "/"])
drawn = st.lists(
    st.sampled_from(
        ['<path d="M0 0"/>', "<g><text>word</text></g>", "<title>Menu</title>", "<svg></svg>", "<!-- x -->"]
    )
).map("".join)
fragments = st.recursive(
    st.one_of(
        words,
        words.map("<p>{}</p>".format),
        words.map("<div><b>{}</b></div>".format),
        words.map("<h2>{}</h2>".format),
        words.map("<select><option><svg></svg>{}</option></select>".format),
        starts,
        ends,
        st.builds(
            whole,
            st.sampled_from(["style", "Script"]),
            attributes,
            st.sampled_from(["a > b", "if (a < b) {}", "<!-- x", '"<svg>"', "'<nav>'", "<p>not shown</p>"]),
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.builds(str.format, st.sampled_from(["<div>{}</div>", "<template>{}</template>"]), inner),
        st.builds(whole, st.sampled_from(["nav", "NAV"]), attributes, inner),
        st.builds(whole, st.sampled_from(["svg", "SVG"]), attributes, drawn),
    ),
    max_leaves=12,
)


def read(body: bytes) -> list[Block]:
    return html_blocks(source_of(body))


@given(fragments)
def test_the_same_is_read_with_and_without(html: str) -> None:
    body = html.encode()
    assert read(body) == html_blocks(parsed(as_utf8(body, None)))


def test_what_is_not_read_is_emptied_and_json_ld_is_kept() -> None:
    unread = "<style>p {}</style><NAV class='menu'><a href='/'>Home</a></NAV><svg><path/></svg><script>1 < 2</script>"
    jsonld = '<script type="application/ld+json">{"@type": "Person"}</script>'
    assert source_of(f"{unread}{jsonld}<p>Words.</p>".encode()).html.decode() == (
        f"<style></style><NAV class='menu'></NAV><svg></svg><script></script>{jsonld}<p>Words.</p>"
    )


@pytest.mark.parametrize(
    "piece",
    ["<svg ", "<script>", "<nav '", "<style>{}<", "<!--", "<svg><nav><script><style>", "<nav>a</nav", "<b>a</b>c<img>"],
)
def test_work_grows_with_the_page(piece: str) -> None:
    body = (piece * 60_000).encode()
    start = time.perf_counter()
    read(b"<p>" + body)
    assert time.perf_counter() - start < 5  # half a second on an idle machine; a square would be minutes
