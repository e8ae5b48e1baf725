"""Elasticsearch's read side."""

import time
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from index_config.mappings import Index
from index_config.versions import alias_name, index_name, version_of
from search.backend import Candidates, Document
from search.engines.elasticsearch_client import NotFound, connect, plain_errors
from search.facets import Counts, counted
from search.plan import FIELDS, PLACE, Circle, Clause, Leaf, Plan, circle_of
from search.ranking import Candidate, number_of, standing
from search.settings import SearchSettings
from search.writer import VersionInfo, VersionMeta

REMEMBERED = 0.2  # seconds: how long a look at the aliases holds
VALUES = 10_000  # of a facet, at most

THERAPISTS: Index = "therapists"
STATEMENTS: Index = "statements"


class ElasticsearchBackend:
    """See search.backend.Backend. The aliases say which version is live."""

    def __init__(self, settings: SearchSettings) -> None:
        self._settings = settings
        self._client = connect(settings)
        self._seen: tuple[float, VersionInfo] | None = None

    def live(self) -> VersionInfo | None:
        """The version behind the alias, asked again after a moment."""
        seen = self._seen
        if seen and time.monotonic() - seen[0] < REMEMBERED:
            return seen[1]
        info = self._info(alias_name(self._settings.alias, THERAPISTS))
        self._seen = (time.monotonic(), info) if info else None
        return info

    def version(self, version: str) -> VersionInfo | None:
        """The version whose index has that name."""
        return self._info(index_name(self._settings.alias, THERAPISTS, version))

    def candidates(self, version: str, plan: Plan, start: int, count: int, facets: Sequence[str] = ()) -> Candidates:
        """One request: the filters of facets come after the counting."""
        with plain_errors(self._settings):
            answer = self._client.search(
                index=index_name(self._settings.alias, THERAPISTS, version),
                query=_query(plan),
                post_filter=_all_of(_facet_filters(plan).values()),
                aggs=_aggregations(plan, facets) if facets else None,
                sort=_sort(plan),
                from_=start,
                size=count,
                source=False,
                docvalue_fields=[{"field": "completeness"}, {"field": "status"}],
                track_total_hits=True,
            )
            return Candidates(
                total=answer["hits"]["total"]["value"],
                window=[_candidate(plan, hit) for hit in answer["hits"]["hits"]],
                facets=_counts(answer["aggregations"], plan, facets) if facets else {},
            )

    def counts(self, version: str, plans: Sequence[Plan]) -> list[int]:
        """One request for all."""
        if not plans:
            return []
        searches: list[dict[str, Any]] = []
        for plan in plans:
            query = {"bool": {"filter": [_query(plan), *_facet_filters(plan).values()]}}
            searches += [{}, {"size": 0, "track_total_hits": True, "query": query}]
        with plain_errors(self._settings):
            answers = self._client.msearch(
                index=index_name(self._settings.alias, THERAPISTS, version), searches=searches
            )["responses"]
            return [answer["hits"]["total"]["value"] for answer in answers]

    def terms(self, version: str, field: str) -> dict[str, int]:
        """Page after page of the values in their order."""
        found: dict[str, int] = {}
        after: dict[str, Any] = {}
        while True:
            composite = {"size": VALUES, "sources": [{field: {"terms": {"field": field}}}], **after}
            with plain_errors(self._settings):
                answer = self._client.search(
                    index=index_name(self._settings.alias, THERAPISTS, version),
                    size=0,
                    aggs={field: {"composite": composite}},
                )["aggregations"][field]
                found |= {bucket["key"][field]: bucket["doc_count"] for bucket in answer["buckets"]}
            if "after_key" not in answer:
                return found
            after = {"after": answer["after_key"]}

    def matched(self, version: str, found: Sequence[Candidate], leaves: Sequence[Leaf]) -> list[list[Leaf]]:
        """One request, in which every leaf has its place as a name."""
        if not found or not leaves:
            return [[] for _ in found]
        named = [{"constant_score": {"filter": _leaf(leaf), "_name": str(at)}} for at, leaf in enumerate(leaves)]
        with plain_errors(self._settings):
            answer = self._client.search(
                index=index_name(self._settings.alias, THERAPISTS, version),
                query={"bool": {"filter": [{"terms": {"id": [one.ref for one in found]}}], "should": named}},
                size=len(found),
                source=False,
            )
        held = {hit["_id"]: hit.get("matched_queries", []) for hit in answer["hits"]["hits"]}
        return [[leaves[int(at)] for at in held.get(one.ref, [])] for one in found]

    def statements(self, version: str, plan: Plan, start: int, count: int) -> tuple[int, list[dict[str, Any]]]:
        """One request."""
        with plain_errors(self._settings):
            answer = self._client.search(
                index=index_name(self._settings.alias, STATEMENTS, version),
                query=_query(plan),
                sort=["id"],
                from_=start,
                size=count,
                source_includes=["record"],
                track_total_hits=True,
            )["hits"]
            return answer["total"]["value"], [hit["_source"]["record"] for hit in answer["hits"]]

    def documents(self, version: str, found: Sequence[Candidate]) -> list[Document | None]:
        """One request for all."""
        if not found:
            return []
        with plain_errors(self._settings):
            answer = self._client.mget(
                index=index_name(self._settings.alias, THERAPISTS, version),
                ids=[one.ref for one in found],
                source_includes=["record", "words"],
            )
            return [
                Document(one["_source"]["record"], one["_source"].get("words") or []) if one["found"] else None
                for one in answer["docs"]
            ]

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _info(self, name: str) -> VersionInfo | None:
        """The finished version behind an index or alias."""
        with plain_errors(self._settings):
            try:
                answer = self._client.indices.get_mapping(index=name)
            except NotFound:
                return None
            infos = version_infos(answer, self._settings.alias)
            return newest(infos) if infos else None


def newest(infos: list[VersionInfo]) -> VersionInfo:
    """Of several versions behind one alias the one that was made live last."""
    return max(infos, key=lambda info: (info.meta.published_at or info.meta.built_at, info.version))


def version_infos(mappings: Any, alias: str) -> list[VersionInfo]:
    """The finished versions in an answer of the mapping API, oldest first."""
    found = [
        VersionInfo(version=version, meta=msgspec.convert(mapping["mappings"]["_meta"], VersionMeta))
        for name, mapping in mappings.items()
        if (version := version_of(name, alias, THERAPISTS)) and "_meta" in mapping["mappings"]
    ]
    return sorted(found, key=lambda info: info.version)


def _query(plan: Plan) -> dict[str, Any]:
    must = [_clause(clause) for clause in plan.required]
    words = [_clause(word) for word in plan.words]
    should = [_clause(one) for one in plan.bonus]
    filters = _plain_filters(plan)
    enough = {"bool": {"should": words, "minimum_should_match": plan.least}}
    if plan.instead:
        instead = [_clause(clause) for clause in plan.instead]
        filters.append(_any_of([enough, *instead] if plan.least else instead))
        should += words + instead
    elif plan.least:
        must.append(enough)
    else:
        should += words
    if not must:
        must.append(_worth({"match_all": {}}, 0.0))
    excluded = [_leaf(leaf) for leaf in plan.excluded]
    return {"bool": {"must": must, "filter": filters, "should": should, "must_not": excluded}}


def _any_of(queries: list[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _clause(clause: Clause) -> dict[str, Any]:
    return {"dis_max": {"queries": [_worth(_leaf(leaf), leaf.worth) for leaf in clause.leaves]}}


def _worth(query: dict[str, Any], worth: float) -> dict[str, Any]:
    return {"constant_score": {"filter": query, "boost": worth}}


def _leaf(leaf: Leaf) -> dict[str, Any]:
    if leaf.field == PLACE:
        return _within(circle_of(leaf))
    if len(leaf.terms) == 1:
        return {"term": {leaf.field: leaf.terms[0]}}
    # The terms are analysed already; white space only takes them apart again.
    return {"match_phrase": {leaf.field: {"query": " ".join(leaf.terms), "analyzer": "whitespace"}}}


def _plain_filters(plan: Plan) -> list[dict[str, Any]]:
    """The filters that no facet opens."""
    filters: list[dict[str, Any]] = []
    if plan.max_fee is not None:
        filters.append({"range": {"fee_min": {"lte": plan.max_fee}}})
    if plan.circle is not None:
        filters.append(_within(plan.circle))
    return filters


def _within(circle: Circle) -> dict[str, Any]:
    return {"geo_distance": {"distance": f"{circle.miles}mi", "location": {"lat": circle.lat, "lon": circle.lon}}}


def _facet_filters(plan: Plan) -> dict[str, dict[str, Any]]:
    return {
        name: {"bool": {"should": [{"terms": {field: list(values)}} for field in FIELDS[name]]}}
        for name, values in plan.filters.items()
    }


def _all_of(filters: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"filter": list(filters)}}


def _sort(plan: Plan) -> list[Any]:
    match plan.sort:
        case "name":
            return ["name_sort", "id"]
        case "distance" if plan.circle:
            centre = {"lat": plan.circle.lat, "lon": plan.circle.lon}
            return [{"_geo_distance": {"location": centre, "unit": "mi", "mode": "min"}}, "id"]
        case _:
            return ["_score", "id"]


def _aggregations(plan: Plan, facets: Sequence[str]) -> dict[str, Any]:
    """Every facet counts what all filters but its own let through."""
    filters = _facet_filters(plan)
    return {
        facet: {
            "filter": _all_of(query for name, query in filters.items() if name != facet),
            "aggs": {field: {"terms": {"field": field, "size": VALUES}} for field in counted(plan, facet)},
        }
        for facet in facets
    }


def _counts(aggregations: dict[str, Any], plan: Plan, facets: Sequence[str]) -> Counts:
    return {
        facet: {
            bucket.get("key_as_string", bucket["key"]): bucket["doc_count"]
            for field in counted(plan, facet)
            for bucket in aggregations[facet][field]["buckets"]
        }
        for facet in facets
    }


def _candidate(plan: Plan, hit: dict[str, Any]) -> Candidate:
    worth, place = 0.0, None
    match plan.sort:
        case "relevance":
            worth = hit["_score"]
        case "name":
            place = hit["sort"][0]
        case "distance":
            place = round(hit["sort"][0], 1)
    merit = standing(hit["fields"].get("completeness", [0.0])[0], hit["fields"]["status"][0])
    return Candidate(hit["_id"], number_of(hit["_id"]), worth, merit, place)
