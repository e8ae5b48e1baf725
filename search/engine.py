"""The one code path of a search, whatever the engine: understand, candidates, rank, evidence."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import get_args

from msgspec import structs

from index_config.analysis import plain_words
from index_config.folding import fold_letters
from index_config.geo import miles_between
from records import (
    Answer,
    Concordance,
    Hit,
    IndexState,
    Query,
    Similar,
    StatementsQuery,
    Suggestion,
    Suggestions,
    SuggestQuery,
    Total,
)
from records.errors import BadParameter, CursorGone, NothingPublished
from records.suggestion import SuggestionKind
from search import concordance
from search.backend import Backend, Document
from search.clauses import kin
from search.cursor import Cursor, asked_of, decode, encode, forged, of_another_question
from search.evidence import Wanted, evidence_of, wanted_of
from search.explaining import leaves_of, reasons
from search.facets import facets_of, sizes
from search.parameters import MAX_LIMIT, check_suggest, checked, checked_statements, shown
from search.plan import Circle, Clause, Leaf, Plan
from search.planning import plan_of
from search.ranking import Ranked, number_of, rank, weights
from search.similar import plan_like, told_by
from search.suggestions import suggested
from search.understanding import Question, understand
from search.vocabulary import VersionWords
from search.writer import VersionInfo

BEGINNINGS = 50  # words of names that begin as what was typed
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
        question, plan = self._asked(query, info)
        if plan.sort == "distance" and plan.circle is None:
            raise BadParameter("sort", "sort by distance needs near.")
        if cursor and (cursor.window + 1) * weights().window > REACH:
            raise BadParameter("cursor", "cursor takes the `next` of an earlier answer, unchanged.")
        if cursor and (cursor.asked != asked_of(query) or isinstance(cursor.key[0], str) != (plan.sort == "name")):
            raise of_another_question()
        state = _state(info)
        if query.q and question.is_empty:
            facets = facets_of({}, plan, query.facet or sizes(), query.facet_q or "")
            return Answer(total=Total(value=0), facets=facets, understood=question.understood, index=state)
        return self._answer(query, question, plan, state, cursor)

    def ranked(self, query: Query, count: int) -> list[tuple[int, float]]:
        """The first hits of a query as `number_of` their ids, with their scores; nothing is read of them.

        Raises as `search` does.
        """
        query = checked(query)
        info = self._current()
        question, plan = self._asked(query, info)
        if query.q and question.is_empty:
            return []
        window = self._backend.candidates(info.version, plan, 0, weights().window).window
        day = datetime.now(UTC).toordinal()
        return [(one.candidate.number, one.score) for one in rank(window, plan, day)[:count]]

    def suggest(self, query: SuggestQuery) -> Suggestions:
        """What may be meant by what is typed so far: approaches and issues, places, people and practices.

        Raises BadParameter, NothingPublished, EngineUnavailable.
        """
        check_suggest(query)
        info = self._current()
        wanted = set(query.kind or get_args(SuggestionKind))
        found = [one for one in suggested(query.q) if one.kind in wanted]
        if wanted & {"person", "organization"}:
            people = [one for one in self._people(query, info) if one.kind in wanted]
            found = [*found[: max(query.limit - len(people), query.limit // 2)], *people]
        return Suggestions(suggestions=found[: query.limit], index=_state(info))

    def _people(self, query: SuggestQuery, info: VersionInfo) -> list[Suggestion]:
        """Whose names have all the words that were typed, the last of which may be only begun."""
        words = self._words(info).names
        typed = plain_words(query.q)
        if not typed:
            return []
        last = fold_letters(query.q).split()[-1]
        choices = [[one] if one in words else words.near(one, 3) for one in typed[:-1]]
        begun = words.beginning(last, BEGINNINGS) or words.beginning(typed[-1], BEGINNINGS)
        choices.append(begun or words.near(typed[-1], 3))
        if not all(choices):
            return []
        required = tuple(Clause(tuple(Leaf("name_words", (one,), 0.0) for one in some)) for some in choices)
        found = self._documents(info.version, Plan(required=required, sort="name"), query.limit)
        records = [one.record for one in found]
        return [
            Suggestion(kind=one["kind"], value=one["id"], label=one["name"], matched=one["name"]) for one in records
        ]

    def similar(self, id_: str, limit: int = 10) -> Similar:
        """Who describes their work like a therapist, with the words that show it.

        Raises BadParameter for somebody who is not in the version, NothingPublished, EngineUnavailable.
        """
        if not 1 <= limit <= MAX_LIMIT:
            raise BadParameter("limit", f"limit takes a number from 1 to {MAX_LIMIT}.")
        info = self._current()
        state = _state(info)
        whom = Plan(required=(Clause((Leaf("id", (id_,), 0.0),)),))
        (found,) = self._documents(info.version, whom, 1) or (None,)
        if found is None:
            raise BadParameter("id", f"there is no therapist {shown(id_)} in the live version.")
        plan = plan_like(found.record, found.words, self._words(info))
        candidates = self._backend.candidates(info.version, plan, 0, weights().window)
        ranked = rank(candidates.window, plan, datetime.now(UTC).toordinal())[:limit]
        documents = self._backend.documents(info.version, [one.candidate for one in ranked])
        terms = [leaf.terms[0] for clause in plan.words for leaf in clause.leaves if leaf.field == "own_words"]
        wanted = wanted_of(told_by(found.record, found.words), terms, [])
        hits = [_hit(one, other, wanted, None) for one, other in zip(ranked, documents, strict=True) if other]
        return Similar(id=id_, hits=hits, index=state)

    def _documents(self, version: str, plan: Plan, count: int) -> list[Document]:
        found = self._backend.candidates(version, plan, 0, count)
        return [one for one in self._backend.documents(version, found.window) if one]

    def statements(self, query: StatementsQuery) -> Concordance:
        """The statements with these words, each with its words in the middle of what stands around them.

        Raises BadParameter, CursorGone, NothingPublished, EngineUnavailable.
        """
        query = checked_statements(query)
        place = concordance.decode(query.cursor) if query.cursor else None
        info = self._kept(place.version) if place else self._current()
        start = place.after if place else 0
        if start + query.limit > REACH:
            raise forged()
        wanted = concordance.wanted_of(query.q)
        plan = concordance.plan_of(query, wanted)
        if query.q and not (wanted.runs or wanted.excluded):
            return Concordance(total=Total(value=0), lines=[], index=_state(info))
        total, records = self._backend.statements(info.version, plan, start, query.limit)
        after = start + len(records)
        following = encode(concordance.Place(info.version, after)) if records and after < total else None
        lines = [concordance.line_of(record, wanted) for record in records]
        return Concordance(total=Total(value=total), lines=lines, index=_state(info), next=following)

    def state(self) -> IndexState | None:
        """Which version answers; None before the first publish."""
        info = self._answering()
        return _state(info) if info else None

    def close(self) -> None:
        """Lets go of the engine."""
        self._backend.close()

    def _answering(self) -> VersionInfo | None:
        return self._backend.version(self._version) if self._version else self._backend.live()

    def _asked(self, query: Query, info: VersionInfo) -> tuple[Question, Plan]:
        """What a checked query asks of a version."""
        words = self._words(info)
        question = understand(query.q, words, literal=query.literal, plain=query.literal_part)
        words.learn(question.terms)
        return question, plan_of(query, question, words)

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
            raise CursorGone
        return info

    def _answer(self, query: Query, question: Question, plan: Plan, state: IndexState, cursor: Cursor | None) -> Answer:
        day = cursor.day if cursor else datetime.now(UTC).toordinal()
        names = tuple(query.facet or sizes())
        pages = self._pages(plan, state.version, day, cursor, names)
        total, counts, shown = next(pages)
        while len(shown) <= query.limit and (more := next(pages, None)):
            shown += more[2]
        page = shown[: query.limit]
        documents = self._backend.documents(state.version, [one.candidate for _, one in page])
        known = zip((one for _, one in page), documents, strict=True)
        wanted = _wanted(plan, question)
        hits = [_hit(one, found, wanted, plan.circle) for one, found in known if found]
        following = None
        if len(shown) > query.limit:
            window, last = page[-1]
            following = encode(Cursor(state.version, asked_of(query), day, window, last.key))
        return Answer(
            total=Total(value=total),
            hits=self._explained(plan, state.version, page, hits) if query.explain else hits,
            facets=facets_of(counts, plan, names, query.facet_q or ""),
            understood=question.understood,
            index=state,
            next=following,
        )

    def _explained(self, plan: Plan, version: str, page: list[tuple[int, Ranked]], hits: list[Hit]) -> list[Hit]:
        """The same hits, each with what its score is made of; by name or distance a score has no parts."""
        candidates = {one.candidate.number: one.candidate for _, one in page}
        found = [candidates[number_of(hit.id)] for hit in hits]
        matched = self._backend.matched(version, found, leaves_of(plan)) if plan.sort == "relevance" else []
        told = zip(hits, found, matched or [[]] * len(hits), strict=True)
        return [
            structs.replace(hit, explanation=reasons(plan, one, leaves, hit.therapist["status"]))
            for hit, one, leaves in told
        ]

    def _pages(
        self, plan: Plan, version: str, day: int, cursor: Cursor | None, facets: tuple[str, ...]
    ) -> Iterator[tuple[int, dict[str, dict[str, int]], list[tuple[int, Ranked]]]]:
        """(total, facets, ranked candidates with their window) for window after window, from the cursor on."""
        size = weights().window
        window = cursor.window if cursor else 0
        first = True
        while True:
            found = self._backend.candidates(version, plan, window * size, size, facets if first else ())
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
    return wanted_of(ids, question.terms, question.phrases, kin(ids))


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
