"""Labels in the middle of a text, before a colon, with an answer beside them, and over groups of people."""

import pytest

from records import ProfileExtract
from tests.pipelines.extract.test_profile_wordings import ABOUT, profile, section


def lines(*texts: str) -> ProfileExtract:
    """A profile that tells all in lines with labels of their own."""
    shown = "<br>".join(texts)
    return profile(f"<h1>Ada Quill</h1>{ABOUT}<p><b>Fee:</b> $90<br><b>Ring:</b> 503-555-0142<br>{shown}</p>")


def test_labels_that_run_in() -> None:
    found = profile(
        f"<h1>Ada Quill</h1>{ABOUT}<p><b>Whom Ada sees:</b> teens and adults. <b>Knows well:</b> Sailors and Artists.</p>"
        "<p><b>What people bring:</b> Grief, Tuesdays, and Stress.</p><p><b>How Ada works:</b> EMDR and Kelp Work.</p>"
    )
    assert found.ages == ["teens", "adults"]
    assert found.issues == ["Grief", "Tuesdays", "Stress"]
    assert found.approaches == ["EMDR", "Kelp Work"]


def test_a_label_behind_a_value_is_read_too() -> None:
    assert lines("<b>Sees:</b> teens. <b>Speaks:</b> Polish.").languages == ["Polish"]


def test_values_tell_what_a_label_before_a_colon_is() -> None:
    found = lines("<b>House tongues:</b> Polish, French", "<b>Dear to me:</b> Veterans, Grief", "<b>Sees:</b> teens")
    assert found.languages == ["Polish", "French"]
    assert found.issues == []


@pytest.mark.parametrize("answer", ["yes", "no"])
@pytest.mark.parametrize("label", ["Video", "Meetings by video", "Remote treatment", "Meets online", "Webcam sessions"])
def test_an_answer_behind_a_label_that_speaks_of_video(label: str, answer: str) -> None:
    rows = f"<dl><dt>{label}</dt><dd>{answer}</dd><dt>Languages</dt><dd>Polish</dd></dl>"
    assert profile(f"<h1>Ada Quill</h1>{ABOUT}{rows}").telehealth == answer


def test_a_line_that_ends_with_a_colon_is_a_label() -> None:
    payers = "<div><div>Who settles the bill:</div><div><a href='/p/1'>Aetna</a></div><div><a href='/p/2'>Cigna</a></div></div>"
    assert section("Money", f"<p>late</p>{payers}").insurance == ["Aetna", "Cigna"]


def test_groups_of_people_are_no_ages() -> None:
    found = lines("<b>Populations:</b> Veterans; People of color", "<b>Life stages:</b> Teens; Adults")
    assert found.ages == ["Teens", "Adults"]


def test_groups_of_people_are_no_issues() -> None:
    rows = "<dl><dt>Difficulties treated</dt><dd>Grief</dd><dt>Experience with</dt><dd>Veterans</dd><dd>Blended families</dd></dl>"
    assert section("Scope", rows).issues == ["Grief"]
    assert section("Experience with", "<p>Veterans, Grief</p>").issues == ["Veterans", "Grief"]


@pytest.mark.parametrize(
    ("label", "text", "field", "values"),
    [
        ("Insurance check", "Search your plan: Aetna, Cigna and 20 more.", "insurance", []),
        ("Conditions", "Divorce, Anxiety, +4 more", "issues", ["Divorce", "Anxiety"]),
        ("Conditions", "Divorce, Anxiety and 4 others", "issues", ["Divorce", "Anxiety"]),
    ],
)
def test_what_a_site_adds_to_a_list_is_no_value(label: str, text: str, field: str, values: list[str]) -> None:
    assert getattr(section(label, f"<p>{text}</p>"), field) == values


def test_where_somebody_works_is_no_language() -> None:
    assert lines("<b>Sees:</b> teens", "<b>Works in:</b> Portland, ME").languages == []


@pytest.mark.parametrize("before", ["", "<h2>Ages</h2><p>Adults</p>"])
def test_sections_that_only_their_attribute_names(before: str) -> None:
    ways = "<section aria-label='Modalities'><ul><li>Drama Therapy</li></ul></section>"
    found = profile(f"<h1>Ada Quill</h1>{before}{ways}<section aria-label='Languages'><p>English</p></section>")
    assert (found.approaches, found.languages) == (["Drama Therapy"], ["English"])
    shown = "<section aria-label='Languages'><h2>Modalities</h2><p>Drama Therapy</p></section>"
    assert profile(f"<h1>Ada Quill</h1>{ABOUT}{before}{shown}<h2>Fee</h2><p>$90</p>").approaches == ["Drama Therapy"]
