"""What own words tell of, and hint at."""

from pipelines.normalize.meaning import meaning_of

LISTED = "EMDR Miami, CBT, DBT, IFS, hypnosis for betting, anxiety, panic attacks, insomnia. Same day visits. Call now!"


def test_a_list_of_words_tells_and_hints_at_nothing() -> None:
    read = meaning_of(LISTED, "emdr")
    assert (read.told, read.hinted) == ([], [])


def test_a_few_names_in_a_sentence_are_told_of() -> None:
    assert meaning_of("I use EMDR and parts work with people who cannot forget.").told == [
        "emdr",
        "internal-family-systems",
    ]
