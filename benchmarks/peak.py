"""The peak of this process's memory, in MB, as Linux tells it."""

import re
import resource
import sys
from pathlib import Path
from threading import Event, Thread
from typing import Self

_STATUS = Path("/proc/self/status")
_PAUSE = 0.02  # seconds between two looks
_UNITS_IN_A_MB = 1 << 20 if sys.platform == "darwin" else 1 << 10  # of ru_maxrss


def peak_mb() -> float:
    """Of the resident set. Not by ru_maxrss, which may count the size of the process that started this one."""
    return _told("VmHWM") if _STATUS.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS_IN_A_MB


def own_mb() -> float:
    """What is this process's own now: without the pages of files that are mapped."""
    return _told("RssAnon") if _STATUS.exists() else peak_mb()


class OwnPeak:
    """The peak, while a block runs, of what is this process's own: without the pages of files that are mapped.

    Linux keeps no such peak, so it is looked at; elsewhere it is that of the resident set.
    """

    def __init__(self) -> None:
        self.mb = 0.0
        self._ended = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        """Begins to look."""
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ends looking."""
        self._ended.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE):
            self.mb = max(self.mb, own_mb())


def _told(name: str) -> float:
    found = re.search(rf"^{name}:\s*(\d+) kB$", _STATUS.read_text(), re.MULTILINE)
    if not found:
        raise RuntimeError(f"{_STATUS} tells no {name}")
    return int(found[1]) / 1024
