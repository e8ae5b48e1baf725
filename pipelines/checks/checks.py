"""All checks by name; each is a pure function from the facts to its results."""

from collections.abc import Callable, Iterable

from pipelines.checks.clean import duplicates, quarantine_share
from pipelines.checks.counts import empty, page_counts, shown_counts, source_counts, total_counts
from pipelines.checks.crawls import crawl_states
from pipelines.checks.delivery import dead_letters, documents, read_back, records
from pipelines.checks.facts import Facts
from pipelines.checks.fields import fill_rates
from pipelines.checks.gone import gone_share
from pipelines.checks.limits import Limits, load_limits
from pipelines.checks.relevance import probes, relevance_limits, relevance_set
from pipelines.checks.result import CheckResult

Check = Callable[[Facts, Limits], Iterable[CheckResult]]

CHECKS: dict[str, Check] = {
    "empty": empty,
    "crawl-states": crawl_states,
    "source-counts": source_counts,
    "total-counts": total_counts,
    "shown-counts": shown_counts,
    "page-counts": page_counts,
    "gone-share": gone_share,
    "fill-rates": fill_rates,
    "quarantine-share": quarantine_share,
    "duplicates": duplicates,
    "records": records,
    "documents": documents,
    "dead-letters": dead_letters,
    "read-back": read_back,
    "relevance-set": relevance_set,
    "probes": probes,
}


def read_limits() -> None:
    """Reads all limits, that nothing is built to find them broken. Raises TherapyIndexError that says where."""
    load_limits()
    relevance_limits()


def checked(facts: Facts) -> list[CheckResult]:
    """What every check says of a candidate."""
    limits = load_limits()
    return [result for check in CHECKS.values() for result in check(facts, limits)]
