"""A clock that is wrong by THERAPYINDEX_TEST_SHIFT seconds, for each Python process with this folder on its path."""

import datetime as library
import os
import sys
from typing import Any

import flows.stages.publish  # noqa: F401  # and all that it imports

SHIFT = library.timedelta(seconds=float(os.environ["THERAPYINDEX_TEST_SHIFT"]))


class Shifted(library.datetime):
    """The type under the name that our modules ask for the time."""

    @classmethod
    def now(cls, tz: library.tzinfo | None = None) -> Any:
        """The wrong time."""
        return library.datetime.now(tz) + SHIFT


ASKED = ("flows.publishing.", "flows.stages.", "store.leases", "store.optouts")  # rooms that look at the clock

for name, module in list(sys.modules.items()):
    if name.startswith(ASKED) and hasattr(module, "datetime"):
        setattr(module, "datetime", Shifted)  # noqa: B010  # no module is known to have it
