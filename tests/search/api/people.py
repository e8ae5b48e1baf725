"""A small published index of invented people, some of whom mean harm."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from index_config.documents import approach_document, statement_document, therapist_document
from index_config.taxonomy import load_taxonomy
from index_config.versions import version_name
from records import ApproachClaim, Location, Statement, Therapist
from records.therapist import Claim
from search import open_writer
from search.settings import SearchSettings
from search.writer import VersionMeta

NOW = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
PAGE = "https://www.therapyden.com/specialties/relational-therapy"
HOME = "I think of therapy as a relational home: what happens between the two of us becomes the way in."
ATTACK = '</q></blockquote><script>document.title="taken"</script><img src=x onerror=alert(1)> relational & "quoted"'
LONG = "relational" + "ly" * 300
RTL = "مرحبا \u202eevil\u202c relational"  # an override that would turn the rest of a line around


def therapist(number: int, name: str, approaches: Sequence[tuple[str, Claim]], **fields: object) -> Therapist:
    """An invented therapist seen at NOW."""
    return Therapist(
        id=f"t-{number:04}",
        name=name,
        approaches=[ApproachClaim(id=id_, claim=claim, claims=[claim]) for id_, claim in approaches],
        sources=["therapyden"],
        first_seen=NOW,
        last_seen=NOW,
        last_confirmed=NOW,
        **fields,  # type: ignore[arg-type] # checked by msgspec when the record is read back from the index
    )


def statement(person: Therapist, approach: str, text: str, url: str = PAGE) -> Statement:
    """What that therapist says of an approach."""
    return Statement(
        id=f"{person.id}-{approach}",
        therapist_id=person.id,
        approach_id=approach,
        source="therapyden",
        text=text,
        source_url=url,
        first_seen=NOW,
        last_seen=NOW,
    )


def people() -> list[tuple[Therapist, list[Statement]]]:
    """Everybody in the index, with their statements."""
    relational: tuple[str, Claim] = ("relational-therapy", "described")
    ada = therapist(
        1,
        "Ada Quill-Marsh",
        [relational],
        prefix="Dr.",
        credentials=["PhD"],
        pronouns="she/her",
        title="Psychologist",
        organization="Harbor Counseling LLC",
        locations=[Location(city="Teaneck", state="NJ", zip="07666")],
        fee_min=120,
        fee_max=180,
        currency="USD",
        profile_urls=["https://www.therapyden.com/therapist/ada-quill-marsh"],
    )
    bo = therapist(
        2,
        "Bo Fennimore",
        [relational, ("emdr", "ticked")],
        title="Licensed Clinical Social Worker",
        locations=[Location(city="Portland", state="OR", zip="97214")],
        telehealth=True,
    )
    cy = therapist(
        3,
        "Cy Oakes",
        [("relational-therapy", "ticked"), ("gestalt-therapy", "ticked")],
        title="Counselor",
        locations=[Location(city="Marietta", state="GA")],
        status="stale",
    )
    hostile = therapist(
        4,
        '<script>alert("name")</script> O\'Mara & Sons',
        [relational],
        pronouns='"><b>they</b>',
        title="Counselor",
        organization="<style>*{display:none}</style>",
        locations=[Location(city="<img src=x onerror=alert(2)>", state="NM")],
        profile_urls=["javascript:alert(3)"],
    )
    rtl = therapist(5, "نور \u202eQuill", [relational], title="Counselor")
    long = therapist(6, "Quill" * 60, [relational], title="Counselor", organization="x" * 400)
    crowd = [
        therapist(
            100 + number,
            f"Crowd Quill {number}",
            [("emdr", "ticked")],
            title="Counselor",
            locations=[Location(city="Austin", state="TX", zip="78704")],
        )
        for number in range(25)
    ]
    return [
        (ada, [statement(ada, "relational-therapy", HOME)]),
        (
            bo,
            [
                statement(
                    bo,
                    "relational-therapy",
                    "Hurt at home, we mend in relational work, slowly and together.",
                )
            ],
        ),
        (cy, []),
        (hostile, [statement(hostile, "relational-therapy", ATTACK, "javascript:alert(4)")]),
        (rtl, [statement(rtl, "relational-therapy", RTL)]),
        (long, [statement(long, "relational-therapy", f"{LONG} relational {LONG}")]),
        *((one, []) for one in crowd),
    ]


def publish(index: Path) -> SearchSettings:
    """Builds the index of these people on the embedded engine, and makes it live."""
    settings = SearchSettings(engine="embedded", index=index)
    taxonomy = load_taxonomy()
    version = version_name(NOW)
    known = people()
    statements = [(one, person) for person, said in known for one in said]
    writer = open_writer(settings)
    meta = VersionMeta(
        run="run-1",
        run_digest="0" * 64,
        counts={"therapists": len(known), "statements": len(statements), "approaches": len(taxonomy.approaches)},
        config_digest="0" * 64,
        built_at=NOW,
    )
    writer.build(version, meta)
    writer.bulk(version, "therapists", [therapist_document(person, said, taxonomy) for person, said in known])
    writer.bulk(version, "statements", [statement_document(one, person) for one, person in statements])
    writer.bulk(version, "approaches", [approach_document(one) for one in taxonomy.approaches.values()])
    writer.finish(version, {})
    writer.swap(version, NOW)
    writer.close()
    return settings
