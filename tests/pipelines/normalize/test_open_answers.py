"""Whether there is a sliding scale, or telehealth: yes, no, or unknown where a page has no answer, or puts it off."""

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


NO_ANSWERS = ("-", "—", "Please ask", "Unknown", "TBD", "Maybe", "Currently full", "N/A", "Not specified")


@pytest.mark.parametrize("field", ["Sliding scale", "Telehealth"])
@pytest.mark.parametrize("shown", [*NO_ANSWERS, "Not applicable", "Prefer not to say", "Paused", "0", ""])
def test_what_is_no_answer(field: str, shown: str) -> None:
    pages = [
        f"<dl><dt>{field}</dt><dd>{shown}</dd></dl>",
        f"<p><b>{field}:</b> {shown}</p>",
        f"<h2>{field}</h2><p>{shown}</p>",
        f"<table><tr><th>{field}</th><td>{shown}</td></tr></table>",
    ]
    found = [cleaned(ABOUT + page) for page in (pages if shown else pages[1:2])]
    assert [(one.sliding_scale, one.telehealth) for one in found] == [(None, None)] * len(found)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        *(
            (shown, True)
            for shown in ("Video", "By request", "Hybrid", "Anywhere in Colorado", "CO, UT", "All of CO", "Statewide")
        ),
        *((shown, False) for shown in ("No", "None", "In person only")),
    ],
)
def test_an_answer_below_telehealth(shown: str, expected: bool) -> None:
    assert cleaned(f"{ABOUT}<dl><dt>Telehealth</dt><dd>{shown}</dd></dl>").telehealth is expected


def test_a_dash_is_the_value_of_its_label() -> None:
    rows = "<dl><dt>Title</dt><dd>—</dd><dt>Practice</dt><dd>-</dd></dl>"
    found = cleaned(f"{ABOUT}<p>Insurance: -</p><p>Aetna</p>{rows}")
    assert (found.insurance, found.title, found.organization) == ([], None, None)
