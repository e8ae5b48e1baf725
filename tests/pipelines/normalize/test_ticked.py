"""Names of a list of approaches."""

from index_config.taxonomy import load_taxonomy
from pipelines.normalize.claims import ticked


def test_a_therapy_without_the_word() -> None:
    found = ticked(["Schema", "Imago Relationship", "Kelp Work"], "approaches", load_taxonomy())
    assert [one.approach_id for one in found] == ["schema-therapy", "imago-relationship-therapy", "kelp-work"]
