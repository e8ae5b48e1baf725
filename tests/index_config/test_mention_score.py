"""How well mentions are found in sentences as therapists write them, each with what it affirms and what it denies."""

import csv
from collections import Counter
from pathlib import Path

from index_config.taxonomy import load_taxonomy, mentions

SENTENCES = Path(__file__).parent / "fixtures" / "mentions.tsv"
TARGET = 0.98


def sentences() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_precision_and_recall() -> None:
    met: Counter[str] = Counter()
    wrong: list[str] = []
    for row in sentences():
        expected = {(id_, False) for id_ in row["affirmed"].split()} | {(id_, True) for id_ in row["negated"].split()}
        found = {(mention.approach_id, mention.negated) for mention in mentions(row["text"])}
        met.update(right=len(found & expected), found=len(found), expected=len(expected))
        wrong += [row["text"]] * (found != expected)
    precision, recall = met["right"] / met["found"], met["right"] / met["expected"]
    assert precision >= TARGET, wrong
    assert recall >= TARGET, wrong


def test_the_sentences_name_what_the_taxonomy_has() -> None:
    rows = sentences()
    named = {id_ for row in rows for id_ in f"{row['affirmed']} {row['negated']}".split()}
    assert len(rows) >= 150
    assert named <= load_taxonomy().approaches.keys()
