"""The change feed: what changed since a version or a time, read from the data directory."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property

import msgspec
from msgspec import Struct
from sqlalchemy import Engine

from index_config.versions import is_version
from records import Change, IndexState
from records.change import TOLD, Op
from records.errors import BadParameter, FeedGone, LedgerUnavailable, NothingPublished, TherapyIndexError
from records.feed import Changes, ChangesQuery, ToldChange
from search.cursor import decode_as, encode, forged
from search.engine import STALE_AFTER
from search.parameters import shown
from store.ledger import open_ledger
from store.optouts import load_optouts
from store.publications import Publication, count_feed, is_withheld, list_publications, read_feed
from store.settings import StoreSettings

MAX_CHANGES = 10_000  # a page


class Place(Struct, frozen=True, array_like=True):
    """Where a page ends: the question, the last publication of its answer, and the row that comes next.

    `rows` are those of that row's file: after an erasure there are fewer, and rows have other numbers.
    """

    since: str
    seen: bool
    last: int
    publication: int
    row: int
    rows: int


class ChangeFeed:
    """Answers what changed on one engine; the ledger is opened when it is first asked."""

    def __init__(self, store: StoreSettings, engine: str) -> None:
        self._store = store
        self._engine = engine

    def page(self, query: ChangesQuery) -> Changes:
        """One page of changes, oldest publication first.

        Raises BadParameter for what cannot be asked, FeedGone when the feed does not reach back so far,
        NothingPublished, LedgerUnavailable when there is no data directory that can be read.
        """
        if not 1 <= query.limit <= MAX_CHANGES:
            raise BadParameter("limit", f"limit takes a number from 1 to {MAX_CHANGES}.")
        known = list_publications(self._ledger, self._engine)
        swaps = [one for one in known if one.kind != "optout"]
        if not swaps:
            raise NothingPublished("nothing is published yet: run `therapyindex publish`.")
        if query.cursor:
            place = _decoded(query.cursor)
            if (place.since, place.seen) != (query.since, query.seen):
                raise BadParameter("cursor", "this cursor belongs to another question: start again without it.")
            if place.last < swaps[0].id:
                raise forged()
        else:
            place = Place(query.since, query.seen, known[-1].id, _after(query.since, known, swaps) + 1, 0, 0)
        wanted = [one for one in known if place.publication <= one.id <= place.last]
        rows = {one.id: count_feed(self._store, one) for one in wanted}  # none of the files is gone
        if query.cursor and rows.get(place.publication) != place.rows:
            raise BadParameter("cursor", "somebody was erased meanwhile: start again without the cursor.")
        return self._page(query, place, wanted, _state([one for one in swaps if one.id <= place.last][-1]))

    @cached_property
    def _ledger(self) -> Engine:
        try:
            return open_ledger(self._store, create=False)
        except TherapyIndexError as error:
            raise LedgerUnavailable(str(error)) from error

    def _page(self, query: ChangesQuery, place: Place, wanted: Sequence[Publication], index: IndexState) -> Changes:
        found: list[ToldChange] = []
        for publication, row, change in self._rows(place, wanted):
            if len(found) == query.limit:
                rows = count_feed(self._store, publication)
                following = msgspec.structs.replace(place, publication=publication.id, row=row, rows=rows)
                return Changes(changes=found, index=index, next=encode(following))
            found.append(_told(change, publication))
        return Changes(changes=found, index=index)

    def _rows(self, place: Place, wanted: Sequence[Publication]) -> Iterator[tuple[Publication, int, Change]]:
        optouts = load_optouts(self._ledger)
        ops: tuple[Op, ...] = (*TOLD, "SEEN") if place.seen else TOLD
        for publication in wanted:
            start = place.row if publication.id == place.publication else 0
            for row, change in read_feed(self._store, publication, ops, start):
                if not is_withheld(optouts, change):
                    yield publication, row, change


def _after(since: str, known: Sequence[Publication], swaps: Sequence[Publication]) -> int:
    """The id behind which the publications lie that somebody with the records of `since` has not seen."""
    if live := [one.id for one in swaps if one.version == since]:
        # Back live by a rollback, it lacks those who asked to be left out between; who has it from before, does not.
        left = any(one.kind == "optout" and live[0] < one.id < live[-1] for one in known)
        after = live[0] if left else live[-1]
    else:
        at = _time(since)
        after = max((one.id for one in known if one.at <= at), default=0)
    # Where changes start from nothing once more, what was before them cannot be brought up to date.
    if any(one.before is None and one.id > after for one in swaps[1:]):
        raise FeedGone("the changes do not reach back so far: take a new export.")
    return after


def _time(since: str) -> datetime:
    if is_version(since):  # ISO 8601 has readings for some of these
        raise FeedGone(f"version {since} is not known here (any more): take a new export.")
    try:
        at = datetime.fromisoformat(since)
    except ValueError as error:
        raise BadParameter(
            "since",
            "since takes a version that was live or a time such as 2026-05-30T03:15:00Z (in an address, + is written "
            f"%2B), not {shown(since)}.",
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _state(last: Publication) -> IndexState:
    return IndexState(version=last.version, published_at=last.at, stale=datetime.now(UTC) - last.at > STALE_AFTER)


def _told(change: Change, publication: Publication) -> ToldChange:
    return ToldChange(
        op=change.op,  # type: ignore[arg-type]  # OUT is not read
        record=change.record,
        id=change.id,
        changed=change.changed,
        values=msgspec.json.decode(change.values),
        version=publication.version,
        published_at=publication.at,
    )


def _decoded(word: str) -> Place:
    place = decode_as(Place, word)
    if not (place.publication > 0 and place.row >= 0):
        raise forged()
    return place
