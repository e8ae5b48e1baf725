"""The approaches that were met: the taxonomy's entry joined with what the approach's page says and shows."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from index_config.taxonomy import Taxonomy
from pipelines.mention import Mention, Sighting
from pipelines.resolve.identity import Named
from records import Approach, Therapist


def approaches_of(
    sightings: Iterable[Sighting], named: Iterable[Named], therapists: Iterable[Therapist], taxonomy: Taxonomy
) -> list[Approach]:
    """One record per approach that has a page or that a therapist claims, ordered by id."""
    pages: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        if page := sighting.reading.approach:
            pages[page.approach_id].append(sighting)
    authors: defaultdict[str, list[list[Mention]]] = defaultdict(list)
    for one in named:
        for approach_id in {mention.approach_id for mention in one.cluster.mentions if mention.approach_id}:
            authors[approach_id].append([m for m in one.cluster.mentions if m.approach_id == approach_id])
    met = set(pages)
    for therapist in therapists:
        met.update(claim.id for claim in therapist.approaches)
        met.update(therapist.issues)
    return [_approach(approach_id, pages[approach_id], authors[approach_id], taxonomy) for approach_id in sorted(met)]


def _approach(
    approach_id: str, sightings: list[Sighting], authors: list[list[Mention]], taxonomy: Taxonomy
) -> Approach:
    newest = max(sightings, key=lambda one: (one.last_seen, one.reading.url), default=None)
    page = newest.reading.approach if newest else None
    known = taxonomy.approaches.get(approach_id)
    name = page.name if page and page.name else approach_id.replace("-", " ").title()
    base = known or Approach(id=approach_id, name=name, known=False)
    return msgspec.structs.replace(
        base,
        definition=page.definition if page else None,
        source_url=newest.reading.url if newest else None,
        aliases=sorted({*base.aliases, *(one.reading.approach.slug for one in sightings if one.reading.approach)}),
        visits=len(sightings),
        people_seen=len(authors),
        last_new_at=max((min(mention.first_seen for mention in found) for found in authors), default=None),
        estimated_people=_estimated(sightings, authors),
    )


def _estimated(sightings: list[Sighting], authors: list[list[Mention]]) -> int | None:
    """How many people the page rotates through, from how often each was met.

    Chao's bias-corrected estimator (Chao 1984): seen + f1 (f1 - 1) / (2 (f2 + 1)), f1 and f2 being the numbers
    of people met once and twice.
    """
    if len(sightings) < 2:
        return None
    met = Counter(len({mention.first_seen for mention in found}) for found in authors)
    return round(len(authors) + met[1] * (met[1] - 1) / (2 * (met[2] + 1)))
