"""What counts as somebody's own words on a profile: paragraphs, not labels, buttons or quotes of these."""

import pytest

from tests.pipelines.extract.test_profile_wordings import profile, section

FIRST = "I keep a kettle in the room, and we begin when you are ready. There is no hurry in this house."
LONG = f"{FIRST} Rain on the roof is welcome too."
SECOND = "Most people come for a year, and some stay longer."


def page(html: str) -> str | None:
    return profile(f"<h1>Ada Quill</h1>{html}<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>").about


def test_a_label_that_only_sounds_like_an_introduction_is_none() -> None:
    lines = "<p><b>I Welcome:</b> Artists, Night owls<br><b>Hours:</b> late<br><b>Fee:</b> $90<br><b>Ring:</b> yes</p>"
    assert page(lines) is None


def test_a_phone_or_a_button_behind_the_text_is_no_part_of_it() -> None:
    calls = '<div><button>Email me</button><a href="tel:503-555-0142">503-555-0142</a> </div><p>503-555-0142</p>'
    assert page(f"<section><h2>Statement</h2><p>{FIRST}</p><p>{SECOND}</p>{calls}</section>") == f"{FIRST}\n\n{SECOND}"


def test_a_pull_quote_is_no_part_of_the_text() -> None:
    quote = "<aside>“There is no hurry in this house.”</aside>"
    assert page(f"<h2>About</h2><p>{FIRST}</p>{quote}<p>{SECOND}</p>") == f"{FIRST}\n\n{SECOND}"


def test_a_long_name_in_the_heading_of_the_text() -> None:
    name = "Marsh Harbor Couple and Family Counseling"
    sections = "<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Teens</p>"
    words = f"<p>Two chairs and a lamp.</p><h2>In {name}’s own words</h2><p>{FIRST}</p>"
    found = profile(f"<h1>{name}</h1>{words}{sections}", "https://www.therapyden.com/therapist/marsh-harbor")
    assert found.about == FIRST


def test_a_text_without_a_full_stop_is_one_all_the_same() -> None:
    text = "Warm and direct with people who have been tired for a long time"
    assert section("Bio", f"<p>{text}</p>").about is not None


@pytest.mark.parametrize(
    "remark",
    [
        "<p>This profile was written and submitted by the counselor. Example is not liable for it.</p>",
        "<p>Listing last verified in May 2025.</p>",
        "<p>Entry checked by our desk in spring. <a href='/fix?who=ada-quill'>Report a mistake</a></p>",
        "<p>Last updated May 3, 2025.</p>",
        "<p>The information on this page was supplied by the member.</p>",
        "<p><a href='/save/1'>Save</a> | <a href='/flag/1'>Tell us about a mistake</a></p>",
    ],
)
@pytest.mark.parametrize("label", ["<h2>Statement</h2>", "<p>In the doctor’s words (really)</p>"])
def test_what_the_site_says_behind_the_text_is_no_part_of_it(label: str, remark: str) -> None:
    assert page(f"{label}<p>{LONG}</p><p>{SECOND}</p>{remark}") == f"{LONG}\n\n{SECOND}"


@pytest.mark.parametrize(
    "own", ["This page of my life was written late.", "This profile was written by me at the kitchen table."]
)
def test_what_sounds_like_a_remark_may_be_the_owners(own: str) -> None:
    assert page(f"<h2>Statement</h2><p>{FIRST}</p><p>{own}</p>") == f"{FIRST}\n\n{own}"


def test_a_form_about_the_owner_behind_the_text_leads_to_nobody_else() -> None:
    note = "<p>Anything wrong? <a href='/therapist/report?slug=ada-quill'>Tell the desk</a></p>"
    found = page(f"<section><h2>From the counselor</h2><p>{FIRST}</p>{note}</section>")
    assert found is not None
    assert found.startswith(FIRST)


def test_a_line_that_ends_with_a_full_stop_announces_no_fees() -> None:
    assert page(f"<div><p>Per session.</p><button>Book</button><p>{LONG}</p></div>") == LONG


@pytest.mark.parametrize("text", [LONG, "Gently and with humor.", "Slow and steady, a bit like gardening."])
def test_how_somebody_works_is_no_list_of_approaches(text: str) -> None:
    found = section("How I work", f"<p>{text}</p>")
    assert (found.approaches, found.about) == ([], "I work slowly.")


def test_how_somebody_works_is_what_they_say_where_they_say_no_more() -> None:
    assert page(f"<h2>How I work</h2><p>{LONG}</p>") == LONG
    assert page(f"<p>{FIRST} {SECOND}</p><h2>How I work</h2><p>Gently and with humor.</p>") == f"{FIRST} {SECOND}"


def test_sentences_that_begin_like_labels() -> None:
    texts = [
        "I work slowly.",
        "Rates: I believe money talk matters, and I say so.",
        "Location: inside your own story.",
        "Rest.",
    ]
    shown = "".join(f"<p>{text}</p>" for text in texts)
    found = profile(f"<h1>Ada Quill</h1><h2>About me</h2>{shown}<h2>Rates</h2><p>$99</p>")
    assert (found.about, found.fees, found.places) == ("\n\n".join(texts), "$99", [])


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        ("Rates: I charge $120.", "fees", "I charge $120."),
        ("Insurance: I do not take any.", "insurance", []),
        ("Insurance: I take Aetna and Cigna.", "insurance", ["Aetna", "Cigna"]),
        ("Location: My office is at 12 Elm Street, Salem, OR.", "places", [("Salem", "OR", None)]),
    ],
)
def test_labels_with_sentences_that_tell_their_field(line: str, field: str, expected: object) -> None:
    found = profile(f"<h1>Ada Quill</h1><h2>About me</h2><p>I work slowly.</p><p>{line}</p><h2>Ages</h2><p>Adults</p>")
    assert (found.about, getattr(found, field)) == ("I work slowly.", expected)


@pytest.mark.parametrize("label", ["<h2>About me</h2>", ""])
def test_a_link_to_more_is_no_part_of_a_text(label: str) -> None:
    shown = (
        "<p>I like rivers, and so I walk. <a href='/more'>Read more</a></p><p>I read <a href='/b'>books</a> of old.</p>"
    )
    found = profile(f"<h1>Ada Quill</h1>{label}{shown}<h2>Ages</h2><p>Adults</p><h2>Fee</h2><p>$90</p>")
    assert found.about == "I like rivers, and so I walk.\n\nI read books of old."
