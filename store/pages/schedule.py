"""When a page is visited again: intervals in nights, from what each visit found. Pure."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from store.archive import Location

LONGEST = 30  # nights between two visits
GONE_AFTER = 2  # nights without the page
ENOUGH = 2  # visits of one night that show nothing new

LATER = 100
"""What each visit of a night adds to a page's rank: every page comes once before any comes again."""

Outcome = Literal["kept", "confirmed", "unkept", "moved", "missing", "gone", "failed"]


class Visit(Struct, frozen=True, kw_only=True):
    """One answer to a request for a page, or (`failed`, with the `error`) why none came of it.

    `kept`: a body with this `digest`, `location` given when it is newly archived. `confirmed`: the body known is still
    the page's. `unkept`: a page that may not be kept. `moved`: a redirect to another page. `missing`: not there tonight
    (404, or another page in its place). `gone`: the site says it is gone (410).

    `shown` are the hashes of the pages a listing leads to; a listing that shows the same has not changed.
    """

    outcome: Outcome
    status: int
    at: datetime
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    location: Location | None = None
    shown: bytes | None = None
    error: str | None = None


class PageState(Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a url, as the columns of the ledger's `pages` say.

    `location` is where the archive holds its current body (None: nowhere).
    """

    url: str
    depth: int = 0
    rank: int = 0
    crawl: str | None = None
    status: int = 0
    error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    shown: bytes | None = None
    first_seen: datetime
    last_seen: datetime | None = None
    last_confirmed: datetime | None = None
    gone_at: datetime | None = None
    missing: int = 0
    visited: int = 0
    visits: int = 0
    repeats: int = 0
    interval: int = 1
    former_interval: int | None = None
    due: int = 0
    location: Location | None = None


def after_visit(known: PageState, visit: Visit, *, crawl: str, night: int, visits_a_night: int = 1) -> PageState:
    """What is known after a visit in `night`; `visits_a_night` is how often the page may be visited at most.

    An unchanged page's interval doubles up to 30 nights, a changed one's is one night again. A page that could not be
    fetched is due in the next night.
    """
    if visit.outcome == "failed":
        return replace(known, crawl=crawl, error=visit.error, due=night + 1)
    again = known.visited == night
    state = replace(
        known,
        crawl=crawl,
        status=visit.status,
        error=visit.error,
        first_seen=known.first_seen if known.status else visit.at,
        visited=night,
        visits=known.visits + 1 if again else 1,
        missing=0,
        gone_at=None,
        former_interval=None,
    )
    if visit.outcome in {"missing", "gone"}:
        return _absent(known, state, visit, again=again)
    if visit.outcome == "moved":
        return _next(known, state, again=again, same=known.status == visit.status)
    state = replace(state, last_seen=visit.at)
    if visit.outcome == "unkept":
        same = known.status == visit.status and known.digest is None
        state = replace(state, etag=None, last_modified=None, digest=None, shown=None, location=None)
        return _next(known, state, again=again, same=same)
    nothing_new = visit.outcome == "confirmed" or visit.location is None
    before = known.repeats if again else 0
    state = replace(state, last_confirmed=visit.at, repeats=before + 1 if nothing_new else 0)
    if visit.outcome == "kept":
        state = _with_body(known, state, visit)
    state = _next(known, state, again=again, same=_is_same(known, visit))
    if state.visits < visits_a_night and _rotates(known, state, visit):
        return replace(state, due=night, rank=known.rank % LATER + LATER * state.visits)
    return replace(state, rank=known.rank % LATER)


def doubled(interval: int) -> int:
    """The interval after a visit that found a page unchanged."""
    return min(interval * 2, LONGEST)


def _rotates(known: PageState, state: PageState, visit: Visit) -> bool:
    """Whether another visit in the same night may show more: once the page has changed, until two show nothing new."""
    if state.visits == 1:
        return known.digest is not None and not _is_same(known, visit)
    return state.repeats < ENOUGH


def _is_same(known: PageState, visit: Visit) -> bool:
    if visit.outcome == "confirmed" or known.digest == visit.digest:
        return True
    return visit.shown is not None and known.shown == visit.shown


def _with_body(known: PageState, state: PageState, visit: Visit) -> PageState:
    changed = known.digest is not None and not _is_same(known, visit)
    return replace(
        state,
        etag=visit.etag,
        last_modified=visit.last_modified,
        digest=visit.digest,
        shown=visit.shown,
        location=visit.location or state.location,
        former_interval=known.interval if changed and known.visited < state.visited else None,
    )


def _next(known: PageState, state: PageState, *, again: bool, same: bool) -> PageState:
    interval = 1
    if same:
        interval = known.interval if again else doubled(known.interval)
    return replace(state, interval=interval, due=state.visited + interval)


def _absent(known: PageState, state: PageState, visit: Visit, *, again: bool) -> PageState:
    missing = known.missing if again and known.missing else known.missing + 1
    if visit.outcome == "gone":
        missing = max(missing, GONE_AFTER)
    if missing < GONE_AFTER:
        return replace(state, missing=missing, interval=1, due=state.visited + 1)
    state = replace(state, missing=missing, gone_at=known.gone_at or visit.at)
    return _next(known, state, again=again, same=known.gone_at is not None)
