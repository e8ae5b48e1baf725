"""How well mentions are found in sentences as therapists write them, each with what it affirms and what it denies."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from index_config.taxonomy import load_taxonomy, mentions

FIXTURES = Path(__file__).parent / "fixtures"
# Sets and what precision and recall must be at least. The second was written to lead the matcher astray.
TARGETS = {"mentions.tsv": 0.98, "mentions_odd.tsv": 0.96}


def sentences(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", TARGETS)
def test_precision_and_recall(name: str) -> None:
    met: Counter[str] = Counter()
    wrong: list[str] = []
    for row in sentences(name):
        expected = {(id_, False) for id_ in row["affirmed"].split()} | {(id_, True) for id_ in row["negated"].split()}
        found = {(mention.approach_id, mention.negated) for mention in mentions(row["text"])}
        if name == "mentions_odd.tsv":  # issues are plain words too ("I sleep well"), and make no claims
            expected, found = only_approaches(expected), only_approaches(found)
        met.update(right=len(found & expected), found=len(found), expected=len(expected))
        wrong += [row["text"]] * (found != expected)
    precision, recall = met["right"] / met["found"], met["right"] / met["expected"]
    assert precision >= TARGETS[name], wrong
    assert recall >= TARGETS[name], wrong


def only_approaches(found: set[tuple[str, bool]]) -> set[tuple[str, bool]]:
    return {one for one in found if load_taxonomy().approaches[one[0]].kind == "approach"}


def test_the_sentences_name_what_the_taxonomy_has() -> None:
    rows = [row for name in TARGETS for row in sentences(name)]
    named = {id_ for row in rows for id_ in f"{row['affirmed']} {row['negated']}".split()}
    assert len(rows) >= 150
    assert named <= load_taxonomy().approaches.keys()
