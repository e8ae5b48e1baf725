"""The figures of a run, counted while its records go by once: a few bytes of memory for each."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

import msgspec

from index_config.folding import fold
from pipelines.checks.distinct import Distinct
from pipelines.mention import Sighting
from records import Statement, Therapist
from records.figures import RunFigures, SourceFigures
from records.therapist import CLAIMS_BY_STRENGTH

_ALWAYS = ("id", "former_ids", "name", "kind", "sources", "status", "first_seen", "last_seen", "last_confirmed")
_FIELDS = tuple(name for name in Therapist.__struct_fields__ if name not in _ALWAYS)
_PARTS = ("city", "state", "zip")  # of locations

NAMED = ("title", "credentials", "prefix", "organization", "locations")
"""What `SourceFigures.named` counts: what an author line may name."""

FILLED = (*_FIELDS, *_PARTS, *CLAIMS_BY_STRENGTH)
"""What `SourceFigures.filled` counts: the fields of a therapist that may be empty, the parts of places, the claims."""


def record_figures(
    therapists: Iterable[Therapist],
    statements: Iterable[Statement],
    set_aside: Iterable[tuple[str, str, str]],
    approaches: int,
) -> RunFigures:
    """The figures that records alone give; `set_aside` are (source, url, code) of what is in quarantine."""
    everyone = _Count()
    of: defaultdict[str, _Count] = defaultdict(_Count)
    for therapist in therapists:
        filled, looks = list(_filled(therapist)), list(_looks(therapist))
        everyone.take(filled, looks)
        for source in therapist.sources:
            of[source].take(filled, looks)
    for statement in statements:
        everyone.statements += 1
        of[statement.source].statements += 1
    for source, url, code in set_aside:
        of[source].set_aside[code].add(url)
    return RunFigures(
        counts={"therapists": everyone.therapists, "statements": everyone.statements, "approaches": approaches},
        lookalikes=_repeated(everyone.alike),
        sources={source: found.figures() for source, found in sorted(of.items())},
    )


def with_pages(
    figures: RunFigures,
    sightings: Iterable[Sighting],
    lost: Iterable[tuple[str, str]],
    known: Mapping[str, tuple[int, int]],
) -> RunFigures:
    """The figures with what is counted of pages: those read, the (source, url) `lost`, those (known, gone) by source.

    Of a page that was read several times the last body counts.
    """
    newest: dict[tuple[str, str], Sighting] = {}
    for sighting in sightings:
        page = sighting.reading.source, sighting.reading.url
        if page not in newest or newest[page].last_seen <= sighting.last_seen:
            newest[page] = sighting
    pages = Counter(source for source, _ in newest.keys() | set(lost))
    profiles: Counter[str] = Counter()
    approach_pages: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    named: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (source, _), sighting in newest.items():
        mentions = sighting.reading.mentions
        profiles[source] += any(mention.is_profile for mention in mentions)
        approach_pages[source] += sighting.reading.approach is not None
        for mention in mentions:
            if not mention.is_profile:
                lines[source] += 1
                named[source].update(name for name in NAMED if getattr(mention, name))
    return msgspec.structs.replace(
        figures,
        sources={
            source: msgspec.structs.replace(
                figures.sources.get(source, SourceFigures()),
                pages=pages[source],
                profiles=profiles[source],
                approach_pages=approach_pages[source],
                known=known.get(source, (None, None))[0],
                gone=known.get(source, (None, None))[1],
                attributions=lines[source],
                named=dict(named[source]),
            )
            for source in sorted(figures.sources.keys() | pages.keys())
        },
    )


def without(figures: RunFigures, theirs: RunFigures) -> RunFigures:
    """The figures as they would be without some people, whose own figures are `theirs`.

    Exact but for `lookalikes`, of which too many may stay: one of them may look like one who stays.
    """
    return RunFigures(
        counts=_less(figures.counts, theirs.counts),
        lookalikes=_less(figures.lookalikes, theirs.lookalikes),
        sources={
            source: _source_without(found, theirs.sources[source]) if source in theirs.sources else found
            for source, found in figures.sources.items()
        },
    )


def _source_without(figures: SourceFigures, theirs: SourceFigures) -> SourceFigures:
    numbers = {name: value for name in figures.__struct_fields__ if isinstance(value := getattr(figures, name), int)}
    return msgspec.structs.replace(
        figures,
        **_less(numbers, {name: getattr(theirs, name) or 0 for name in numbers}),
        filled=_less(figures.filled, theirs.filled),
        lookalikes=_less(figures.lookalikes, theirs.lookalikes),
        set_aside=_less(figures.set_aside, theirs.set_aside),
    )


def _less(all_: Mapping[str, int], theirs: Mapping[str, int]) -> dict[str, int]:
    return {name: max(count - theirs.get(name, 0), 0) for name, count in all_.items()}


class _Count:
    """What is counted of one source."""

    def __init__(self) -> None:
        self.therapists = self.statements = 0
        self.filled: Counter[str] = Counter()
        self.alike: defaultdict[str, Distinct] = defaultdict(Distinct)
        self.set_aside: defaultdict[str, Distinct] = defaultdict(Distinct)

    def take(self, filled: list[str], looks: list[tuple[str, Hashable]]) -> None:
        """Counts a therapist."""
        self.therapists += 1
        self.filled.update(filled)
        for kind, look in looks:
            self.alike[kind].add(look)

    def figures(self) -> SourceFigures:
        """What it came to."""
        return SourceFigures(
            therapists=self.therapists,
            statements=self.statements,
            filled=dict(self.filled),
            lookalikes=_repeated(self.alike),
            set_aside={code: pages.distinct for code, pages in self.set_aside.items()},
        )


def _filled(therapist: Therapist) -> Iterator[str]:
    for name in _FIELDS:
        value = getattr(therapist, name)
        if value is not None and value not in ([], ""):
            yield name
    for part in _PARTS:
        if any(getattr(place, part) for place in therapist.locations):
            yield part
    claims = {claim for approach in therapist.approaches for claim in approach.claims}
    yield from claims


def _looks(therapist: Therapist) -> Iterator[tuple[str, Hashable]]:
    """What somebody is taken for somebody else by, beside the name."""
    name = fold(therapist.name)
    if therapist.phone:
        yield "phone", (name, therapist.phone)
    if therapist.website:
        yield "website", (name, therapist.website)
    for place in therapist.locations[:1]:
        yield "place", (name, therapist.kind, place.state, fold(place.city or ""))


def _repeated(alike: Mapping[str, Distinct]) -> dict[str, int]:
    return {kind: looks.repeated for kind, looks in alike.items() if looks.repeated}
