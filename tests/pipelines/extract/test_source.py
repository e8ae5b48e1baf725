"""Emptying what is not read never changes what is read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.blocks import Block, outline_of
from pipelines.extract.charset import as_utf8
from pipelines.extract.source import parsed, source_of

UNREAD = ["svg", "style", "script", "SVG", "Script"]
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
        st.builds(str.format, st.sampled_from(["<div>{}</div>", "<template>{}</template>", "<nav>{}</nav>"]), inner),
        st.builds(whole, st.sampled_from(["svg", "SVG"]), attributes, drawn),
    ),
    max_leaves=12,
)


def read(body: bytes) -> list[Block]:
    return outline_of(source_of(body)).blocks


@given(fragments)
def test_the_same_is_read_with_and_without(html: str) -> None:
    body = html.encode()
    assert read(body) == outline_of(parsed(as_utf8(body, None))).blocks


def test_what_is_not_read_is_emptied_and_json_ld_is_kept() -> None:
    unread = "<style>p {}</style><SVG class='menu'><path/></svg><script>1 < 2</script>"
    jsonld = '<script type="application/ld+json">{"@type": "Person"}</script>'
    assert source_of(f"{unread}{jsonld}<p>Words.</p>".encode()).html.decode() == (
        f"<style></style><SVG class='menu'></svg><script></script>{jsonld}<p>Words.</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Languages</h2><svg viewBox='0 0 1 1'><path d='M0'><span>Spanish</span></svg>",
        "<div><svg><path></div><p>Words.</p></svg>",
        "<script><!-- <script>1</script> --></script><p>Words.</p>",
        "<div><nav><a>Home</a></div><p>Words.</p><script>m.innerHTML='</nav>'</script>",
        "<textarea><style>b{}</style>Words</textarea><svg x=it's><path></svg><p>Words.</p>",
        "<!-- <script> --!><p>Words.</p><script>1</script><p title='<script>'>More.</p> -->",
    ],
)
def test_where_the_end_is_not_sure_the_page_is_read_as_it_came(html: str) -> None:
    assert read(html.encode()) == outline_of(parsed(html.encode())).blocks


@pytest.mark.parametrize(
    "piece",
    [
        "<svg ",
        "<script>",
        "<style '",
        "<style>{}<",
        "<!--",
        "<svg><path><script><style>",
        "<svg>a</svg",
        "<b>a</b>c<img>",
    ],
)
def test_work_grows_with_the_page(piece: str) -> None:
    body = (piece * 60_000).encode()
    start = time.perf_counter()
    read(b"<p>" + body)
    assert time.perf_counter() - start < 5  # half a second on an idle machine; a square would be minutes
