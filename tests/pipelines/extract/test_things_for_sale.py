"""A fee is the price of a session: what a page sells besides has prices of its own."""

import pytest

from tests.pipelines.extract.test_profile_wordings import ABOUT, profile

LANGUAGES = "<h2>Languages</h2><p>English</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Mug</h3><p>$19</p>",
        "<h3>Gift card</h3><p>$50</p>",
        "<p><b>Workbook</b><br>$24</p>",
        "<div><div>Workbook</div><div>$24</div></div>",
        "<dl><dt>Mug</dt><dd>$19</dd></dl>",
        "<table><tr><td>Mug</td><td>$19</td></tr><tr><td>Workbook</td><td>$24</td></tr></table>",
        "<h3>Shop</h3><ul><li>Workbook $24</li><li>Mug $19</li></ul>",
        "<h3>My book</h3><p>$14.99</p>",
        "<h3>Evening talk</h3><p>$12 at the door</p>",
        "<h3>Saturday walk</h3><p>$25</p>",
    ],
)
def test_the_price_of_a_thing_is_no_fee(html: str) -> None:
    assert profile(f"<h1>Ada Quill</h1>{ABOUT}{LANGUAGES}{html}").fees is None


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Individual therapy</h3><p>$150</p>",
        "<h3>Couples</h3><p>$150</p>",
        "<h3>50 minutes</h3><p>$150</p>",
        "<h3>What it costs to work with me</h3><p>$150</p>",
        "<div><div>Hourly</div><div>$150</div></div>",
        "<dl><dt>Psychotherapy</dt><dd>$150</dd></dl>",
        "<table><tr><td>Individual</td><td>$150</td></tr><tr><td>Mug</td><td>$19</td></tr></table>",
    ],
)
def test_the_price_of_sessions_is(html: str) -> None:
    assert profile(f"<h1>Ada Quill</h1>{ABOUT}{LANGUAGES}{html}").fees == "$150"
