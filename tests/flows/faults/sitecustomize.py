"""Faults that no page provokes, put into every Python process that has this folder on its path.

A page that holds one of the words below crashes, hangs or breaks the extractor.
"""

import os
import signal
import time
from typing import Any

import pipelines.extract.page as extraction

_read = extraction._read


def _faulty(page: Any) -> Any:
    if b"kill-the-process" in page.body:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"hang-for-ever" in page.body:
        time.sleep(3_600)
    if b"break-the-extractor" in page.body:
        raise LookupError("a fault that was put in")
    return _read(page)


extraction._read = _faulty
