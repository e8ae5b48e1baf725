"""Records of pages that the archive no longer holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from records import Statement, Therapist


def carried_over(
    therapists: Iterable[Therapist],
    statements: Iterable[Statement],
    *,
    ids: set[str],
    urls: set[str],
    gone: set[str],
) -> Iterator[Therapist]:
    """The last run's therapists that no page of the archive mentions any more, marked `carried`.

    `ids` are the ids (former ones too) of this run, `urls` the pages it has read: a therapist whose page is
    still there but no longer mentions them is not carried over, nor is one whose pages are all `gone` from their sites.
    """
    quoted_on: defaultdict[str, set[str]] = defaultdict(set)
    for statement in statements:
        quoted_on[statement.therapist_id].add(statement.source_url)
    for therapist in therapists:
        pages = {*therapist.profile_urls, *quoted_on[therapist.id]}
        if therapist.id not in ids and not pages & urls and (not pages or pages - gone):
            yield msgspec.structs.replace(therapist, status="carried")
