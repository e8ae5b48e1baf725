"""`python -m crawlers`: one order as JSON on stdin, events as JSON lines on stdout, logs on stderr.

Events: `progress` about twice a second, `end` at last. Exit code 0 for a crawl that ended complete or within its
budget, 1 for one that did not, 2 for an order that may not be carried out.
"""

import contextlib
import os
import sys
from typing import Any

import msgspec

from crawlers.order import CrawlOrder
from records.errors import TherapyIndexError, WrongUse


def main() -> int:
    """Runs the crawl and returns the exit code."""
    code, end = _run()
    with contextlib.suppress(BrokenPipeError):
        _emit({"event": "end", **end})
    return code


def _run() -> tuple[int, dict[str, Any]]:
    try:
        order = _order(sys.stdin.buffer.read())
        from crawlers.run import run_crawl
        from store.pages import GOOD_STATES

        outcome = run_crawl(order, lambda summary: _emit(_progress(summary)))
    except TherapyIndexError as error:
        return error.exit_code, {"crawl": None, "state": "failed", "summary": {"reason": str(error)}}
    code = 0 if outcome.state in GOOD_STATES else 1
    return code, {"crawl": outcome.crawl, "state": outcome.state, "summary": outcome.summary.plain()}


def _order(text: bytes) -> CrawlOrder:
    try:
        return msgspec.json.decode(text, type=CrawlOrder)
    except msgspec.DecodeError as error:
        raise WrongUse(f"the order is not one: {error}.") from error


def _progress(summary: Any) -> dict[str, Any]:
    return {
        "event": "progress",
        "found": summary.found,
        "due": summary.due,
        "visits": summary.visits,
        "fetched": summary.fetched,
        "confirmed": summary.confirmed,
        "errors": sum(summary.errors.values()),
    }


def _emit(event: dict[str, Any]) -> None:
    os.write(sys.stdout.fileno(), msgspec.json.encode(event) + b"\n")  # past the buffer: a broken pipe leaves no rest


if __name__ == "__main__":
    sys.exit(main())
