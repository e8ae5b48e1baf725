"""The embedded engine's read side."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
import tantivy
from msgspec import structs
from tantivy import Occur, Query

from index_config.geo import degrees_of_latitude, miles_between
from search.backend import Candidates, Document
from search.engines.tantivy_index import NUMBER, STATUS, STATUSES, Files, Stamp, readable, unreadable
from search.facets import Counts, counted
from search.plan import FIELDS, PLACE, Circle, Clause, Leaf, Plan, circle_of
from search.ranking import Candidate, standing
from search.writer import VersionInfo

OPEN_VERSIONS = 3  # the live one, and those that somebody pages through
FAR = 1_000.0  # miles; turns a distance into a score, which is the better the nearer
VALUES = 10_000  # of a facet, at most


class TantivyBackend:
    """See search.backend.Backend. Opened on a directory that does not exist, it creates nothing."""

    def __init__(self, directory: Path) -> None:
        self._files = Files(directory)
        self._open: dict[str, _Version] = {}
        self._lock = Lock()
        self._seen: tuple[tuple[Stamp, Stamp | None], VersionInfo] | None = None

    def live(self) -> VersionInfo | None:
        """The version of the pointer file; that and the version's own file are read again when they were replaced."""
        pointed = self._files.stamp(self._files.pointer)
        if pointed is None:
            return None
        seen = self._seen
        if seen and seen[0] == (pointed, self._files.stamp(self._files.meta(seen[1].version))):
            return seen[1]
        version = self._files.live()
        if version is None:
            return None
        stamps = pointed, self._files.stamp(self._files.meta(version))
        info = self._files.info(version)
        if info is None:
            raise unreadable(self._files.version(version))
        self._seen = (stamps, info)
        return info

    def version(self, version: str) -> VersionInfo | None:
        """The version whose directory has that name."""
        return self._files.info(version)

    def candidates(self, version: str, plan: Plan, start: int, count: int, facets: Sequence[str] = ()) -> Candidates:
        """Top documents and counts."""
        opened = self._opened(version)
        with readable(self._files.version(version)):
            return opened.candidates(plan, start, count, facets)

    def counts(self, version: str, plans: Sequence[Plan]) -> list[int]:
        """One search for each."""
        opened = self._opened(version)
        with readable(self._files.version(version)):
            return [opened.count(plan) for plan in plans]

    def terms(self, version: str, field: str) -> dict[str, int]:
        """The dictionary of the field."""
        opened = self._opened(version)
        with readable(self._files.version(version)):
            return dict(opened.searcher.terms_with_prefix(field, ""))

    def matched(self, version: str, found: Sequence[Candidate], leaves: Sequence[Leaf]) -> list[list[Leaf]]:
        """One search for each leaf."""
        opened = self._opened(version)
        held: list[list[Leaf]] = [[] for _ in found]
        with readable(self._files.version(version)):
            for leaf in leaves:
                hits = opened.places(leaf)
                for one, known in zip(found, held, strict=True):
                    if _place(one.ref[1]) in hits:
                        known.append(leaf)
        return held

    def statements(self, version: str, plan: Plan, start: int, count: int) -> tuple[int, list[dict[str, Any]]]:
        """One search, and the stored fields."""
        opened = self._opened(version)
        with readable(self._files.version(version)):
            return opened.statements.records(plan, start, count)

    def documents(self, version: str, found: Sequence[Candidate]) -> list[Document | None]:
        """The stored fields, from where the candidates were found: elsewhere their addresses may be others'."""
        with readable(self._files.version(version)):
            return [_document(searcher.doc(address)) for searcher, address in (one.ref for one in found)]

    def close(self) -> None:
        """Forgets the open versions."""
        self._open.clear()

    def _opened(self, version: str) -> "_Version":
        """The version as it is now: deletions come with a new file of what it was built from."""
        stamp = self._files.stamp(self._files.meta(version))
        with self._lock:
            opened = self._open.pop(version, None)
            if opened is None or opened.stamp != stamp:
                opened = self._opening(version, stamp)
            self._open[version] = opened
            while len(self._open) > OPEN_VERSIONS:
                del self._open[next(iter(self._open))]
            return opened

    def _opening(self, version: str, stamp: Stamp | None) -> "_Version":
        path = self._files.version(version)
        with readable(path / "therapists"):
            return _Version(path, stamp)


class _Index:
    """One opened index."""

    def __init__(self, path: Path) -> None:
        index: Any = tantivy.Index.open(str(path))
        self.schema = index.schema
        self.searcher = index.searcher()

    def records(self, plan: Plan, start: int, count: int) -> tuple[int, list[dict[str, Any]]]:
        """See Backend.statements."""
        query = self._all_of([], structs.replace(plan, sort="name"))
        found = self.searcher.search(query, limit=count, offset=start, order_by_field="id", order=tantivy.Order.Asc)
        stored = (self.searcher.doc(address) for _, address in found.hits)
        return found.count, [orjson.loads(bytes(one.get_first("record"))) for one in stored]

    def _all_of(self, matching: Iterable[Query], plan: Plan) -> Query:
        asked = [*map(self._clause, plan.required)]
        words = [self._clause(word) for word in plan.words]
        should = [*map(self._clause, plan.bonus)]
        enough = [Query.boolean_query(_should(words), minimum_number_should_match=plan.least)] if plan.least else []
        if plan.instead:
            instead = [*map(self._clause, plan.instead)]
            asked.append(Query.const_score_query(_any_of([*enough, *instead]), 0.0))
            should += words + instead
        elif enough:
            asked += enough
        else:
            should += words
        if plan.sort != "relevance":  # what matches decides who is found, and not where
            asked, should = [Query.const_score_query(query, 0.0) for query in asked], []
        must = [*matching, *asked]
        if not must:
            must.append(Query.const_score_query(Query.all_query(), 0.0))
        parts = [(Occur.Must, query) for query in must]
        parts += [(Occur.MustNot, self._leaf(leaf)) for leaf in plan.excluded]
        return Query.boolean_query(parts + _should(should))

    def _clause(self, clause: Clause) -> Query:
        leaves = [Query.const_score_query(self._leaf(leaf), leaf.worth) for leaf in clause.leaves]
        return Query.disjunction_max_query(leaves)

    def _leaf(self, leaf: Leaf) -> Query:
        if len(leaf.terms) == 1:
            return Query.term_query(self.schema, leaf.field, leaf.terms[0], "basic")
        return Query.phrase_query(self.schema, leaf.field, list(leaf.terms))


class _Version(_Index):
    """One version's therapists, as they were when its file had that stamp; its statements when they are asked for."""

    def __init__(self, path: Path, stamp: Stamp | None) -> None:
        super().__init__(path / "therapists")
        self.stamp = stamp
        self._path = path

    @cached_property
    def statements(self) -> _Index:
        """The statements of the same version."""
        return _Index(self._path / "statements")

    def candidates(self, plan: Plan, start: int, count: int, facets: Sequence[str] = ()) -> Candidates:
        """See Backend.candidates."""
        matching = self._matching(plan)
        query = self._all_of([*matching.values(), *self._order(plan)], plan)
        options = {"order_by_field": "name_sort", "order": tantivy.Order.Asc} if plan.sort == "name" else {}
        found = self.searcher.search(query, limit=count, offset=start, **options)
        addresses = [address for _, address in found.hits]
        numbers = self.searcher.fast_field_values(NUMBER, addresses)
        complete = self.searcher.fast_field_values("completeness", addresses)
        statuses = self.searcher.fast_field_values(STATUS, addresses)
        standings = [standing(share or 0.0, STATUSES[status]) for share, status in zip(complete, statuses, strict=True)]
        return Candidates(
            total=found.count,
            window=[
                _candidate(plan, (self.searcher, address), number, key, merit)
                for (key, address), number, merit in zip(found.hits, numbers, standings, strict=True)
            ],
            facets=self._facets(plan, matching, facets),
        )

    def places(self, leaf: Leaf) -> set[tuple[int, int]]:
        """Where the documents stand that match a leaf."""
        query = Query.const_score_query(self._leaf(leaf), 0.0)
        found = self.searcher.search(query, limit=max(1, self.searcher.num_docs))
        return {_place(address) for _, address in found.hits}

    def count(self, plan: Plan) -> int:
        """See Backend.counts."""
        query = self._all_of(self._matching(plan).values(), structs.replace(plan, sort="name"))
        return int(self.searcher.search(query, limit=1).count)

    def _matching(self, plan: Plan) -> dict[str, Query]:
        """What must match, by the name of the filter; none of it is worth anything."""
        matching = {
            name: Query.term_set_query(self.schema, FIELDS[name][0], list(values))
            if len(FIELDS[name]) == 1
            else _any_of([Query.term_set_query(self.schema, field, list(values)) for field in FIELDS[name]])
            for name, values in plan.filters.items()
        }
        if plan.max_fee is not None:
            limit = tantivy.FieldType.Float
            matching["max_fee"] = Query.range_query(self.schema, "fee_min", limit, upper_bound=plan.max_fee)
        if plan.circle is not None:
            matching["near"] = self._within(plan.circle)
        return {name: Query.const_score_query(query, 0.0) for name, query in matching.items()}

    def _order(self, plan: Plan) -> list[Query]:
        """By distance: nearer points are worth more."""
        if plan.sort != "distance" or plan.circle is None:
            return []
        rings = self._around(plan.circle).items()
        worth = [
            Query.const_score_query(Query.term_set_query(self.schema, "location", points), FAR - miles)
            for miles, points in rings
        ]
        return [Query.disjunction_max_query(worth)] if worth else []

    def _facets(self, plan: Plan, matching: dict[str, Query], facets: Sequence[str]) -> Counts:
        """One pass for all facets without a filter of their own, one more for each of the others."""
        plain = [name for name in facets if name not in plan.filters]
        groups = [*([plain] if plain else []), *([name] for name in facets if name in plan.filters)]
        counts: Counts = {}
        for names in groups:
            others = [query for name, query in matching.items() if name not in names]
            fields = [(name, field) for name in names for field in counted(plan, name)]
            wanted = {f"{name} {field}": {"terms": {"field": field, "size": VALUES}} for name, field in fields}
            query = self._all_of(others, structs.replace(plan, bonus=(), sort="name"))
            for key, found in self.searcher.aggregate(query, wanted).items():
                values = counts.setdefault(key.split()[0], {})
                values.update({bucket["key"]: int(bucket["doc_count"]) for bucket in found["buckets"]})
        return counts

    @cached_property
    def _points(self) -> list[tuple[float, float, str]]:
        """(lat, lon, word) of all places in the index, from south to north."""
        words = self.searcher.terms_with_prefix("location", "")
        return sorted((*map(float, word.split(",")), word) for word, _ in words)

    def _leaf(self, leaf: Leaf) -> Query:
        return self._within(circle_of(leaf)) if leaf.field == PLACE else super()._leaf(leaf)

    def _within(self, circle: Circle) -> Query:
        near = [point for points in self._around(circle).values() for point in points]
        return Query.term_set_query(self.schema, PLACE, near)

    def _around(self, circle: Circle) -> dict[float, list[str]]:
        """Tenths of miles -> the places so far from the centre, within the circle."""
        height = degrees_of_latitude(circle.miles) * 1.0001
        first = bisect_left(self._points, circle.lat - height, key=lambda one: one[0])
        last = bisect_right(self._points, circle.lat + height, key=lambda one: one[0])
        rings: defaultdict[float, list[str]] = defaultdict(list)
        for lat, lon, word in self._points[first:last]:
            miles = miles_between(circle.lat, circle.lon, lat, lon)
            if miles <= circle.miles:
                rings[round(miles, 1)].append(word)
        return rings


def _place(address: Any) -> tuple[int, int]:
    return address.segment_ord, address.doc


def _any_of(queries: list[Query]) -> Query:
    return Query.boolean_query(_should(queries))


def _should(queries: Iterable[Query]) -> list[tuple[Occur, Query]]:
    return [(Occur.Should, query) for query in queries]


def _candidate(plan: Plan, ref: Any, number: int, key: str | float, merit: float) -> Candidate:
    place: str | float | None = None
    worth = 0.0
    match plan.sort:
        case "relevance":
            worth = float(key)
        case "name":
            place = key
        case "distance":
            place = round(FAR - float(key), 1)
    return Candidate(ref, number, worth, merit, place)


def _document(stored: Any) -> Document:
    words = stored.get_first("words")
    return Document(orjson.loads(bytes(stored.get_first("record"))), orjson.loads(bytes(words)) if words else [])
