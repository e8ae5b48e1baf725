"""The one code path of a search, whatever the engine: understand, candidates, rank, evidence."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from index_config.geo import miles_between
from records import Answer, Hit, IndexState, Query, Total
from records.errors import BadParameter, NothingPublished
from search.backend import Backend, Document
from search.cursor import Cursor, decode, encode
from search.evidence import Wanted, evidence_of, wanted_of
from search.facets import facets_of
from search.parameters import checked
from search.plan import Circle, Plan
from search.planning import plan_of
from search.ranking import Ranked, rank, weights
from search.understanding import Question, understand
from search.vocabulary import VersionWords
from search.writer import VersionInfo

REACH = 10_000  # candidates that can be paged through; Elasticsearch gives no more
KNOWN_VERSIONS = 3  # whose words are remembered
STALE_AFTER = timedelta(days=7)  # nights run every day


class SearchEngine:
    """Answers queries from the live version and notices by itself when another one becomes live.

    With a `version` it answers from that one, whatever is live.
    """

    def __init__(self, backend: Backend, version: str | None = None) -> None:
        self._backend = backend
        self._version = version
        self._known: dict[tuple[str, int], VersionWords] = {}

    def search(self, query: Query) -> Answer:
        """The answer to a query.

        Raises BadParameter for what cannot be asked, NothingPublished without a version to answer from,
        EngineUnavailable.
        """
        query = checked(query)
        cursor = decode(query.cursor) if query.cursor else None
        info = self._kept(cursor.version) if cursor else self._current()
        words = self._words(info)
        question = understand(query.q, words, literal=query.literal, plain=query.literal_part)
        words.learn(question.terms)
        plan = plan_of(query, question, words)
        if plan.sort == "distance" and plan.circle is None:
            raise BadParameter("sort", "sort by distance needs near.")
        if cursor and (cursor.window + 1) * weights().window > REACH:
            raise BadParameter("cursor", "cursor takes the `next` of an earlier answer, unchanged.")
        if cursor and isinstance(cursor.key[0], str) != (plan.sort == "name"):
            raise BadParameter("cursor", "this cursor belongs to another question: start again from the first page.")
        state = _state(info)
        if query.q and question.is_empty:
            return Answer(total=Total(value=0), facets=facets_of({}, plan), index=state)
        return self._answer(query, question, plan, state, cursor)

    def state(self) -> IndexState | None:
        """Which version answers; None before the first publish."""
        info = self._answering()
        return _state(info) if info else None

    def close(self) -> None:
        """Lets go of the engine."""
        self._backend.close()

    def _answering(self) -> VersionInfo | None:
        return self._backend.version(self._version) if self._version else self._backend.live()

    def _words(self, info: VersionInfo) -> VersionWords:
        """The words of a version, for as long as nobody is taken out of it."""
        key = info.version, info.meta.optouts
        found = self._known.pop(key, None) or VersionWords(self._backend, info.version)
        self._known[key] = found
        while len(self._known) > KNOWN_VERSIONS:
            del self._known[next(iter(self._known))]
        return found

    def _current(self) -> VersionInfo:
        info = self._answering()
        if info is None and self._version:
            raise NothingPublished(f"there is no version {self._version}: `therapyindex versions` lists them.")
        if info is None:
            raise NothingPublished("nothing is published yet: run `therapyindex publish`.")
        return info

    def _kept(self, version: str) -> VersionInfo:
        info = self._backend.version(version) if self._version in (None, version) else None
        if info is None:
            self._current()
            raise BadParameter("cursor", "the index has moved on since: start again from the first page.")
        return info

    def _answer(self, query: Query, question: Question, plan: Plan, state: IndexState, cursor: Cursor | None) -> Answer:
        day = cursor.day if cursor else datetime.now(UTC).toordinal()
        pages = self._pages(plan, state.version, day, cursor)
        total, counts, shown = next(pages)
        while len(shown) <= query.limit and (more := next(pages, None)):
            shown += more[2]
        page = shown[: query.limit]
        documents = self._backend.documents(state.version, [one.candidate for _, one in page])
        known = zip((one for _, one in page), documents, strict=True)
        wanted = _wanted(plan, question)
        following = None
        if len(shown) > query.limit:
            window, last = page[-1]
            following = encode(Cursor(state.version, day, window, last.key))
        return Answer(
            total=Total(value=total),
            hits=[_hit(one, found, wanted, plan.circle) for one, found in known if found],
            facets=facets_of(counts, plan),
            understood=question.understood,
            index=state,
            next=following,
        )

    def _pages(
        self, plan: Plan, version: str, day: int, cursor: Cursor | None
    ) -> Iterator[tuple[int, dict[str, dict[str, int]], list[tuple[int, Ranked]]]]:
        """(total, facets, ranked candidates with their window) for window after window, from the cursor on."""
        size = weights().window
        window = cursor.window if cursor else 0
        first = True
        while True:
            found = self._backend.candidates(version, plan, window * size, size, facets=first)
            ranked = rank(found.window, plan, day)
            if cursor and first:
                ranked = [one for one in ranked if one.key > cursor.key]
            yield found.total, found.facets, [(window, one) for one in ranked]
            first = False
            window += 1
            if window * size >= min(found.total, REACH):
                return


def _state(info: VersionInfo) -> IndexState:
    published = info.meta.published_at or info.meta.built_at
    return IndexState(version=info.version, published_at=published, stale=datetime.now(UTC) - published > STALE_AFTER)


def _wanted(plan: Plan, question: Question) -> Wanted:
    ids = dict.fromkeys([*plan.filters.get("approach", ()), *question.values("approach"), *question.values("issue")])
    ids |= dict.fromkeys(concept.id for concept in question.concepts)
    return wanted_of(ids, question.terms, question.phrases)


def _hit(ranked: Ranked, found: Document, wanted: Wanted, circle: Circle | None) -> Hit:
    return Hit(
        id=found.record["id"],
        score=ranked.score,
        therapist=found.record,
        evidence=evidence_of(found.record, found.words, wanted),
        distance_miles=_distance(found, circle) if circle else None,
    )


def _distance(found: Document, circle: Circle) -> float | None:
    """The miles to the nearest office."""
    offices = [(one["lat"], one["lon"]) for one in found.record["locations"] if one["lat"] is not None]
    return min((round(miles_between(circle.lat, circle.lon, *office), 1) for office in offices), default=None)
