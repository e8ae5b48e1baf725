"""One therapist's fields out of all their mentions."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from pipelines.mention import Mention
from pipelines.resolve.identity import Named
from records import ApproachClaim, ClaimEvidence, Meaning, Provenance, Therapist
from records.therapist import CLAIMS_BY_STRENGTH, Claim

STALE_AFTER = timedelta(days=180)

CORRECTION = "correction"
"""The extractor of a value that the operator has set."""

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
    values: dict[str, Any] = {}
    for name in (*_SINGLE, *_FEES):
        if (winner := _winner(mentions, name)) and (value := getattr(winner, name)) is not None:
            values[name] = value
    return Therapist(
        id=named.id,
        former_ids=named.former_ids,
        **values,
        approaches=_approaches(mentions),
        issues=sorted({issue for mention in mentions for issue in mention.issues}),
        statements=statement_ids,
        profile_urls=list(dict.fromkeys(mention.url for mention in profiles)),
        sources=sorted({mention.source for mention in mentions}),
        status=_status(named, last_seen, now, has_profile=bool(profiles)),
        first_seen=min(first_seen, *(mention.first_seen for mention in mentions)),
        last_seen=last_seen,
        last_confirmed=last_seen,
    )


def provenance_of(named: Named, corrected: dict[str, Any], now: datetime) -> Iterator[Provenance]:
    """For each field, what each mention gives, and which of them won; a value that the operator has set wins.

    Issues are collected from all mentions: each of them wins.
    """
    mentions = by_authority(named.cluster.mentions)
    for name in (*_SINGLE, *_FEES, "issues"):
        winner = _winner(mentions, name)
        for mention in mentions:
            value = getattr(mention, name)
            if value is not None and value != []:
                shown = _shown(value)
                yield Provenance(
                    therapist_id=named.id,
                    field=name,
                    value=shown,
                    raw=mention.raw.get(_RAW_NAME.get(name, name), shown),
                    source_url=mention.url,
                    fetched_at=mention.first_seen,
                    extractor=mention.extractor,
                    last_confirmed=mention.last_seen,
                    won=name not in corrected and (winner is mention or name == "issues"),
                )
    for name, value in corrected.items():
        yield Provenance(
            therapist_id=named.id,
            field=name,
            value=_shown(value),
            raw=_shown(value),
            source_url="corrections.yaml",
            fetched_at=now,
            extractor=CORRECTION,
            last_confirmed=now,
            won=True,
        )


def claims_of(named: Named) -> Iterator[ClaimEvidence]:
    """The evidence of every claim: of each approach, claim and page the last seen."""
    seen: set[tuple[str, str, str]] = set()
    for mention in by_authority(named.cluster.mentions):
        for claim in mention.claims:
            key = claim.approach_id, claim.claim, mention.url
            if key not in seen:
                seen.add(key)
                yield ClaimEvidence(
                    therapist_id=named.id,
                    source_url=mention.url,
                    last_seen=mention.last_seen,
                    **msgspec.structs.asdict(claim),
                )


def meaning_of(named: Named) -> Meaning:
    """What all their words mean; what one text tells of, another need not hint at."""
    told = {one for mention in named.cluster.mentions for one in mention.meaning.told}
    hinted = {one for mention in named.cluster.mentions for one in mention.meaning.hinted}
    languages = {mention.meaning.language for mention in named.cluster.mentions}
    written_in = sorted(language for language in languages if language)
    return Meaning(therapist_id=named.id, told=sorted(told), hinted=sorted(hinted - told), written_in=written_in)


_RAW_NAME = {"locations": "location", "license": "title", **dict.fromkeys(_FEES, "fees")}


def by_authority(mentions: Iterable[Mention]) -> list[Mention]:
    """Profiles before attributions, then the last seen, then by address, so that equal ones keep one order."""
    return sorted(mentions, key=lambda one: (not one.is_profile, -one.last_seen.timestamp(), one.url, one.keys))


def _winner(mentions: list[Mention], name: str) -> Mention | None:
    """The first mention that tells the field; the first that tells any fee has all that is told of fees."""
    asked = _FEES if name in _FEES else (name,)
    return next((one for one in mentions if any(getattr(one, field) not in (None, []) for field in asked)), None)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _approaches(mentions: list[Mention]) -> list[ApproachClaim]:
    claims: dict[str, set[Claim]] = {}
    for mention in mentions:
        for claim in mention.claims:
            claims.setdefault(claim.approach_id, set()).add(claim.claim)
    ordered = {key: [claim for claim in CLAIMS_BY_STRENGTH if claim in found] for key, found in claims.items()}
    return [
        ApproachClaim(id=key, claim=found[0], claims=found)
        for key, found in sorted(ordered.items(), key=lambda item: (CLAIMS_BY_STRENGTH.index(item[1][0]), item[0]))
    ]


def _status(named: Named, last_seen: datetime, now: datetime, *, has_profile: bool) -> Any:
    if named.cluster.ambiguous:
        return "ambiguous"
    return "stale" if not has_profile and now - last_seen > STALE_AFTER else "current"
