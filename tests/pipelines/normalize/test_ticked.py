"""Names of a list of approaches."""

from index_config.taxonomy import load_taxonomy
from pipelines.normalize.claims import ticked


def test_a_therapy_without_the_word() -> None:
    found = ticked(["Schema", "Imago Relationship", "Kelp Work"], "approaches", load_taxonomy())
    assert [one.approach_id for one in found] == ["schema-therapy", "imago-relationship-therapy", "kelp-work"]


def test_a_label_that_names_another_in_brackets_is_both() -> None:
    found = ticked(["Mindfulness-Based (MBCT)", "Cognitive Behavioral (CBT)"], "approaches", load_taxonomy())
    assert [(one.approach_id, one.text) for one in found] == [
        ("mindfulness-based-therapy", "Mindfulness-Based (MBCT)"),
        ("mindfulness-based-cognitive-therapy", "Mindfulness-Based (MBCT)"),
        ("cognitive-behavioral-therapy", "Cognitive Behavioral (CBT)"),
    ]
