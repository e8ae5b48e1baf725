"""Whether there is a sliding scale: yes, no, or unknown where a page puts the answer off."""

import pytest

from tests.pipelines.normalize.pages import cleaned

ABOUT = "<h1>Ada Quill</h1><h2>About me</h2><p>I work slowly.</p><h2>Languages</h2><p>English</p>"
MARKUPS = [
    "<h2>Fees</h2><p>$150</p><p>Sliding scale: {}</p>",
    "<dl><dt>Fee</dt><dd>$150</dd><dt>Sliding scale</dt><dd>{}</dd></dl>",
    "<table><tr><th>Fee</th><td>$150</td></tr><tr><th>Sliding scale</th><td>{}</td></tr></table>",
]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        *((shown, None) for shown in ("Full at the moment", "Full", "Ask me", "contact me", "waitlist only")),
        *((shown, None) for shown in ("Inquire", "Waitlist", "spots are full", "varies")),
        *((shown, False) for shown in ("No", "none", "not offered", "Not available")),
        *((shown, True) for shown in ("Yes", "offered", "limited spots", "$80-$120", "Available, ask me")),
    ],
)
def test_below_its_label(markup: str, answer: str, expected: bool | None) -> None:
    found = cleaned(ABOUT + markup.format(answer))
    assert (found.sliding_scale, found.fee_min) == (expected, 150)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("I have a sliding scale, but it is full at the moment.", None),
        ("Sliding scale (currently full)", None),
        ("Sliding scale spots are full", None),
        ("Ask me about a sliding scale.", None),
        ("I offer a sliding scale. Contact me for details.", True),
        ("Sliding scale spots available, ask me.", True),
        ("Sliding scale", True),
        ("No sliding scale", False),
    ],
)
def test_without_a_label(line: str, expected: bool | None) -> None:
    assert cleaned(f"{ABOUT}<h2>Good to know</h2><p>{line}</p>").sliding_scale is expected


def test_states_below_telehealth_are_no_doubt_about_it() -> None:
    pages = [f"{ABOUT}<h3>Telehealth</h3><p>{shown}</p>" for shown in ("Oregon, Ohio", "Ask me", "TBD")]
    assert [cleaned(page).telehealth for page in pages] == [True, None, None]
