"""Approaches that a profile mixes are the single ones, and words that look like abbreviations are words."""

import pytest

from tests.pipelines.normalize.pages import cleaned

HEAD = "<h1>Ada Quill</h1><h2>About me</h2><p>I work slowly.</p><h2>Languages</h2><p>English</p>"
PAGE = f"{HEAD}<h2>Approaches</h2><p>{{}}</p>"
CBT = "cognitive-behavioral-therapy"


@pytest.mark.parametrize(
    ("shown", "approaches"),
    [
        ("A blend of EMDR and art", ["emdr", "art-therapy"]),
        ("A mix of IFS, EMDR and CBT.", ["internal-family-systems", "emdr", CBT]),
        ("An integration of EMDR and kelp work", ["emdr", "kelp-work"]),
        ("Combination of CBT and DBT", [CBT, "dialectical-behavior-therapy"]),
        ("Mostly EMDR", ["emdr"]),
        ("EMDR and art", ["emdr", "art-therapy"]),
        ("EMDR, ART", ["emdr", "accelerated-resolution-therapy"]),
        ("Art, Act", ["art-therapy", "acceptance-and-commitment-therapy"]),
        ("EMDR and kelp work", ["emdr-and-kelp-work"]),
        ("Acceptance and Commitment Therapy", ["acceptance-and-commitment-therapy"]),
    ],
)
def test_names_of_a_blend(shown: str, approaches: list[str]) -> None:
    found = cleaned(PAGE.format(shown))
    assert [one.approach_id for one in found.claims] == approaches


def test_what_is_shown_stays_beside_what_is_understood() -> None:
    assert cleaned(PAGE.format("A blend of EMDR and kelp work")).raw["approaches"] == "EMDR; kelp work"
