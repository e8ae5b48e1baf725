"""What somebody tells of another person's therapy, or of what they left, is no claim of their own."""

import pytest

from tests.pipelines.normalize.pages import cleaned

REST = "<h2>Languages</h2><p>English</p><h2>Ages</h2><p>Adults</p>"


def described(about: str) -> set[str]:
    """The approaches that a profile with these words about oneself describes."""
    found = cleaned(f"<h1>Ada Quill</h1><h2>About me</h2><p>{about}</p>{REST}")
    return {one.approach_id for one in found.claims if one.claim == "described"}


@pytest.mark.parametrize(
    "about",
    [
        "My ex-husband was a Gottman fan.",
        "My own therapist used EMDR with me.",
        "My mother did CBT for years.",
        "A friend of mine had EMDR after a crash.",
        "Years ago my therapist tried hypnotherapy.",
        "When my brother went through EMDR I saw it work.",
        "My first therapist was trained in psychoanalysis, and it never suited me.",
        "My therapist at the time used EMDR.",
        "My sister swears by IFS.",
        "Many therapists use CBT.",
        "I have read about Hakomi.",
        "I was trained in psychoanalysis and left it behind.",
        "Clients come after years of psychoanalysis.",
        "Clients often come to me after years of psychoanalysis.",
        "My son is in play therapy.",
        "I was a client of EMDR myself.",
        "I hope to learn EMDR someday.",
    ],
)
def test_anothers(about: str) -> None:
    assert described(about) == set()


@pytest.mark.parametrize(
    ("about", "approaches"),
    [
        ("I was trained by my mentor in EMDR.", {"emdr"}),
        ("My clients find EMDR helpful.", {"emdr"}),
        ("Perhaps you read about it: I use EMDR.", {"emdr"}),
        ("My mother did CBT for years, and now I practice EMDR.", {"emdr"}),
        ("My own therapist used EMDR with me, which is why I trained in EMDR.", {"emdr"}),
        ("My husband and I run a clinic for EMDR.", {"emdr"}),
        ("My mother was a nurse. I use CBT.", {"cognitive-behavioral-therapy"}),
        ("If you hope to learn CBT skills, write to me.", {"cognitive-behavioral-therapy"}),
        ("After years of EMDR with children I opened my own office.", {"emdr"}),
        ("My mentor used EMDR and passed it on to me.", {"emdr"}),
        ("My father died when I was nine, and art therapy is what I now offer.", {"art-therapy"}),
        ("My therapist training was in Gestalt therapy.", {"gestalt-therapy"}),
    ],
)
def test_ones_own(about: str, approaches: set[str]) -> None:
    assert described(about) == approaches
