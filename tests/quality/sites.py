"""The sets of websites that are scored, by the names of the command line."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests.quality.heldout import HeldOutSite
from tests.quality.site import QualitySite
from tests.quality.websites import Websites

TARGET = 0.98
"""The F1 that each field is to reach."""

ROOM = 0.1


class ScoredSite(NamedTuple):
    """A set of websites: its heading, where its templates are, and the numbers of people of a whole and a short run.

    `websites` makes them from a seed and a number of people, `least` is the F1 that each field has to keep: in a whole
    run, whose people are always the same. A short one has others every day, and of some fields a few dozen values, of
    which one or two more or less count for hundredths: it has to keep `ROOM` less.
    """

    heading: str
    folder: str
    websites: Callable[[int, int], Websites]
    people: int
    few: int
    least: float


SITES = {
    "first": ScoredSite(
        "First set: the extractor was rewritten with an eye on it",
        "tests/quality/templates",
        QualitySite,
        people=5_000,
        few=500,
        least=TARGET,
    ),
    "second": ScoredSite(
        "Second set: looked at only after the rewriting, then mended for",
        "tests/quality/heldout",
        partial(HeldOutSite, folder="heldout"),
        people=1_500,
        few=300,
        least=TARGET,
    ),
    "third": ScoredSite(
        "Third set: looked at after both, then mended for",
        "tests/quality/fresh",
        partial(HeldOutSite, folder="fresh"),
        people=1_500,
        few=300,
        least=TARGET,
    ),
    "fourth": ScoredSite(
        "Fourth set: looked at after the three others, then mended for",
        "tests/quality/fourth",
        partial(HeldOutSite, folder="fourth"),
        people=1_500,
        few=300,
        least=TARGET,
    ),
    "fifth": ScoredSite(
        "Fifth set: looked at after the four others, then mended for",
        "tests/quality/fifth",
        partial(HeldOutSite, folder="fifth"),
        people=1_500,
        few=300,
        least=0.96,
    ),
    "sixth": ScoredSite(
        "Sixth set: looked at after the five others, then mended for",
        "tests/quality/sixth",
        partial(HeldOutSite, folder="sixth"),
        people=1_500,
        few=300,
        least=0.96,
    ),
    "seventh": ScoredSite(
        "Seventh set: plain pages, looked at last; four things were mended for it",
        "tests/quality/seventh",
        partial(HeldOutSite, folder="seventh"),
        people=1_500,
        few=300,
        least=0.96,
    ),
}
