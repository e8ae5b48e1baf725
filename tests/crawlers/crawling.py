"""A crawl: as users run it, in a process of its own, or a fork where nothing but its end is looked at."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tests.crawlers.forks import ROOT, run_forked


class Ended(NamedTuple):
    """What a crawl left behind."""

    code: int
    state: str
    summary: dict[str, Any]
    events: list[dict[str, Any]]
    errors: str


def crawled(data: Path, base_url: str | None, *, env: dict[str, str] | None = None, **order: Any) -> Ended:
    """A crawl from its order to its end; `env` is added to the environment."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "stdin").write_bytes(_order(data, base_url, order))
        code = run_forked(folder, {**os.environ, **(env or {})})
        return _ended(code, (folder / "stdout").read_bytes(), (folder / "stderr").read_bytes())


def start_crawl(data: Path, base_url: str | None, **order: Any) -> "subprocess.Popen[bytes]":
    """A process that has got its order."""
    process = subprocess.Popen(
        [sys.executable, "-m", "crawlers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdin
    process.stdin.write(_order(data, base_url, order))
    process.stdin.close()
    process.stdin = None  # so that communicate() does not close it again
    return process


def ended(process: "subprocess.Popen[bytes]") -> Ended:
    """Waits for the end of a crawl."""
    out, errors = process.communicate(timeout=120)
    return _ended(process.returncode, out, errors)


def _order(data: Path, base_url: str | None, order: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"source": "therapyden", "data": str(data), "base_url": base_url, **order})


def _ended(code: int, out: bytes, errors: bytes) -> Ended:
    events = [msgspec.json.decode(line) for line in out.splitlines()]
    return Ended(code, events[-1]["state"], events[-1]["summary"], events, errors.decode())
