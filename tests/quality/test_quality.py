"""How well pages of websites are understood that the extractor was not written for."""

from datetime import UTC, datetime
from functools import cache

import pytest

from tests.quality.report import LEAST, mistakes, table
from tests.quality.scoring import FIELDS, Scores, score
from tests.quality.site import PEOPLE, QualitySite
from tests.repetitions import NOTHING_LEFT_OUT

FEW = 500


@cache
def scores() -> Scores:
    """All people, or a few of whom there are others every day."""
    if NOTHING_LEFT_OUT:
        return score(QualitySite(1, PEOPLE).cases())
    return score(QualitySite(datetime.now(UTC).toordinal(), FEW).cases())


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_found_and_none_is_invented(field: str) -> None:
    found = scores().fields[field]
    assert found.right + found.missed > 0
    if found.f1 < LEAST:
        pytest.fail("\n".join([table(scores()), *mistakes(scores(), field)]), pytrace=False)
