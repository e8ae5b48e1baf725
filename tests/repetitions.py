"""How much of what takes long is run: all of it with CI=true, else each fault once, other cases every day."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

import pytest

NOTHING_LEFT_OUT = os.environ.get("CI") == "true"

_T = TypeVar("_T")


def each(cases: Sequence[_T], *, later: int = 0) -> Sequence[_T]:
    """All cases of a test that takes half a minute, or the one whose day it is; `later` by so many days."""
    return cases if NOTHING_LEFT_OUT else [cases[(datetime.now(UTC).toordinal() - later) % len(cases)]]


def some(cases: Sequence[_T], every: int) -> Sequence[_T]:
    """All cases of a test of which there are thousands, or every so many of them."""
    return cases if NOTHING_LEFT_OUT else cases[datetime.now(UTC).toordinal() % every :: every]


def left_to_ci(why: str) -> pytest.MarkDecorator:
    """Leaves a slow test out of a plain run."""
    return pytest.mark.skipif(not NOTHING_LEFT_OUT, reason=f"{why}: run with CI=true")
