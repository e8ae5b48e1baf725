"""One therapist's fields out of all their mentions."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from pipelines.mention import Mention
from pipelines.resolve.identity import Named
from records import ApproachClaim, Provenance, Therapist
from records.therapist import CLAIMS_BY_STRENGTH, Claim

STALE_AFTER = timedelta(days=180)

# The therapist's fields that one mention wins as a whole; fees are one value of three fields.
_SINGLE: tuple[str, ...] = (
    *("name", "kind", "prefix", "pronouns", "title", "license", "organization", "telehealth", "sliding_scale"),
    *("phone", "website", "about", "credentials", "languages", "ages", "insurance", "locations"),
)
_FEES = ("fee_min", "fee_max", "currency")


def therapist_of(named: Named, statement_ids: list[str], first_seen: datetime, now: datetime) -> Therapist:
    """The record of one cluster. A profile's value goes before an attribution's, then the newest sighting's."""
    mentions = by_authority(named.cluster.mentions)
    profiles = [mention for mention in mentions if mention.is_profile]
    last_seen = max(mention.last_seen for mention in mentions)
    values: dict[str, Any] = {name: winner[1] for name in _SINGLE if (winner := _winner(mentions, name))}
    if priced := next((mention for mention in mentions if mention.fee_min is not None), None):
        values |= {name: getattr(priced, name) for name in _FEES}
    return Therapist(
        id=named.id,
        former_ids=named.former_ids,
        **values,
        approaches=_approaches(mentions),
        issues=sorted({issue for mention in mentions for issue in mention.issues}),
        statements=statement_ids,
        profile_urls=[mention.url for mention in profiles],
        sources=sorted({mention.source for mention in mentions}),
        status=_status(named, last_seen, now, has_profile=bool(profiles)),
        first_seen=min(first_seen, *(mention.first_seen for mention in mentions)),
        last_seen=last_seen,
        last_confirmed=last_seen,
    )


def provenance_of(named: Named) -> Iterator[Provenance]:
    """For each field, what each mention gives, and which of them won."""
    mentions = by_authority(named.cluster.mentions)
    for name in (*_SINGLE, *_FEES):
        winner = _winner(mentions, name)
        for mention in mentions:
            if value := getattr(mention, name):
                yield Provenance(
                    therapist_id=named.id,
                    field=name,
                    value=_shown(value),
                    raw=mention.raw.get(_RAW_NAME.get(name, name), _shown(value)),
                    source_url=mention.url,
                    fetched_at=mention.first_seen,
                    extractor=mention.extractor,
                    last_confirmed=mention.last_seen,
                    won=winner is not None and winner[0] is mention,
                )


_RAW_NAME = {"locations": "location", "license": "title", **dict.fromkeys(_FEES, "fees")}


def by_authority(mentions: Iterable[Mention]) -> list[Mention]:
    """Profiles before attributions, then the last seen, then by address, so that equal ones keep one order."""
    return sorted(mentions, key=lambda one: (not one.is_profile, -one.last_seen.timestamp(), one.url, one.keys))


def _winner(mentions: list[Mention], name: str) -> tuple[Mention, Any] | None:
    return next(((mention, value) for mention in mentions if (value := getattr(mention, name)) not in (None, [])), None)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _approaches(mentions: list[Mention]) -> list[ApproachClaim]:
    claims: dict[str, set[Claim]] = {}
    for mention in mentions:
        for approach_id, claim in mention.claims:
            claims.setdefault(approach_id, set()).add(claim)
    ordered = {key: [claim for claim in CLAIMS_BY_STRENGTH if claim in found] for key, found in claims.items()}
    return [
        ApproachClaim(id=key, claim=found[0], claims=found)
        for key, found in sorted(ordered.items(), key=lambda item: (CLAIMS_BY_STRENGTH.index(item[1][0]), item[0]))
    ]


def _status(named: Named, last_seen: datetime, now: datetime, *, has_profile: bool) -> Any:
    if named.cluster.ambiguous:
        return "ambiguous"
    return "stale" if not has_profile and now - last_seen > STALE_AFTER else "current"
