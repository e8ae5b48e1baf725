"""What a new version must pass before it replaces the live one."""

from pipelines.checks.checks import CHECKS, checked, read_limits
from pipelines.checks.facts import Before, Facts, IndexFacts, LastCrawl, Sample
from pipelines.checks.result import CheckResult

__all__ = [
    "CHECKS",
    "Before",
    "CheckResult",
    "Facts",
    "IndexFacts",
    "LastCrawl",
    "Sample",
    "checked",
    "read_limits",
]
