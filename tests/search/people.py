"""Twenty invented therapists, and how they are published."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from index_config.documents import approach_document, statement_document, therapist_document
from index_config.places import zip_place
from index_config.taxonomy import load_taxonomy
from pipelines.normalize.meaning import meaning_of
from records import ApproachClaim, Location, Meaning, Statement, Therapist
from search import IndexWriter
from search.writer import IndexName, VersionMeta

SEEN = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
PAGE = "https://www.therapyden.com/specialties/"
META = VersionMeta(run="run-1", run_digest="0" * 64, counts={}, config_digest="0" * 64, built_at=SEEN)

Known = tuple[Therapist, list[Statement]]


def office(zip_code: str) -> Location:
    place = zip_place(zip_code)
    assert place
    return Location(city=place.city, state=place.state, zip=zip_code, lat=place.lat, lon=place.lon)


def person(
    number: int,
    name: str,
    title: str,
    zips: Sequence[str] = (),
    *,
    said: dict[str, str] | None = None,
    ticked: Sequence[str] = (),
    credentialed: Sequence[str] = (),
    **fields: Any,
) -> Known:
    """A therapist with one statement for each approach or issue in `said`."""
    approaches, issues = load_taxonomy().approaches, list(fields.pop("issues", []))
    claims = {id_: ["described"] for id_ in said or {} if approaches[id_].kind == "approach"}
    for kind, ids in (("credentialed", credentialed), ("ticked", ticked)):
        for id_ in ids:
            claims.setdefault(id_, []).append(kind)
    issues += [id_ for id_ in said or {} if approaches[id_].kind == "issue"]
    id_ = f"t{number:04}"
    therapist = Therapist(
        id=id_,
        name=name,
        title=title,
        locations=[office(zip_code) for zip_code in zips],
        approaches=[ApproachClaim(id=one, claim=found[0], claims=found) for one, found in claims.items()],  # type: ignore[arg-type]  # strings of ours
        issues=issues,
        statements=[f"{id_}-{one}" for one in said or {}],
        profile_urls=[f"https://www.therapyden.com/therapist/{id_}"],
        sources=["therapyden"],
        first_seen=SEEN,
        last_seen=SEEN,
        last_confirmed=SEEN,
        **fields,
    )
    return therapist, [
        Statement(
            id=f"{id_}-{one}",
            therapist_id=id_,
            approach_id=one,
            source="therapyden",
            text=text,
            source_url=PAGE + one,
            first_seen=SEEN,
            last_seen=SEEN,
        )
        for one, text in (said or {}).items()
    ]


RELATIONAL, EMDR = "relational-therapy", "emdr"

PEOPLE: list[Known] = [
    person(
        1,
        "Ada Quill-Marsh",
        "Psychologist",
        ["07666"],
        license="PSY",
        organization="Harbor Counseling LLC",
        said={
            RELATIONAL: "Nobody heals alone. I think of our sessions as a relational home: a place to be met. Come in."
        },
        fee_min=150.0,
        fee_max=180.0,
        languages=["English", "Spanish"],
        ages=["Adults (24+)"],
    ),
    person(
        2,
        "Bo Fennimore",
        "Licensed Clinical Social Worker",
        ["97214"],
        license="LCSW",
        telehealth=True,
        said={RELATIONAL: "Hurt in relationships, we mend in relational therapy. It is slow and honest work."},
        insurance=["Aetna", "Blue Cross"],
        fee_min=90.0,
        fee_max=90.0,
    ),
    person(3, "Cy Oakes", "Counselor", ["30060"], ticked=[RELATIONAL, "gestalt-therapy"], telehealth=False),
    person(
        4,
        "Dee Larkin",
        "Psychotherapist",
        ["94612"],
        said={EMDR: "With EMDR we move old memories. My office is my second home."},
        ticked=[RELATIONAL],
        ages=["Teens (13 to 18)", "Adults (24+)"],
    ),
    person(5, "Eli Vance-Moor", "Psychotherapist", ["94109"], credentialed=[EMDR], telehealth=True, fee_min=200.0),
    person(
        6,
        "Fay Underhill",
        "Therapist",
        ["97202"],
        said={"grief": "Grief and loss come in waves. I sit with you in the water."},
    ),
    person(7, "Gus Tamarind", "Counselor", ["97301"], ticked=[EMDR], issues=["anxiety"], telehealth=True),
    person(8, "Hal Pepperdine", "Counselor", ["78704"], ticked=[EMDR], insurance=["Aetna"]),
    person(
        9,
        "Ivy Sorrel",
        "Licensed Marriage & Family Therapist",
        ["78757"],
        license="LMFT",
        said={RELATIONAL: "A relational approach, at your pace."},
    ),
    person(
        10,
        "Jo Mirabel",
        "Counselor",
        ["78666"],
        ticked=["narrative-therapy"],
        about="I do not offer EMDR. Stories are what we work with, and I love gardening.",
    ),
    person(
        11,
        "Kit Rowan",
        "Psychologist",
        ["10001", "07302"],
        license="PSY",
        about="Home visits are possible. I trained in psychodynamic therapy.",
    ),
    person(12, "René Dubois", "Art Therapist", ["60614"], ticked=["art-therapy"], languages=["French", "English"]),
    person(13, "Blue Door Collective", "Counselor", [], kind="organization", ticked=[RELATIONAL, EMDR]),
    person(
        14,
        "Lou Arden",
        "Counselor",
        ["97214"],
        status="stale",
        said={RELATIONAL: "Hurt in relationships, we mend in relational therapy. Not my own words."},
    ),
    person(
        15,
        "Mo Kestrel",
        "Counselor",
        ["98101"],
        said={"internal-family-systems": "Every part of you is welcome in parts work. Protectors included."},
    ),
    person(
        16,
        "Nia Holloway",
        "Counselor",
        ["97214"],
        about="I help with panic attacks, burnout and the quiet dread of Sundays.",
        telehealth=True,
    ),
    person(17, "Oz Calloway", "Counselor", ["33101"], ticked=["gestalt-therapy"], issues=["trauma"], telehealth=True),
    person(18, "Pia Winter", "Counselor", ["97401"], credentialed=[RELATIONAL], ticked=[RELATIONAL]),
    person(19, "Quin Abernathy", "Counselor", ["80202"], about="Sunday hikes are my own therapy. Quiet helps."),
    person(20, "Ros Bellweather", "Counselor", ["97214"], ticked=[EMDR], telehealth=True),
]


def meaning(one: Therapist, said: list[Statement]) -> Meaning:
    """What somebody's own words mean, read as those of real pages are."""
    read = [meaning_of(words.text, words.approach_id) for words in said]
    read += [meaning_of(one.about)] if one.about else []
    told, hinted = ({id_ for part in read for id_ in getattr(part, kind)} for kind in ("told", "hinted"))
    return Meaning(therapist_id=one.id, told=sorted(told), hinted=sorted(hinted - told))


def documents(index: IndexName, people: Iterable[Known] = PEOPLE) -> list[dict[str, Any]]:
    """The documents of these people."""
    match index:
        case "therapists":
            return [therapist_document(one, said, load_taxonomy(), meaning(one, said)) for one, said in people]
        case "statements":
            return [statement_document(words, one) for one, said in people for words in said]
        case "approaches":
            return [approach_document(one) for one in load_taxonomy().approaches.values()]


def build(writer: IndexWriter, version: str, people: Iterable[Known] = PEOPLE) -> None:
    """A finished version that is not live yet."""
    people = list(people)
    writer.build(version, META)
    for index in ("therapists", "statements", "approaches"):
        assert not writer.bulk(version, index, documents(index, people)).dead
    writer.finish(version, META.counts)


def publish(writer: IndexWriter, version: str, people: Iterable[Known] = PEOPLE) -> None:
    """A live version."""
    build(writer, version, people)
    writer.swap(version, SEEN)
