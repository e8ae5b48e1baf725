"""Approaches are found in running text where they are meant, and only there."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_config.folding import fold
from index_config.taxonomy import load_taxonomy, mentions, phrases

NAMES = [name for approach in load_taxonomy().approaches.values() for name in (approach.name, *approach.synonyms)]
PIECES = [*NAMES, "not", "unlike", "ACT", "MI", ",", ".", "(", "’s"]


def found(text: str, *, query: bool = False) -> dict[str, str]:
    """What is affirmed: approach -> the words that say so."""
    return {mention.approach_id: mention.text for mention in mentions(text, query=query) if not mention.negated}


def negated(text: str) -> set[str]:
    return {mention.approach_id for mention in mentions(text) if mention.negated}


def test_longest_first_at_word_boundaries_in_any_inflection() -> None:
    assert found("I draw on internal family systems and narrative therapies.") == {
        "internal-family-systems": "internal family systems",
        "narrative-therapy": "narrative therapies",
    }
    assert found("EMDRX, preEMDR and emdr's cousin") == {"emdr": "emdr's"}
    assert found("Acceptance & Commitment\nTherapy") == {
        "acceptance-and-commitment-therapy": "Acceptance & Commitment\nTherapy"
    }
    assert found("GESTALT–thérapy") == {"gestalt-therapy": "GESTALT–thérapy"}


def test_a_name_does_not_reach_over_a_full_stop() -> None:
    assert found("Play. Therapy. Schema, therapy") == {}


def test_words_that_only_share_a_stem_are_no_name() -> None:
    assert found("CBT and related approaches") == {"cognitive-behavioral-therapy": "CBT"}
    assert found("relationally focused therapy") == {"relational-therapy": "relationally focused therapy"}


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("I do not practise EMDR.", {"emdr"}),
        (
            "I don’t currently offer EMDR, hypnosis or IFS, but I listen.",
            {"emdr", "hypnotherapy", "internal-family-systems"},
        ),
        ("Unlike CBT, relational therapy asks who we are together.", {"cognitive-behavioral-therapy"}),
        (
            "Rather than EMDR or hypnosis I offer psychodynamic therapy.",
            {"emdr", "hypnotherapy"},
        ),
        ("EMDR is not something I do.", {"emdr"}),
        ("I never use hypnosis. EMDR helps.", {"hypnotherapy"}),
        ("Not only EMDR but also brainspotting.", set()),
        ("If talk has not worked, EMDR may.", set()),
        ("I do not judge; EMDR is gentle.", set()),
        ("There is no doubt EMDR works.", set()),
        ("I don't offer Internal Family Systems (IFS).", {"internal-family-systems"}),
        ("EMDR is not something I offer.", {"emdr"}),
        ("While I am not trained in EMDR, I use IFS.", {"emdr"}),
        ("I no longer practise hypnosis.", {"hypnotherapy"}),
        ("I refer out for EMDR and neurofeedback.", {"emdr", "neurofeedback"}),
        ("For EMDR, I'll gladly refer you to a colleague.", {"emdr"}),
        ("I am not a fan of CBT.", {"cognitive-behavioral-therapy"}),
        ("Instead of EMDR we may use IFS.", {"emdr"}),
        ("Tired of CBT worksheets?", {"cognitive-behavioral-therapy"}),
        ("If you've tried CBT and DBT, let us talk.", {"cognitive-behavioral-therapy", "dialectical-behavior-therapy"}),
        ("I am unable to offer DBT.", {"dialectical-behavior-therapy"}),
        ("Hypnosis? Not my thing.", {"hypnotherapy"}),
        ("I'm not the right person if you are looking for CBT.", {"cognitive-behavioral-therapy"}),
        ("I used to practice hypnotherapy.", {"hypnotherapy"}),
        ("EMDR is currently not available.", {"emdr"}),
        ("Looking for EMDR? I'm not your therapist.", {"emdr"}),
        ("Anxious about EMDR? I'm not surprised.", set()),
        ("I'm not your typical CBT therapist.", set()),
        ("You can't go wrong with IFS.", set()),
        ("I couldn't do this work without DBT.", set()),
        ("No two EMDR sessions are alike.", set()),
        ("Not only CBT.", set()),
        ("I am no stranger to DBT.", set()),
        ("There is nothing like EMDR.", set()),
        ("I can't recommend Hakomi enough.", set()),
        ("I never stop learning about attachment theory.", set()),
        ("No prior knowledge of IFS is needed.", set()),
        ("I'm not opposed to CBT.", set()),
        ("I won't push EMDR on you.", set()),
        ("Without EMDR I would not be here.", set()),
    ],
)
def test_negation(text: str, no: set[str]) -> None:
    assert negated(text) == no
    assert not no & found(text).keys()


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("We use ACT together", True),
        ("We ACT together", False),
        ("how we act together", False),
        ("Acceptance and Commitment Therapy helps you act", False),
        ("my ACT score", False),
    ],
)
def test_capitals_tell_act_from_acting(text: str, yes: bool) -> None:
    assert ("act" in map(str.lower, found(text).values())) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("trained in MI", True),
        ("CBT, MI and DBT", True),
        ("MI techniques", True),
        ("Motivational Interviewing changed my work. MI is kind.", True),
        ("Psychologist in Lansing, MI", False),
        ("I moved from MI to Ohio", False),
        ("mi therapist", False),
    ],
)
def test_context_tells_interviewing_from_michigan(text: str, yes: bool) -> None:
    assert ("motivational-interviewing" in found(text)) is yes


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("rct in oregon", {"relational-therapy"}),
        ("act for anxiety", {"acceptance-and-commitment-therapy", "anxiety"}),
        ("mi", {"motivational-interviewing"}),
        ("mi therapist", {"motivational-interviewing"}),
        ("detroit mi", set()),
        ("how do i act around my new boss at work", set()),
        ("trauma therapy without emdr", {"trauma"}),
        ("psychotherapist", set()),
        ("therapy", set()),
    ],
)
def test_questions_are_written_in_lower_case(text: str, ids: set[str]) -> None:
    assert found(text, query=True).keys() == ids


def test_other_senses_swallow_the_name() -> None:
    assert found("He wrote about the Great Depression and act out scenes.") == {}


def test_phrases_carry_their_weight() -> None:
    (mention,) = phrases("There is a part of me that hides.")
    assert (mention.approach_id, mention.text) == ("internal-family-systems", "a part of me")
    assert 0 < mention.weight < 1
    assert mentions("There is a part of me that hides.") == []


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5))))
def test_any_text_may_be_read(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        for mention in (*mentions(text), *mentions(text, query=True), *phrases(text)):
            assert text[mention.start : mention.end] == mention.text
            assert mention.approach_id in load_taxonomy().approaches
        spans = [(mention.start, mention.end) for mention in mentions(text)]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@given(st.sampled_from([name for name in NAMES if name not in load_taxonomy().ambiguous]))
def test_case_and_accents_do_not_matter_to_names(name: str) -> None:
    plain = name.split("(")[0].strip()
    assert [m.approach_id for m in mentions(plain.upper())] == [m.approach_id for m in mentions(fold(plain))]
