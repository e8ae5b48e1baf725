"""Waiting for what comes to be after a moment."""

import time
from collections.abc import Callable


def eventually(is_so: Callable[[], bool], patience: float = 5.0) -> bool:
    """Whether something comes to be within `patience` (seconds)."""
    deadline = time.monotonic() + patience
    while not (found := is_so()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found
