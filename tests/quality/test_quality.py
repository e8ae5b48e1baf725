"""How well pages of websites are understood that the extractor was not written for."""

from datetime import UTC, datetime
from functools import cache

import pytest

from tests.quality.report import mistakes, table
from tests.quality.scoring import FIELDS, Scores, score
from tests.quality.sites import ROOM, SITES
from tests.repetitions import NOTHING_LEFT_OUT


@cache
def scores(name: str) -> Scores:
    """All people of a site, or a few of whom there are others every day."""
    site = SITES[name]
    if NOTHING_LEFT_OUT:
        return score(site.websites(1, site.people).cases())
    return score(site.websites(datetime.now(UTC).toordinal(), site.few).cases())


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", SITES)
def test_each_field_is_found_and_none_is_invented(name: str, field: str) -> None:
    found = scores(name).fields[field]
    assert found.right + found.missed > 0
    if found.f1 < SITES[name].least - (0 if NOTHING_LEFT_OUT else ROOM):
        pytest.fail("\n".join([table(scores(name), name), *mistakes(scores(name), field)]), pytrace=False)
