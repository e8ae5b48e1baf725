"""Publish: the last run -> a new version of the index -> checks -> one atomic swap."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct, field

from flows.progress import Progress, silent
from flows.publishing.candidate import Candidate, build, resume
from flows.publishing.checking import REJECTED, check, known_checks
from flows.publishing.dead_letters import file_of, read_letters
from flows.publishing.desk import Desk
from flows.publishing.history import retire
from flows.publishing.opening import at_the_desk
from flows.publishing.readable import fault_of
from flows.publishing.relevance import DETAIL, relevance_figures
from flows.publishing.swap import swap
from index_config.versions import config_digest
from pipelines.checks import CheckResult, read_limits
from records.errors import TherapyIndexError
from records.optouts import OptOuts
from search.settings import SearchSettings
from search.writer import VersionInfo
from store.optouts import load_optouts
from store.runs import Run, latest_run, open_run
from store.settings import StoreSettings
from store.versions import list_versions, set_version

DATES_LAST = timedelta(days=7)  # a live version older than that gets its dates of seeing refreshed

Outcome = Literal["published", "unchanged", "refused", "checked"]


class Published(Struct, frozen=True, kw_only=True):
    """What a publish came to.

    `unchanged`: the live version already holds these records; `checked`: a dry run. `counts` are the documents sent,
    `dead` how many of them the engine did not take (of the live version, where that is unchanged) and `letters` the
    file in which these stand; `reasons` what the failed checks say.
    """

    outcome: Outcome
    version: str
    run: str
    counts: dict[str, int] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    dead: int = 0
    letters: str | None = None

    @property
    def accepted(self) -> list[str]:
        """What the failed checks say that were accepted."""
        return [result.line for result in self.checks if result.outcome == "accepted"]

    @property
    def lost(self) -> str | None:
        """What is to be said of documents that were not taken."""
        if not self.letters:
            return None
        advice = "" if self.outcome == "checked" else ", then `therapyindex publish --retry-dead`"
        return f"{self.dead:,} documents of version {self.version} were not taken: see {self.letters}{advice}"


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
    WrongUse for an unknown check, TherapyIndexError when there is no run or it is damaged, Busy while another publisher
    is at work, EngineUnavailable. Whatever happens before the swap, the live version stays.
    """
    accept = accept or {}
    known_checks(accept)
    read_limits()
    with at_the_desk(store, search) as desk:
        run = latest_run(store)
        if run is None:
            raise TherapyIndexError("nothing to publish: run `therapyindex normalize` first.")
        info = next((one for one in desk.writer.versions() if one.version == desk.live), None)
        holds = info and _holds(info, run, load_optouts(desk.ledger)) and not (force or dry_run)
        if info and holds and not fault_of(desk.writer, info):
            run.check()  # nothing of it was read
            dead, letters = _lost(desk, info)
            counts = info.meta.counts
            return Published(
                outcome="unchanged", version=info.version, run=run.id, counts=counts, dead=dead, letters=letters
            )
        return _anew(desk, run, dry_run=dry_run, accept=accept, progress=progress)


def retry_dead(
    store: StoreSettings,
    search: SearchSettings,
    *,
    accept: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> Published:
    """Sends the documents of the newest refused version again that the engine did not take, and checks it once more.

    Nothing is added to a live version: where that is the one that lacks documents, a new one is built from the last
    run. Raises TherapyIndexError when none lacks any, else as `publish` does.
    """
    accept = accept or {}
    known_checks(accept)
    read_limits()
    with at_the_desk(store, search) as desk:
        refused = {row.version for row in list_versions(desk.ledger, desk.engine) if row.state == "refused"}
        infos = list(reversed(desk.writer.versions()))
        info = next((one for one in infos if one.version in refused), None)
        run = open_run(store, info.meta.run) if info else None
        if info is None or run is None or not file_of(run, info.version).exists():
            live, last = next((one for one in infos if one.version == desk.live), None), latest_run(store)
            if live and last and _lost(desk, live)[0]:
                return _anew(desk, last, dry_run=False, accept=accept, progress=progress)
            raise TherapyIndexError(
                "neither a refused nor the live version has dead letters: `therapyindex publish` builds a new one."
            )
        if info.meta.config_digest != config_digest():
            raise TherapyIndexError(
                f"version {info.version} was built with another configuration: `therapyindex publish` builds a new one."
            )
        candidate, (_, rejected) = resume(desk, info, run, progress), _rejected(desk, run)
        return _decide(desk, candidate, rejected, dry_run=False, accept=accept, progress=progress)


def _anew(desk: Desk, run: Run, *, dry_run: bool, accept: Mapping[str, str], progress: Progress) -> Published:
    left, rejected = _rejected(desk, run)
    if left and not (dry_run or REJECTED in accept):  # nothing to build for
        return Published(outcome="refused", version=left, run=run.id, checks=[rejected], reasons=[rejected.line])
    candidate = build(desk, run, progress)
    return _decide(desk, candidate, rejected, dry_run=dry_run, accept=accept, progress=progress)


def _decide(
    desk: Desk,
    candidate: Candidate,
    rejected: CheckResult,
    *,
    dry_run: bool,
    accept: Mapping[str, str],
    progress: Progress,
) -> Published:
    relevance = relevance_figures(desk, candidate.version, candidate.run, progress)
    results = [_accepted(result, accept) for result in (rejected, *check(desk, candidate, relevance))]
    reasons = [result.line for result in results if result.outcome == "failed"]
    outcome: Outcome = "refused" if reasons else "published"
    detail = {
        "checks": msgspec.to_builtins(results),
        "reasons": reasons,
        "accepted": {result.check: accept[result.check] for result in results if result.outcome == "accepted"},
        "counts": candidate.sent,
        "dead": sum(candidate.dead.values()),
        DETAIL: msgspec.to_builtins(relevance.now),
    }
    set_version(desk.ledger, desk.engine, candidate.version, detail=detail)
    if dry_run:
        outcome = "checked"
        desk.writer.delete(candidate.version)
        set_version(desk.ledger, desk.engine, candidate.version, state="deleted")
    elif outcome == "refused":
        set_version(desk.ledger, desk.engine, candidate.version, state="refused")
    else:
        swap(desk, candidate.version, "publish")
        retire(desk, candidate.version)
    return Published(
        outcome=outcome,
        version=candidate.version,
        run=candidate.run.id,
        counts=candidate.sent,
        checks=results,
        reasons=reasons,
        dead=(dead := sum(candidate.dead.values())),
        letters=str(file_of(candidate.run, candidate.version)) if dead else None,
    )


def _lost(desk: Desk, info: VersionInfo) -> tuple[int, str | None]:
    """How many documents a version lacks, and the file in which they stand; (0, None) when in none."""
    with suppress(TherapyIndexError):  # its run is gone, and what it lacks with it
        run = open_run(desk.store, info.meta.run)
        dead = sum(1 for _ in read_letters(run, info.version))
        return dead, str(file_of(run, info.version)) if dead else None
    return 0, None


def _holds(info: VersionInfo, run: Run, optouts: OptOuts) -> bool:
    """Whether a version says what the run says, with dates of seeing that are young enough.

    Not one from before an opt-out was taken back: it may lack that person. Nor one that was built by a clock that ran
    ahead: it may lack whoever was too long unseen by that clock.
    """
    age = datetime.now(UTC) - info.meta.built_at
    if info.meta.built_with < optouts.removed:
        return False
    same = (info.meta.run_digest, info.meta.config_digest) == (run.manifest.digest, config_digest())
    return same and age >= timedelta() and not (age > DATES_LAST and info.meta.run != run.id)


def _rejected(desk: Desk, run: Run) -> tuple[str | None, CheckResult]:
    """The version with the same records and configuration that a rollback left behind, and what the check says."""
    rows = list_versions(desk.ledger, desk.engine)
    left = [row for row in rows if row.state == "rejected"]
    alike = [row for row in rows if (row.run_digest, row.config_digest) == (run.manifest.digest, config_digest())]
    newest = max(
        (row for row in alike if row.published_at), key=lambda row: row.published_at or row.built_at, default=None
    )
    # A good one that became live later speaks for them: it was published again with a reason, or gone back to.
    found = newest.version if newest and newest.state == "rejected" else None
    if found:
        reason = (
            f"version {found}, which a rollback left behind, holds the same; to publish it all the same: --accept "
            f'{REJECTED} --why "..."'
        )
        return found, CheckResult(check=REJECTED, outcome="failed", reason=reason)
    if left:
        reason = f"none of {len(left):,} versions that rollbacks left behind holds the same"
        return None, CheckResult(check=REJECTED, outcome="passed", reason=reason)
    return None, CheckResult(check=REJECTED, outcome="not applicable", reason="no rollback has left anything behind")


def _accepted(result: CheckResult, accept: Mapping[str, str]) -> CheckResult:
    if result.outcome == "failed" and result.check in accept:
        return msgspec.structs.replace(result, outcome="accepted")
    return result
