"""How a visit counts in the summary. Pure but for the summary it is given."""

from crawlers.summary import Summary
from store.pages import PageState, Visit


def count(summary: Summary, known: PageState, visit: Visit, state: PageState) -> None:
    """Counts one visit, from what was known before it and what is known after it."""
    summary.visits += 1
    if visit.outcome == "failed":
        _count_failure(summary, visit.error or "unknown")
        return
    summary.fetched += 1
    summary.gone += state.gone_at is not None and known.gone_at is None
    if visit.outcome == "confirmed":
        summary.confirmed += 1
    elif visit.outcome == "moved":
        summary.redirected += 1
    elif visit.outcome in {"missing", "gone"}:
        summary.missing += 1
    elif visit.outcome == "unkept":
        _count_unkept(summary, visit.error)
    elif known.digest is None:
        summary.new += 1
    elif known.digest == visit.digest:
        summary.unchanged += 1
    else:
        summary.changed += 1


def _count_failure(summary: Summary, error: str) -> None:
    if error == "disallowed":
        summary.disallowed += 1
    elif error == "opted_out":
        summary.opted_out += 1
    else:
        summary.fetched += error.isdecimal() or error == "block_page"  # an answer all the same
        summary.error(error)


def _count_unkept(summary: Summary, error: str | None) -> None:
    if error == "undescribed":
        summary.undescribed += 1
    elif error:
        summary.error(error)
    else:
        summary.unkept += 1
