"""`python -m tests.crawlers.forks`: crawls as forks of one process; importing Scrapy takes longer than a small crawl.

Tasks as JSON lines on stdin: the environment, the folder of the files stdin, stdout, stderr; exit codes on stdout.
"""

import atexit
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TextIO, cast

from crawlers.__main__ import main

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "crawlers.run",
    "crawlers.download",
    "crawlers.meter",
    "scrapy.core.engine",
    "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.downloadermiddlewares.httpproxy",
    "scrapy.pqueues",
    "scrapy.squeues",
    "sqlalchemy.dialects.sqlite",
    "uvloop",
)
STANDARD = (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY | os.O_CREAT), ("stderr", os.O_WRONLY | os.O_CREAT))


def run_forked(folder: Path, environment: Mapping[str, str]) -> int:
    """Carries out the order that the file stdin of a folder holds, beside which it writes stdout and stderr.

    Returns the exit code; negative for a signal.
    """
    process = _forking()
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(json.dumps({"environment": dict(environment), "folder": str(folder)}) + "\n")
        process.stdin.flush()
        return int(process.stdout.readline())
    except BaseException:  # the test's time is over: the next one does not wait for this crawl
        _forking.cache_clear()
        process.kill()
        raise


@cache
def _forking() -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crawlers.forks"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    atexit.register(process.communicate)  # at the end of its stdin it ends
    return process


def _serve() -> None:
    for module in IMPORTED:
        importlib.import_module(module)
    for line in sys.stdin:
        task = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(task)
            sys.exit(main())
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(task: Mapping[str, Any]) -> None:
    """Makes a fork what a process of its own would be."""
    os.environ.clear()
    os.environ.update(task["environment"])
    for number, (name, flags) in enumerate(STANDARD):
        os.dup2(os.open(Path(task["folder"]) / name, flags, 0o600), number)
    sys.stdin = cast(TextIO, os.fdopen(os.dup(0)))


if __name__ == "__main__":
    _serve()
