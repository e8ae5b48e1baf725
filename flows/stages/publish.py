"""Publish: the last run -> a new version of the index -> checks -> one atomic swap."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct, field
from sqlalchemy import Engine

from flows.progress import Progress, silent
from flows.publishing.candidate import Candidate, build
from flows.publishing.checking import check
from flows.publishing.history import reconcile, retire
from flows.publishing.swap import swap
from index_config.versions import config_digest
from pipelines.checks import CheckResult
from records.errors import TherapyIndexError
from search import IndexWriter, open_writer
from search.settings import SearchSettings
from search.writer import VersionInfo
from store.leases import Lease, lease
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.runs import Run, latest_run
from store.settings import StoreSettings
from store.versions import list_versions, set_version

DATES_LAST = timedelta(days=7)  # a live version older than that gets its dates of seeing refreshed

Outcome = Literal["published", "unchanged", "refused", "checked"]


class Published(Struct, frozen=True, kw_only=True):
    """What a publish came to. `unchanged`: the live version already holds these records; `checked`: a dry run."""

    outcome: Outcome
    version: str
    run: str
    counts: dict[str, int] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)
    dead: int = 0

    @property
    def reasons(self) -> list[str]:
        """Why it was refused."""
        return [result.line for result in self.checks if result.outcome == "failed"]


def publish(
    store: StoreSettings,
    search: SearchSettings,
    *,
    dry_run: bool = False,
    force: bool = False,
    accept: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> Published:
    """Builds a new version from the last run and makes it live when its checks pass.

    With `dry_run` it is checked and taken away again. `accept` maps the checks that may fail to the reason why. Raises
    TherapyIndexError when there is no run, Busy while another publisher is at work, EngineUnavailable. Whatever happens
    before the swap, the live version stays.
    """
    ledger = open_ledger(store, create=False)
    run = latest_run(store)
    if run is None:
        raise TherapyIndexError("nothing to publish: run `therapyindex normalize` first.")
    accept = accept or {}
    writer = open_writer(search)
    try:
        with lease(ledger, f"publish-{search.engine}") as held:
            live = reconcile(ledger, writer, search.engine)
            info = next((one for one in writer.versions() if one.version == live), None)
            if not force and not dry_run:
                if info and _holds(info, run):
                    return Published(outcome="unchanged", version=info.version, run=run.id, counts=info.meta.counts)
                if "rejected" not in accept and (found := _rejected(ledger, search.engine, run)):
                    return Published(outcome="refused", version=found[0], run=run.id, checks=[found[1]])
            candidate = build(ledger, writer, search.engine, run, load_optouts(ledger), progress)
            return _decide(ledger, writer, search.engine, candidate, held, dry_run=dry_run, accept=accept)
    finally:
        writer.close()


def _decide(
    ledger: Engine,
    writer: IndexWriter,
    engine: str,
    candidate: Candidate,
    held: Lease,
    *,
    dry_run: bool,
    accept: Mapping[str, str],
) -> Published:
    results = [_accepted(result, accept) for result in check(writer, candidate)]
    outcome: Outcome = "refused" if any(result.outcome == "failed" for result in results) else "published"
    detail = {
        "checks": msgspec.to_builtins(results),
        "reasons": [result.line for result in results if result.outcome == "failed"],
        "accepted": {result.check: accept[result.check] for result in results if result.outcome == "accepted"},
        "counts": candidate.sent,
    }
    if dry_run:
        outcome = "checked"
        writer.delete(candidate.version)
        set_version(ledger, engine, candidate.version, state="deleted", detail=detail | {"dry_run": True})
    elif outcome == "refused":
        set_version(ledger, engine, candidate.version, state="refused", detail=detail)
    else:
        set_version(ledger, engine, candidate.version, detail=detail)
        swap(ledger, writer, engine, candidate, held)
        retire(ledger, writer, engine)
    return Published(
        outcome=outcome,
        version=candidate.version,
        run=candidate.run.id,
        counts=candidate.sent,
        checks=results,
        dead=len(candidate.dead),
    )


def _holds(info: VersionInfo, run: Run) -> bool:
    """Whether a version says what the run says, with dates of seeing that are young enough."""
    same = (info.meta.run_digest, info.meta.config_digest) == (run.manifest.digest, config_digest())
    is_old = datetime.now(UTC) - info.meta.built_at > DATES_LAST
    return same and not (is_old and info.meta.run != run.id)


def _rejected(ledger: Engine, engine: str, run: Run) -> tuple[str, CheckResult] | None:
    """The version with the same records and configuration that a rollback left behind."""
    for row in list_versions(ledger, engine):
        if row.state == "rejected" and (row.run_digest, row.config_digest) == (run.manifest.digest, config_digest()):
            reason = f"a rollback left version {row.version} behind, which held the same records"
            return row.version, CheckResult(check="rejected", outcome="failed", reason=reason)
    return None


def _accepted(result: CheckResult, accept: Mapping[str, str]) -> CheckResult:
    if result.outcome == "failed" and result.check in accept:
        return msgspec.structs.replace(result, outcome="accepted")
    return result
