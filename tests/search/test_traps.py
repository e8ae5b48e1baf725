"""Texts and questions that once were misread, or cost their square."""

import time
from datetime import UTC, datetime

import pytest

from search.evidence import evidence_of, wanted_of
from search.understanding import understand

SEEN = datetime(2026, 5, 30, tzinfo=UTC).isoformat()


def words(text: str) -> list[dict[str, object]]:
    return [{"field": "about", "approach": None, "claim": None, "text": text, "source_url": None, "last_seen": SEEN}]


@pytest.mark.parametrize("q", ["therapist near me", "emdr near me", "someone near me"])
def test_near_me_is_not_maine(q: str) -> None:
    assert understand(q).values("state") == []


def test_me_behind_a_city_is_maine() -> None:
    assert understand("therapist in Portland, ME").values("state") == ["ME"]


@pytest.mark.parametrize("mark", ["!", "?", "…", ".", "\n", '"'])
def test_a_text_of_marks_costs_no_more_than_its_length(mark: str) -> None:
    start = time.perf_counter()
    evidence_of({"approaches": []}, words("grief " + mark * 50_000 + " grief"), wanted_of([], ["grief"], []))
    assert time.perf_counter() - start < 2


def test_a_denied_name_is_not_marked() -> None:
    text = "I do not offer Eye Movement Desensitization and Reprocessing."
    assert evidence_of({"approaches": []}, words(text), wanted_of([], ["movement"], [])) == []
