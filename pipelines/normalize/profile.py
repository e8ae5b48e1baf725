"""A profile's owner as a mention."""

from index_config.licenses import license_of
from index_config.taxonomy import Taxonomy
from pipelines.extract.letters import mended_letters
from pipelines.mention import Claimed, Mention, Told
from pipelines.normalize.claims import certified, credentialed, listed_issues, ticked, told
from pipelines.normalize.fees import fees, says_no_figure
from pipelines.normalize.meaning import meaning_of
from pipelines.normalize.phones import phone
from pipelines.normalize.place import location
from pipelines.normalize.problems import not_understood, unknown_title
from pipelines.normalize.pronouns import pronouns
from pipelines.normalize.websites import website
from pipelines.text import one_line
from pipelines.vocabulary import known_names, yes_or_no
from records import ClaimField, PageExtract, ProfileExtract


def profile_mention(extract: PageExtract, page: ProfileExtract, taxonomy: Taxonomy) -> Mention:
    """The owner of a profile page: known values under their usual names, the rest as shown or absent."""
    claims, issues = _claims(page, taxonomy)
    fee = fees(page.fees) if page.fees else None
    number = phone(page.phone) if page.phone else None
    site = website(page.website, extract.url) if page.website else None
    places = [location(*place) for place in page.places]
    problems = [
        *unknown_title(page.title),
        *([not_understood("phone", page.phone)] if page.phone and not number else []),
        *([not_understood("fee", page.fees)] if page.fees and not fee and not says_no_figure(page.fees) else []),
        *([not_understood("website", page.website)] if page.website and not site else []),
        *(
            not_understood("place", _shown(place), doubt)
            for place, (_, doubt) in zip(page.places, places, strict=True)
            if doubt
        ),
    ]
    return Mention(
        keys=[f"profile|{extract.source}|{extract.url}"],
        source=extract.source,
        url=extract.url,
        extractor=extract.extractor,
        is_profile=True,
        name=one_line(page.name),
        kind=page.kind,
        prefix=page.prefix,
        credentials=mended_letters(page.credentials),
        pronouns=pronouns(page.pronouns) if page.pronouns else None,
        title=page.title,
        license=license_of(page.title, page.credentials),
        organization=page.organization,
        locations=[place for place, _ in places if place],
        telehealth=yes_or_no("telehealth", page.telehealth) if page.telehealth else None,
        languages=known_names("languages", page.languages),
        ages=known_names("ages", page.ages),
        insurance=known_names("insurance", page.insurance),
        fee_min=fee.lowest if fee else None,
        fee_max=fee.highest if fee else None,
        currency=fee.currency if fee else None,
        sliding_scale=yes_or_no("sliding_scale", page.sliding_scale) if page.sliding_scale else None,
        phone=number,
        website=site,
        about=page.about,
        canonical_url=page.canonical_url,
        claims=claims,
        meaning=meaning_of(page.about) if page.about else Told(),
        issues=issues,
        raw=_raw(page),
        problems=problems,
    )


def _claims(page: ProfileExtract, taxonomy: Taxonomy) -> tuple[list[Claimed], list[str]]:
    """Claims and issues; an issue ticked among approaches is an issue, an approach among issues an approach.

    What structured data says the owner knows about counts where the page has no list of that kind.
    """
    topics = _topics(page, taxonomy)
    lists: list[tuple[list[str], ClaimField]] = [
        (page.approaches or topics["approach"], "approaches"),
        (page.issues or topics["issue"], "issues"),
    ]
    claims = [
        *(claim for shown, field in lists for claim in ticked(shown, field, taxonomy)),
        *credentialed(page.credentials),
        *certified(page.training, taxonomy),
        *(told(page.about, "about", taxonomy) if page.about else ()),
    ]
    first = {(claim.approach_id, claim.claim): claim for claim in reversed(claims)}
    issues = dict.fromkeys(issue for shown, field in lists for issue in listed_issues(shown, field, taxonomy))
    return [claim for claim in claims if first[claim.approach_id, claim.claim] is claim], list(issues)


def _topics(page: ProfileExtract, taxonomy: Taxonomy) -> dict[str, list[str]]:
    """The topics that the taxonomy knows by a name that means nothing else, by their kind."""
    topics: dict[str, list[str]] = {"approach": [], "issue": []}
    for topic in page.topics:
        known = taxonomy.approaches.get(taxonomy.resolve(topic) or "")
        if known and topic not in taxonomy.ambiguous:
            topics[known.kind].append(topic)
    return topics


def _shown(place: tuple[str | None, str | None, str | None]) -> str:
    return ", ".join(part for part in place if part)


def _raw(page: ProfileExtract) -> dict[str, str]:
    lists = {
        "languages": page.languages,
        "ages": page.ages,
        "insurance": page.insurance,
        "credentials": page.credentials,
        "training": page.training,
    }
    shown: dict[str, str | None] = {
        "name": page.name,
        "prefix": page.prefix,
        "pronouns": page.pronouns,
        "title": page.title,
        "organization": page.organization,
        "about": page.about,
        "telehealth": page.telehealth,
        "fees": page.fees,
        "sliding_scale": page.sliding_scale,
        "phone": page.phone,
        "website": page.website,
        "location": "; ".join(map(_shown, page.places)),
        "topics": "; ".join(page.topics),
        "approaches": "; ".join(page.approaches),
        "issues": "; ".join(page.issues),
        **{name: "; ".join(values) for name, values in lists.items()},
    }
    return {name: value for name, value in shown.items() if value}
