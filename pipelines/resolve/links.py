"""Why each mention is taken for its therapist, as records."""

from collections.abc import Iterator

from pipelines.resolve.corrections import ref_of
from pipelines.resolve.evidence import together
from pipelines.resolve.identity import Named
from records import Link


def links_of(named: Named) -> Iterator[Link]:
    """One link per mention: the same line on several bodies of a page is one, seen from the first to the last."""
    links: dict[str, Link] = {}
    for member in named.cluster.members:
        mention, ref = member.mention, ref_of(member.mention)
        known = links.get(ref)
        evidence = list(dict.fromkeys([*(known.evidence if known else []), *member.evidence]))
        links[ref] = Link(
            therapist_id=named.id,
            ref=ref,
            source=mention.source,
            source_url=mention.url,
            shown=mention.raw.get("name" if mention.is_profile else "location", mention.name),
            evidence=evidence,
            score=together(evidence) if evidence else 1.0,
            first_seen=min(known.first_seen, mention.first_seen) if known else mention.first_seen,
            last_seen=max(known.last_seen, mention.last_seen) if known else mention.last_seen,
        )
    yield from links.values()
