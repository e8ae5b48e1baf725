"""A crawl as users run it: a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

ROOT = Path(__file__).parents[2]


class Ended(NamedTuple):
    """What a crawl left behind."""

    code: int
    state: str
    summary: dict[str, Any]
    events: list[dict[str, Any]]
    errors: str


def start_crawl(
    data: Path, base_url: str | None, *, env: dict[str, str] | None = None, **order: Any
) -> "subprocess.Popen[bytes]":
    """A crawl that has got its order; `env` is added to the environment."""
    process = subprocess.Popen(
        [sys.executable, "-m", "crawlers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
    )
    assert process.stdin
    process.stdin.write(msgspec.json.encode({"source": "therapyden", "data": str(data), "base_url": base_url, **order}))
    process.stdin.close()
    process.stdin = None  # so that communicate() does not close it again
    return process


def ended(process: "subprocess.Popen[bytes]") -> Ended:
    """Waits for the end of a crawl."""
    out, errors = process.communicate(timeout=120)
    events = [msgspec.json.decode(line) for line in out.splitlines()]
    return Ended(process.returncode, events[-1]["state"], events[-1]["summary"], events, errors.decode())
