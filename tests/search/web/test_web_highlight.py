"""Highlights: nothing but <mark> is markup, nothing but the spans is marked."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.web.highlight import mark

SPANS = st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=6)
TEXT = st.text(alphabet=st.sampled_from("ab<>&\"'\U0001f600é "), max_size=30)


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("a relational home", [(2, 12)], "a <mark>relational</mark> home"),
        ("😀 home", [(2, 6)], "😀 <mark>home</mark>"),
        ("<b>home</b>", [(3, 7)], "&lt;b&gt;<mark>home</mark>&lt;/b&gt;"),
        ("home", [(0, 3), (2, 99)], "<mark>hom</mark><mark>e</mark>"),
        ("home", [], "home"),
    ],
)
def test_spans_are_marked(text: str, spans: list[tuple[int, int]], html: str) -> None:
    assert mark(text, spans) == html


@given(TEXT, SPANS)
def test_the_text_is_whole_and_only_its_spans_are_marked(text: str, spans: list[tuple[int, int]]) -> None:
    html = str(mark(text, spans))
    assert unescape(re.sub("</?mark>", "", html)) == text
    marked = "".join(unescape(part) for part in re.findall("<mark>(.*?)</mark>", html))
    assert marked == "".join(
        char for at, char in enumerate(text) if any(max(start, 0) <= at < end for start, end in spans)
    )
